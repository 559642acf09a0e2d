#include "sync/receiver.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/digest.h"
#include "base/json_writer.h"
#include "results/line_members.h"
#include "store/reference.h"

namespace takestock::sync {

using store::Event;
using store::EventKind;
using store::EventRef;

namespace {

constexpr Millis kClockSuspect = 5 * 60'000, kSlowestRequest = 5 * 60'000;
constexpr std::size_t kPullBytes = 256 * 1024;
constexpr std::pair<Verdict, const char*> kVerdicts[] = {{Verdict::stored, "stored"},
                                                         {Verdict::held, "held"},
                                                         {Verdict::invalid, "invalid"},
                                                         {Verdict::fork, "fork"},
                                                         {Verdict::refused, "refused"}};

/// One batch on its way through the rules.
class Reception {
 public:
  Reception(Batch& batch, Ledger& ledger, const HubName& hub, Millis now)
      : batch_(batch), ledger_(ledger), hub_(hub), now_(now) {}

  Received run() {
    if (!batch_.links.empty()) round_ = ledger_.round(batch_.round);
    for (std::size_t i = 0; i < batch_.links.size(); ++i) look_up(i);
    for (BatchEvent& event : batch_.events) received_.said.push_back(judge(event));
    for (const std::string& response : touched_) settle(response);
    received_.account = account();
    return std::move(received_);
  }

 private:
  // --- links

  void look_up(std::size_t i) {
    const BatchLink& link = batch_.links[i];
    standings_.push_back(round_ && link.link ? ledger_.standing(link) : std::nullopt);
    if (!standings_[i] || ended(i) || standings_[i]->arrived != 0) return;
    const bool has_event = std::any_of(batch_.events.begin(), batch_.events.end(),
                                       [&](const BatchEvent& event) { return event.link == i; });
    ledger_.note_use(link, has_event || link.answered > 0);
  }

  bool ended(std::size_t i) const { return standings_[i]->ends != 0 && now_ > standings_[i]->ends; }
  bool not_open(Millis at) const { return at < round_->opens; }
  bool closed(Millis at) const { return round_->closes != 0 && at > round_->closes; }
  Millis arrival(std::size_t i) const {
    const Millis arrived = standings_[i] ? standings_[i]->arrived : 0;
    return arrived != 0 ? std::min(arrived, now_) : now_;
  }

  const char* status(std::size_t i) const {
    if (!standings_[i]) return "unknown";
    if (ended(i)) return "ended";
    if (not_open(arrival(i))) return "not_open";
    return closed(arrival(i)) ? "closed" : "open";
  }

  // --- verdicts

  Received::Said judge(BatchEvent& pushed) {
    Judgement judgement;
    judgement.received = now_;
    judgement.effective = effective(pushed);
    if (const char* reason = refusal(pushed)) {
      judgement.reason = reason;
      ++received_.refused;
      return {std::move(judgement)};
    }
    if (const std::optional<Judgement> known = judged_before(pushed.event)) return {*known, true};
    decide(pushed, judgement);
    keep(pushed, judgement);
    return {std::move(judgement)};
  }

  Millis effective(const BatchEvent& pushed) const {
    const Millis told = pushed.effective, at = told != 0 ? told : pushed.event.at + clock_off();
    return std::max<Millis>(1, std::min(at, arrival(pushed.link)));
  }

  Millis clock_off() const {
    const Millis began = batch_.began != 0 ? std::min(batch_.began, now_) : now_;
    const Millis most = began - batch_.sent_at, least = batch_.clock_off.value_or(most);
    return least <= most && most - least <= kSlowestRequest ? least : most;
  }

  const char* refusal(BatchEvent& pushed) {
    if (!standings_[pushed.link]) return "link";
    if (pushed.event.response != batch_.links[pushed.link].response) return "response";
    if (pushed.event.survey != round_->survey) {
      pushed.event.survey = round_->survey;
      pushed.known_form = false;
      pushed.genuine = pushed.event.digest() == pushed.event.sha256;
    }
    return pushed.genuine ? nullptr : "digest";
  }

  /// Also notes whether this device's name has been used by another.
  std::optional<Judgement> judged_before(const Event& event) {
    const std::vector<Kept> kept = ledger_.kept(event);
    for (const Kept& other : kept) {
      if (other.response != event.response || other.sha256 != event.sha256) continue;
      if (other.judgement.verdict == Verdict::fork) forked_.insert(event.device);
      return other.judgement;
    }
    if (!kept.empty()) forked_.insert(event.device);
    return std::nullopt;
  }

  void decide(BatchEvent& pushed, Judgement& judgement) {
    judgement.findings = pushed.findings;
    const Millis arrived = arrival(pushed.link);
    judgement.late = closed(arrived);
    judgement.verdict = Verdict::held;
    if (forked_.count(pushed.event.device)) {
      judgement.verdict = Verdict::fork;
    } else if (ended(pushed.link)) {
      judgement.reason = "ended";
    } else if (not_open(arrived)) {
      judgement.reason = "not_open";
    } else if (judgement.late && !within_grace(arrived, judgement.effective)) {
      judgement.reason = "closed";
    } else if (!standings_[pushed.link]->asked) {
      judgement.reason = "unknown_response";
    } else if (!pushed.known_form) {
      judgement.reason = "unknown_form";
    } else {
      judgement.verdict = judgement.findings.empty() ? Verdict::stored : Verdict::invalid;
      const Millis off = clock_off();
      if (off > kClockSuspect || off < -kClockSuspect) judgement.reason = "clock";
    }
  }

  bool within_grace(Millis arrived, Millis effective) const {
    return arrived <= round_->closes + round_->grace && effective <= round_->closes;
  }

  void keep(const BatchEvent& pushed, const Judgement& judgement) {
    ledger_.keep(batch_.links[pushed.link], *standings_[pushed.link], pushed.event, judgement);
    count(judgement.verdict);
    if (judgement.verdict == Verdict::stored) touched_.insert(pushed.event.response);
  }

  void count(Verdict verdict) {
    switch (verdict) {
      case Verdict::stored:
        ++received_.stored;
        return;
      case Verdict::held:
        ++received_.held;
        return;
      case Verdict::invalid:
        ++received_.invalid;
        return;
      case Verdict::fork:
        ++received_.forks;
        return;
      case Verdict::refused:
        ++received_.refused;
    }
  }

  void settle(const std::string& response) {
    const std::vector<Event>& counted = counted_of(response);
    ledger_.set_head(response, head_of(counted), versions_of(counted));
  }

  const std::vector<Event>& counted_of(const std::string& response) {
    const auto found = counted_.find(response);
    if (found != counted_.end()) return found->second;
    return counted_.emplace(response, ledger_.counted(response)).first->second;
  }

  // --- the account

  std::string account() {
    json::Writer line;
    line.open_object().member("takestock_account", 1).member("hub", hub_.id).member("epoch", hub_.epoch);
    add(line.member("now", now_));
    for (std::size_t i = 0; i < batch_.links.size(); ++i) add_link(i);
    for (std::size_t i = 0; i < batch_.events.size(); ++i)
      add_verdict(batch_.events[i].event, received_.said[i].judgement);
    const bool more = add_lacking();
    json::Writer end;
    add(end.open_object().member("end", true).member("more", more).member("sha256", sha256_hex(text_)));
    return std::move(text_);
  }

  void add(json::Writer& line) {
    text_ += line.close_object().text();
    text_ += '\n';
  }

  void add_link(std::size_t i) {
    json::Writer line;
    line.open_object().member("link", batch_.round).member("response", batch_.links[i].response);
    line.member("status", status(i));
    if (standings_[i]) add_standing(line, i);
    add(line);
  }

  void add_standing(json::Writer& line, std::size_t i) {
    line.key("closes");
    round_->closes == 0 ? line.value(nullptr) : line.value(round_->closes);
    if (ended(i)) return;
    line.member("name", standings_[i]->name).member("organisation", standings_[i]->organisation);
    if (batch_.links[i].response.empty()) return;
    const std::vector<Event>& counted = counted_of(batch_.links[i].response);
    const Head head = head_of(counted);
    line.member("versions", versions_of(counted)).key("head");
    head.event ? line.value(results::ref_text(*head.event)) : line.value(nullptr);
  }

  void add_verdict(const Event& event, const Judgement& judgement) {
    json::Writer line;
    line.open_object().member("verdict", verdict_name(judgement.verdict)).member("device", event.device);
    line.member("seq", event.seq).member("reference", reference_of(event));
    line.member("received", judgement.received).member("effective", judgement.effective);
    if (!judgement.reason.empty()) line.member("reason", judgement.reason);
    if (judgement.late) line.member("late", true);
    if (!judgement.findings.empty()) write_findings(line.key("findings"), judgement.findings);
    add(line);
  }

  // --- what the device lacks

  bool add_lacking() {
    const std::size_t full = text_.size() + kPullBytes;
    bool any = false;
    for (std::size_t i = 0; i < batch_.links.size(); ++i) {
      if (!standings_[i] || ended(i) || batch_.links[i].response.empty()) continue;
      for (const EventRef& ref : lacking(i)) {
        if (any && text_.size() > full) return true;
        any = add_event(batch_.links[i].response, ref) || any;
      }
    }
    return false;
  }

  std::vector<EventRef> lacking(std::size_t i) {
    const BatchLink& link = batch_.links[i];
    std::vector<EventRef> beyond, within;
    for (const Event& event : counted_of(link.response)) {
      if (in_batch(event)) continue;
      (has(link, event) ? within : beyond).push_back({event.device, event.seq});
    }
    const bool gap = static_cast<std::int64_t>(within.size()) > link.known;
    if (gap) beyond.insert(beyond.begin(), within.begin(), within.end());
    return beyond;
  }

  bool in_batch(const Event& event) const {
    return std::any_of(batch_.events.begin(), batch_.events.end(),
                       [&](const BatchEvent& pushed) { return pushed.event.sha256 == event.sha256; });
  }

  static bool has(const BatchLink& link, const Event& event) {
    return std::any_of(link.have.begin(), link.have.end(), [&](const EventRef& ref) {
      return ref.device == event.device && ref.seq >= event.seq;
    });
  }

  bool add_event(const std::string& response, const EventRef& ref) {
    const std::optional<Event> whole = ledger_.whole(response, ref);
    if (!whole) return false;
    json::Writer line;
    results::write_event(line.open_object(), *whole);
    add(line.member("received", whole->received).member("effective", whole->effective));
    return true;
  }

  Batch& batch_;
  Ledger& ledger_;
  const HubName& hub_;
  const Millis now_;
  std::optional<RoundTimes> round_;
  std::vector<std::optional<Standing>> standings_;  ///< by link
  std::set<std::string> forked_, touched_;
  std::map<std::string, std::vector<Event>> counted_;
  std::string text_;
  Received received_;
};

}  // namespace

const char* verdict_name(Verdict verdict) {
  for (const auto& [each, name] : kVerdicts) {
    if (each == verdict) return name;
  }
  return "";
}

std::optional<Verdict> verdict_named(std::string_view name) {
  for (const auto& [verdict, each] : kVerdicts) {
    if (name == each) return verdict;
  }
  return std::nullopt;
}

std::size_t versions_of(std::span<const Event> counted) {
  const auto submit = [](const Event& event) { return event.kind == EventKind::submit; };
  return static_cast<std::size_t>(std::count_if(counted.begin(), counted.end(), submit));
}

void write_findings(json::Writer& out, const std::vector<EventFinding>& findings) {
  out.open_array();
  for (const EventFinding& finding : findings)
    out.open_object().member("name", finding.name).member("code", finding.code).close_object();
  out.close_array();
}

void examine(Batch& batch, const FindDefinition& find) {
  for (BatchEvent& pushed : batch.events) {
    const auto definition = find(pushed.event.form_hash);
    if (!definition) continue;
    pushed.known_form = true;
    pushed.event.survey = definition->id();
    pushed.genuine = pushed.event.digest() == pushed.event.sha256;
    if (!pushed.genuine) continue;
    const auto& link = batch.links[pushed.link].link;
    pushed.findings = findings_of(pushed.event, definition,
                                  link && link->interviewer() ? Sender::interviewer : Sender::respondent);
  }
}

Received receive(Batch& batch, Ledger& ledger, const HubName& hub, Millis now) {
  return Reception(batch, ledger, hub, now).run();
}

}  // namespace takestock::sync
