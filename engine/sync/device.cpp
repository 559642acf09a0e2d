#include "sync/device.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/digest.h"
#include "base/json_writer.h"
#include "identity/link.h"
#include "results/line_members.h"

namespace takestock::sync {

using json::Kind;
using store::Event;
using store::LinkRow;
using store::Sharing;

namespace {

constexpr std::size_t kEndBytes = 100;  // of a batch's last line

class BatchWriter {
 public:
  BatchWriter(Sharing& sharing, const BatchSize& size) : sharing_(sharing), size_(size) {}

  Result<MadeBatch> write(const std::string& device, Millis now, const std::string& held_by) {
    const auto links = sharing_.links_to_ask(size_.links);
    if (!links) return links.error();
    if (links->empty()) return std::move(made_);
    const auto hub = sharing_.hub();
    if (!hub) return hub.error();
    add_header(device, *hub, now);
    for (const LinkRow& link : *links) {
      if (full_) break;
      Status added = add_link(link, held_by);
      if (added) added = sharing_.each_owed(link, [&](const Event& event) { return add_event(event); });
      if (!added) return added.error();
    }
    const std::string sum = sha256_hex(made_.body);
    json::Writer end;
    add(end.open_object().member("end", true).member("sha256", sum));
    return std::move(made_);
  }

 private:
  void add(json::Writer& line) { made_.body += line.close_object().take() + '\n'; }

  void add_header(const std::string& device, const store::HubState& hub, Millis now) {
    json::Writer line;
    line.open_object().member("takestock_sync", 1).member("device", device);
    if (!hub.hub.empty())
      line.member("hub", hub.hub).member("epoch", hub.epoch).member("clock_off", hub.clock_off);
    add(line.member("sent_at", now));
  }

  Status add_link(const LinkRow& link, const std::string& held_by) {
    const auto have = sharing_.have(link);
    if (!have) return have.error();
    ++made_.links;
    json::Writer line;
    line.open_object().member("link", link.code).member("round", link.round);
    if (identity::of_interviewer(link.code) && !link.response.empty()) line.member("response", link.response);
    results::write_refs(line.key("have"), have->latest);
    line.member("known", have->stored).member("answered", have->answered);
    if (!held_by.empty()) line.member("held_by", held_by);
    add(line);
    return Done{};
  }

  /// False: no more.
  bool add_event(const Event& event) {
    json::Writer line;
    results::write_event(line.open_object(), event);
    if (event.effective != 0) line.member("effective", event.effective);
    const std::string text = line.close_object().take() + '\n';
    const std::size_t bytes = made_.body.size() + text.size() + kEndBytes;
    if (text.size() + made_.body.size() + kEndBytes > size_.bytes_alone && made_.events == 0) return true;
    full_ = bytes > size_.bytes || made_.events + 1 == size_.events;
    if (bytes > size_.bytes && made_.events > 0) return false;
    made_.body += text;
    ++made_.events;
    return !full_;
  }

  Sharing& sharing_;
  const BatchSize& size_;
  MadeBatch made_;
  bool full_ = false;
};

Error no_account(std::size_t line) {
  return {Code::bad_text, "This is no answer of the survey team's system, or was altered on the way.",
          "line " + std::to_string(line)};
}

/// Reads an account line by line.
class AccountReader {
 public:
  explicit AccountReader(std::string_view text) : text_(text) {}

  Result<store::Account> read() {
    while (!ended_) {
      const std::size_t end = text_.find('\n', start_);
      ++lines_;
      if (end == std::string_view::npos) return no_account(lines_);
      const json::Document line = json::Document::read(text_.substr(start_, end - start_));
      if (!line.ok() || !line.root().is(Kind::object) || !take(line)) return no_account(lines_);
      start_ = end + 1;
    }
    if (start_ != text_.size()) return no_account(lines_ + 1);
    return std::move(account_);
  }

  bool more() const { return more_; }

 private:
  bool take(const json::Document& line) {
    const json::Value root = line.root();
    if (lines_ == 1) return take_header(root);
    if (root.find("event")) return take_event(root);
    if (root.find("verdict")) return take_receipt(root);
    if (root.find("link")) return take_link(root);
    return take_end(root);
  }

  static bool whole(const json::Value& value, std::int64_t& out) {
    const bool good = value.is(Kind::number) && std::abs(value.number()) <= double(results::kLargestExact);
    if (good) out = static_cast<std::int64_t>(value.number());
    return good;
  }
  static bool text(const json::Value& value, std::string& out) {
    out = value.text();
    return value.is(Kind::string);
  }
  /// A text that may be absent.
  static std::string some_text(const json::Value& value) { return std::string(value.text()); }

  bool take_header(const json::Value& line) {
    std::int64_t version = 0, now = 0;
    const bool good = whole(line.find("takestock_account"), version) && version == 1 &&
                      text(line.find("hub"), account_.state.hub) && !account_.state.hub.empty() &&
                      whole(line.find("epoch"), account_.state.epoch) && whole(line.find("now"), now);
    account_.state.clock_off = now;
    return good;
  }

  bool take_link(const json::Value& line) {
    LinkRow link;
    const bool good = text(line.find("link"), link.round) && text(line.find("response"), link.response) &&
                      text(line.find("status"), link.status);
    if (line.find("closes").is(Kind::number) && !whole(line.find("closes"), link.closes)) return false;
    link.name = some_text(line.find("name"));
    link.organisation = some_text(line.find("organisation"));
    account_.links.push_back(std::move(link));
    return good;
  }

  bool take_receipt(const json::Value& line) {
    store::Receipt receipt;
    const bool good =
        text(line.find("verdict"), receipt.verdict) && text(line.find("device"), receipt.device) &&
        whole(line.find("seq"), receipt.seq) && text(line.find("reference"), receipt.reference) &&
        whole(line.find("received"), receipt.received) && whole(line.find("effective"), receipt.effective);
    receipt.reason = some_text(line.find("reason"));
    receipt.late = line.find("late").is(Kind::boolean) && line.find("late").boolean();
    if (line.find("findings")) receipt.findings = findings_text(line.find("findings"));
    account_.receipts.push_back(std::move(receipt));
    const auto& known = {"stored", "held", "invalid", "fork", "refused"};
    return good && std::find(known.begin(), known.end(), account_.receipts.back().verdict) != known.end();
  }

  static std::string findings_text(const json::Value& findings) {
    json::Writer out;
    out.open_array();
    for (json::Value finding = findings.first(); finding; finding = finding.next()) {
      out.open_object().member("name", finding.find("name").text());
      out.member("code", finding.find("code").text()).close_object();
    }
    return out.close_array().take();
  }

  bool take_refs(const json::Value& list, std::vector<store::EventRef>& refs) {
    for (json::Value item = list.first(); item; item = item.next()) {
      const std::size_t colon = item.text().find(':');
      const json::Document seq =
          json::Document::read(item.text().substr(std::min(colon + 1, item.text().size())));
      store::EventRef ref;
      ref.device = item.text().substr(0, colon);
      if (!seq.ok() || !whole(seq.root(), ref.seq)) return false;
      refs.push_back(std::move(ref));
    }
    return list.is(Kind::array);
  }

  /// That it is this very event is seen from its digest, when it is stored.
  bool take_event(const json::Value& line) {
    Event event;
    std::string kind;
    std::int64_t offset = 0;
    const bool good =
        text(line.find("event"), kind) && text(line.find("response"), event.response) &&
        text(line.find("device"), event.device) && whole(line.find("seq"), event.seq) &&
        text(line.find("form_hash"), event.form_hash) && take_refs(line.find("base"), event.base) &&
        whole(line.find("at"), event.at) && whole(line.find("offset_minutes"), offset) &&
        text(line.find("body"), event.body) && text(line.find("sha256"), event.sha256) &&
        whole(line.find("received"), event.received) && whole(line.find("effective"), event.effective);
    event.offset_minutes = static_cast<int>(offset);
    const auto known = store::event_kind(kind);
    if (known) event.kind = *known;
    account_.events.push_back(std::move(event));
    return good && known;
  }

  bool take_end(const json::Value& line) {
    ended_ = true;
    more_ = line.find("more").boolean();
    return line.find("end").boolean() && line.find("more").is(Kind::boolean) &&
           line.find("sha256").text() == sha256_hex(text_.substr(0, start_));
  }

  const std::string_view text_;
  store::Account account_;
  std::size_t start_ = 0, lines_ = 0;
  bool ended_ = false, more_ = false;
};

}  // namespace

Result<MadeBatch> make_batch(store::Store& store, Millis now, const std::string& held_by,
                             const BatchSize& size) {
  Sharing sharing(store);
  return BatchWriter(sharing, size).write(store.device(), now, held_by);
}

Result<bool> take_account(store::Store& store, std::string_view body, Millis now) {
  AccountReader reader(body);
  Result<store::Account> account = reader.read();
  if (!account) return account.error();
  account->state.clock_off -= now;
  account->state.contact = now;
  Sharing sharing(store);
  const auto before = sharing.waiting();
  if (!before) return before.error();
  const auto taken = sharing.take(*account);
  if (!taken) return taken.error();
  const auto waiting = sharing.waiting();
  if (!waiting) return waiting.error();
  return reader.more() || *waiting > *before || (*waiting > 0 && *taken > 0);
}

}  // namespace takestock::sync
