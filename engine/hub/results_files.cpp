#include "hub/results_files.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/json.h"
#include "base/json_writer.h"
#include "hub/attachments.h"
#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/events.h"
#include "hub/fieldworkers.h"
#include "hub/round_keys.h"
#include "hub/rounds.h"
#include "identity/link.h"
#include "results/meta.h"
#include "sealing/sealed_file.h"
#include "sync/batch.h"

namespace takestock::hub {
namespace {

using json::Writer;
using store::Event;
using sync::Verdict;

constexpr char kChannel[] = "file";

/// Whose a response is.
struct Owner {
  std::string id;  ///< contact or fieldworker; "": nobody's
  std::string name;
  bool fieldworker = false;
};
using Owners = std::map<std::string, Owner>;  ///< by response

/// What is known of the round before its events are examined.
struct Known {
  StoredRound round;
  Owners owners;
};

class LookUp final : public Job {
 public:
  LookUp(std::string round, std::set<std::string> responses, std::shared_ptr<Known> out)
      : round_(std::move(round)), responses_(std::move(responses)), out_(std::move(out)) {}

  Reply run(Desk& desk) override {
    auto round = load_round(desk, round_);
    if (!round) return failed(round.error());
    out_->round = std::move(*round);
    std::map<std::string, std::string> names;
    for (const Fieldworker& fieldworker : all_fieldworkers(desk, round_))
      names[fieldworker.id] = fieldworker.name;
    for (const std::string& response : responses_) out_->owners[response] = owner(desk, response, names);
    return desk.work.ok() ? Reply() : failed(desk.work.error());
  }

 private:
  Owner owner(Desk& desk, const std::string& response,
              const std::map<std::string, std::string>& names) const {
    if (std::string id = fieldworker_of(desk, round_, response); !id.empty()) {
      const auto name = names.find(id);
      return {id, name == names.end() ? "" : name->second, true};
    }
    auto row = desk.work.query(
        "SELECT id, name, organisation FROM invitee WHERE round = ?1 AND response = ?2", round_, response);
    if (!row.next()) return {};
    return {row.text(0), row.text(1).empty() ? row.text(2) : row.text(1), false};
  }

  const std::string round_;
  const std::set<std::string> responses_;
  const std::shared_ptr<Known> out_;
};

/// Links without a token, as the team vouches for the file.
class FileLedger final : public EventLedger {
 public:
  explicit FileLedger(Desk& desk) : EventLedger(desk, [] { return false; }) {}
  std::optional<sync::Standing> standing(const sync::BatchLink& link) override {
    sync::Standing standing;
    standing.channel = kChannel;
    standing.asked = !link.link->invitee.empty();
    return standing;
  }
  void note_use(const sync::BatchLink&, bool) override {}
};

class TakeEvents final : public Job {
 public:
  TakeEvents(Hub& hub, sync::Batch batch, std::string user, std::shared_ptr<sync::Received> out)
      : hub_(hub), batch_(std::move(batch)), user_(std::move(user)), out_(std::move(out)) {}

  Reply run(Desk& desk) override {
    const Millis now = desk.clock.now();
    batch_.sent_at = now;
    FileLedger ledger(desk);
    *out_ = sync::receive(batch_, ledger, {hub_.id, hub_.epoch}, now);
    const std::string counts = counts_of(*out_);
    if (!counts.empty()) record(desk, batch_.round, user_, "results_file_taken_in", counts + '.');
    return desk.work.ok() ? Reply() : failed(desk.work.error());
  }

 private:
  Hub& hub_;
  sync::Batch batch_;
  const std::string user_;
  const std::shared_ptr<sync::Received> out_;
};

// --- what is told of each response

struct Told {
  Outcome outcome = Outcome::present;
  std::string reason;
  std::int64_t number = 0;  ///< of an interview, on its device
};
using AllTold = std::map<std::string, Told>;

std::string findings_in_words(const std::vector<sync::EventFinding>& findings) {
  std::string text;
  for (const sync::EventFinding& finding : findings)
    text += (text.empty() ? "" : ", ") + (finding.name.empty() ? "" : finding.name + ": ") + finding.code;
  return text;
}

Told told_of(const Event& event, const sync::Received::Said& said) {
  const sync::Judgement& judgement = said.judgement;
  switch (judgement.verdict) {
    case Verdict::stored:
      if (event.kind == store::EventKind::draft) return {Outcome::draft, ""};
      return {said.again ? Outcome::present : Outcome::added, ""};
    case Verdict::held:
      return {Outcome::held, judgement.reason};
    case Verdict::invalid:
      return {Outcome::invalid, findings_in_words(judgement.findings)};
    case Verdict::fork:
      return {Outcome::refused, "fork"};
    case Verdict::refused:
      return {Outcome::refused, judgement.reason};
  }
  return {};
}

void note(AllTold& all, const Event& event, const sync::Received::Said& said) {
  Told told = told_of(event, said);
  Told& whole = all[event.response];
  if (const auto interview = results::meta_of(event.body).interview) whole.number = interview->number;
  if (told.outcome <= whole.outcome) return;
  whole.outcome = told.outcome;
  whole.reason = std::move(told.reason);
}

void write_response(Writer& out, const std::string& response, const Told& told, const Owner& owner) {
  out.open_object().member("response", response).member("result", outcome_name(told.outcome));
  out.member("reason", told.reason).member("name", owner.name);
  out.member("fieldworker", owner.fieldworker ? owner.id : "")
      .member("invitee", owner.fieldworker ? "" : owner.id);
  out.member("number", told.number).close_object();
}

/// Of a file's attachments.
struct Attached {
  std::size_t added = 0, present = 0, refused = 0;
  std::string reason;  ///< why the first was refused
};

void note(Attached& attached, const Reply& reply) {
  const json::Document said = json::Document::read(reply.body);
  const json::Value error = said.ok() ? said.root().find("error") : json::Value();
  if (error && attached.reason.empty()) attached.reason = std::string(error.find("message").text());
  const bool again = said.ok() && said.root().find("again").boolean();
  ++(reply.status >= 400 ? attached.refused : again ? attached.present : attached.added);
}

void write_attached(Writer& out, const Attached& attached) {
  out.key("attachments").open_object().member("added", attached.added).member("present", attached.present);
  out.member("refused", attached.refused).member("reason", attached.reason).close_object();
}

Reply reply_of(const ReadFile& file, const AllTold& all, const Owners& owners, const Attached& attached) {
  std::map<Outcome, std::size_t> counts;
  Writer out;
  out.open_object().key("file").open_object().member("device", file.header.device);
  out.member("made_at", file.header.made_at).member("events", file.events.size()).close_object();
  out.key("responses").open_array();
  for (const auto& [response, told] : all) {
    ++counts[told.outcome];
    write_response(out, response, told, owners.at(response));
  }
  out.close_array();
  for (const Outcome each :
       {Outcome::added, Outcome::present, Outcome::draft, Outcome::held, Outcome::invalid, Outcome::refused})
    out.member(outcome_name(each), counts[each]);
  write_attached(out, attached);
  return replied(out.close_object().take());
}

Reply with_problems(const ReadFile& file) {
  Writer out;
  out.open_object().key("error").open_object().member("code", code_name(Code::bad_text));
  out.member("message", "This file cannot be taken in; nothing of it was.")
      .member("where", "")
      .close_object();
  out.key("problems").open_array();
  for (const results::FileProblem& problem : file.problems)
    out.open_object().member("line", problem.line).member("text", problem.text).close_object();
  Reply reply = replied(out.close_array().close_object().take());
  reply.status = 422;
  return reply;
}

// --- in parts, each a transaction

class Taking {
 public:
  Taking(Hub& hub, std::string round, std::string user, ReadFile file)
      : hub_(hub), round_(std::move(round)), user_(std::move(user)), file_(std::move(file)) {}

  Reply run() {
    if (Reply looked = look_up(); looked.status >= 400) return looked;
    if (file_.header.survey != known_->round.survey)
      return failed(422, code_name(Code::bad_text),
                    "This file is of another survey (" + file_.header.survey + ") than this round.");
    for (std::size_t start = 0; start < file_.events.size(); start += kFileEvents)
      if (Reply taken = take(start); taken.status >= 400) return taken;
    return reply_of(file_, all_, known_->owners, attach());
  }

 private:
  Reply look_up() {
    std::set<std::string> responses;
    for (const Event& event : file_.events) responses.insert(event.response);
    return hub_.stores->run(round_, std::make_unique<LookUp>(round_, std::move(responses), known_));
  }

  Reply take(std::size_t start) {
    const std::size_t end = std::min(start + kFileEvents, file_.events.size());
    sync::Batch batch = batch_of(start, end);
    sync::examine(batch, [this](const std::string& digest) { return hub_.definitions.find(digest); });
    const auto received = std::make_shared<sync::Received>();
    Reply reply =
        hub_.stores->run(round_, std::make_unique<TakeEvents>(hub_, std::move(batch), user_, received));
    if (reply.status >= 400) return reply;
    for (std::size_t i = start; i < end; ++i) note(all_, file_.events[i], received->said[i - start]);
    count(hub_.metrics, *received);
    return reply;
  }

  Attached attach() {
    Attached attached;
    for (const ReadFile::File& file : file_.files) {
      const auto& [sha256, response, type, size] = file.attachment;
      note(attached, keep_attachment(hub_, {round_, response, sha256, type, size, std::nullopt}, file.bytes));
    }
    return attached;
  }

  sync::Batch batch_of(std::size_t start, std::size_t end) const {
    sync::Batch batch;
    batch.device = file_.header.device, batch.round = round_;
    for (std::size_t i = start; i < end; ++i) {
      const Event& event = file_.events[i];
      if (batch.links.empty() || batch.links.back().response != event.response) {
        sync::BatchLink link;
        link.link = identity::Link{round_, known_->owners.at(event.response).id, ""};
        link.response = event.response;
        batch.links.push_back(std::move(link));
      }
      sync::BatchEvent pushed;
      pushed.event = event;
      pushed.event.survey.clear();  // that of its definition, where this is known
      pushed.link = batch.links.size() - 1;
      batch.events.push_back(std::move(pushed));
    }
    return batch;
  }

  Hub& hub_;
  const std::string round_, user_;
  const ReadFile file_;
  const std::shared_ptr<Known> known_ = std::make_shared<Known>();
  AllTold all_;
};

/// Of a round that is there: a key is made for no other.
Status open_sealed(Hub& hub, const std::string& round, std::string& body) {
  if (!sealing::is_sealed(body)) return Done{};
  const auto known = std::make_shared<Known>();
  const Reply looked =
      hub.stores->run(round, std::make_unique<LookUp>(round, std::set<std::string>(), known));
  if (looked.status >= 400) return Error{Code::not_found, "There is no such round.", ""};
  auto opened = opened_file(hub.settings.data, round, body, kResultsFileBytes);
  if (!opened) return opened.error();
  body = std::move(*opened);
  return Done{};
}

Accepted accept_file(Hub& hub, Request&& request, std::shared_ptr<const User> user) {
  if (Status opened = open_sealed(hub, request.arguments["round"], request.body); !opened)
    return {nullptr, failed(opened.error())};
  ReadFile file = read_results_file(request.body);
  if (!file.problems.empty()) return {nullptr, with_problems(file)};
  request.body.clear();
  return {nullptr, Taking(hub, request.arguments["round"], user->name, std::move(file)).run()};
}

constexpr Endpoint kEndpoints[] = {{"POST", "/api/v1/team/rounds/{round}/results-file", Role::organiser,
                                    kResultsFileBytes, accept_file, true}};

}  // namespace

ReadFile read_results_file(std::string_view bytes) {
  ReadFile file;
  results::ResultsReader reader({[&](const results::ResultsHeader& header) {
                                   file.header = header;
                                   return Status(Done{});
                                 },
                                 nullptr,
                                 [&](const Event& event) {
                                   file.events.push_back(event);
                                   return Status(Done{});
                                 },
                                 [&](const results::Attachment& attachment, std::string_view its) {
                                   file.files.push_back({attachment, std::string(its)});
                                   return Status(Done{});
                                 }});
  reader.feed(bytes);
  file.problems = reader.finish();
  return file;
}

const char* outcome_name(Outcome outcome) {
  constexpr const char* kNames[] = {"present", "draft", "added", "held", "invalid", "refused"};
  return kNames[static_cast<std::size_t>(outcome)];
}

std::span<const Endpoint> results_file_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
