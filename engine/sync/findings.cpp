#include "sync/findings.h"

#include <cmath>
#include <optional>
#include <string_view>

#include "base/doors.h"
#include "base/json_writer.h"
#include "response/response.h"
#include "results/meta.h"
#include "results/record.h"

namespace takestock::sync {

using expression::kNoNode;
using json::Kind;
using response::NodeId;
using response::Response;
using results::Member;
using results::Record;

namespace {

constexpr std::size_t kFindings = 100;
constexpr std::string_view kRequired = "required";
constexpr double kCloseEnough = 1e-9;

bool near(double a, double b) {
  return std::fabs(a - b) <= kCloseEnough * std::fmax(std::fabs(a), std::fabs(b));
}

bool same_list(const json::Value& a, const json::Value& b) {
  json::Value mine = a.first(), theirs = b.first();
  while (mine && theirs && mine.text() == theirs.text()) mine = mine.next(), theirs = theirs.next();
  return !mine && !theirs;
}

bool same_value(const json::Value& a, const json::Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is(Kind::array)) return same_list(a, b);
  return a.is(Kind::number) ? a.number_text() == b.number_text() : a.text() == b.text();
}

/// A record taken apart.
struct Parts {
  std::string answers;  ///< the record without what is said about it
  results::Meta meta;
};

Parts parts_of(const std::string& body, const survey::Definition& definition, Sender sender) {
  if (definition.slot_named("meta") != survey::kNoSlot) return {body, {}};
  const json::Document document = json::Document::read(body);
  const json::Value meta = document.ok() ? document.root().find("meta") : json::Value();
  std::optional<results::Meta> read = meta ? results::read_meta(meta) : std::nullopt;
  const bool good =
      read && meta.size() > 0 && !meta.next() && (sender == Sender::interviewer || !read->interview);
  if (!good) return {body, {}};
  const std::string before = body.substr(0, meta.key_offset());
  return {before.substr(0, before.find_last_not_of(',') + 1) + '}', std::move(*read)};
}

/// One submit, put into a response of its version.
class Examination {
 public:
  Examination(const store::Event& event, std::shared_ptr<const survey::Definition> definition, Sender sender)
      : event_(event),
        definition_(std::move(definition)),
        sender_(sender),
        clock_(event.at, event.offset_minutes),
        random_(0) {}

  std::vector<EventFinding> submit() {
    Parts parts = parts_of(event_.body, *definition_, sender_);
    body_ = std::move(parts.answers);
    const bool broken_off = parts.meta.interview && parts.meta.interview->outcome != results::kComplete;
    const Result<Record> body = Record::read(body_);
    Result<std::unique_ptr<Response>> made = Response::make(definition_, clock_, random_);
    if (!body || !made) return {{"", "body"}};
    response_ = std::move(*made);
    if (!restore(*body)) return {{"", "body"}};
    for (const response::Finding& finding : response_->check_all(0))
      if (!broken_off || finding.code != kRequired) add(name_of(finding.node), finding.code);
    if (findings_.empty() && !says_the_same()) compare(*body);
    return std::move(findings_);
  }

 private:
  std::string_view name_of(NodeId node) const { return definition_->node(response_->slot(node)).name; }

  void add(std::string_view name, std::string_view code) {
    if (findings_.size() < kFindings) findings_.push_back({std::string(name), std::string(code)});
  }

  bool restore(const Record& body) {
    const auto restored = response_->restore(with_blanks(body));
    if (!restored) return false;
    for (const auto& [path, value] : restored->unknown)
      add(std::string_view(path).substr(path.rfind('/') + 1), "unknown_question");
    return true;
  }

  /// In a submit what is absent is blank; to the engine, what is absent from a record has its default.
  std::string with_blanks(const Record& body) const {
    std::vector<bool> there(response_->size());
    for (const Member& member : body.members()) {
      const survey::Slot slot = definition_->slot_named(member.name);
      if (slot != survey::kNoSlot) there[slot] = true;
    }
    std::string text = body_.substr(0, body_.rfind('}'));
    bool first = body.members().empty() && text.find(':') == std::string::npos;
    for (NodeId node = 0; node < response_->size(); ++node) {
      if (there[node] || !starts_with_something(node)) continue;
      if (!first) text += ',';
      json::append_string(text, name_of(node));
      text += ":null";
      first = false;
    }
    return text + '}';
  }

  bool starts_with_something(NodeId id) const {
    const survey::Node& node = definition_->node(response_->slot(id));
    return response_->stored(id) &&
           (node.calculation != survey::kNoExpression || node.default_expression != survey::kNoExpression ||
            !definition_->default_text(node).empty());
  }

  bool says_the_same() {
    for (std::size_t language = 0; language < definition_->languages().size(); ++language) {
      if (language > 0) response_->speak(language);
      if (response_->record(false) == body_) return true;
    }
    if (definition_->languages().size() > 1) response_->speak(0);
    return false;
  }

  void compare(const Record& theirs) {
    const std::string written = response_->record(false);
    const Result<Record> ours = Record::read(written);
    if (!ours) return add("", "body");
    bool nearly = false;
    for (const Member& member : theirs.members()) compare(member, ours->find(member.name), nearly);
    for (const Member& member : ours->members())
      if (!theirs.find(member.name)) add(member.name, "missing");
    if (findings_.empty() && !nearly) add("", "body");
  }

  void compare(const Member& theirs, const Member* ours, bool& nearly) {
    const NodeId node = response_->node_at(theirs.name);
    if (!ours)
      return add(theirs.name, node == kNoNode || response_->relevant(node) ? "body" : "not_relevant");
    if (same_value(theirs.value, ours->value)) return;
    if (response_->stored(node)) return add(theirs.name, "body");
    const bool numbers = theirs.is(Kind::number) && ours->is(Kind::number);
    if (!numbers || !near(theirs.value.number(), ours->value.number()))
      return add(theirs.name, "calculation");
    nearly = true;
  }

  const store::Event& event_;
  std::string body_;  ///< the event's, as far as the survey asks for it
  const std::shared_ptr<const survey::Definition> definition_;
  const Sender sender_;
  FixedClock clock_;
  SeededRandom random_;
  std::unique_ptr<Response> response_;
  std::vector<EventFinding> findings_;
};

}  // namespace

std::vector<EventFinding> findings_of(const store::Event& event,
                                      std::shared_ptr<const survey::Definition> definition, Sender sender) {
  using store::EventKind;
  if (event.kind == EventKind::submit) return Examination(event, std::move(definition), sender).submit();
  const bool good = event.kind == EventKind::withdraw ? event.body.empty() : Record::read(event.body).ok();
  if (good) return {};
  return {{"", "body"}};
}

}  // namespace takestock::sync
