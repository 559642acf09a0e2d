#include "sync/batch.h"

#include "base/digest.h"
#include "results/line_members.h"

namespace takestock::sync {

using results::kLargestExact;
using results::LineMembers;
using results::Record;

namespace {

constexpr std::size_t kNameBytes = 200;
constexpr std::int64_t kAnswersAtMost = 1'000'000;

Error wrong(Code code, const std::string& sentence) { return {code, sentence, ""}; }

/// Takes the lines of a batch in turn.
class BatchReader {
 public:
  BatchReader(std::string_view text, const BatchLimits& limits) : text_(text), limits_(limits) {}

  Result<Batch> read() {
    while (!ended_) {
      Status taken = take_line();
      if (!taken) return Error{taken.error().code, taken.error().message, "line " + std::to_string(lines_)};
    }
    if (start_ != text_.size()) return wrong(Code::bad_text, "Something follows after the end of the batch.");
    if (text_.size() > limits_.bytes && batch_.events.size() > 1)
      return wrong(Code::limit,
                   "A batch of several events may have " + std::to_string(limits_.bytes) + " bytes.");
    return std::move(batch_);
  }

 private:
  Status take_line() {
    ++lines_;
    const std::size_t end = text_.find('\n', start_);
    if (end == std::string_view::npos)
      return wrong(Code::bad_text, "The batch is cut short: its last line is missing.");
    const Result<Record> record = Record::read(text_.substr(start_, end - start_));
    if (!record) return record.error();
    Status taken = take(*record);
    start_ = end + 1;
    return taken;
  }

  Status take(const Record& record) {
    if (lines_ == 1) return take_header(record);
    if (record.find("event")) return take_event(record);
    if (record.find("link")) return take_link(record);
    if (record.find("end")) return take_end(record);
    return wrong(Code::bad_text, "This line is neither a link nor an event nor the end of the batch.");
  }

  Status take_header(const Record& record) {
    LineMembers take(record, {"takestock_sync", "device", "hub", "epoch", "sent_at", "clock_off"});
    take.whole("takestock_sync", 1, 1);
    batch_.device = take.hex_text("device", 32);
    if (take.has("hub")) batch_.hub = take.hex_text("hub", 32);
    if (take.has("epoch")) batch_.epoch = take.whole("epoch", 0, kLargestExact);
    batch_.sent_at = take.whole("sent_at", -kLargestExact, kLargestExact);
    if (take.has("clock_off")) batch_.clock_off = take.whole("clock_off", -kLargestExact, kLargestExact);
    return take.finish();
  }

  Status take_link(const Record& record) {
    if (batch_.links.size() == limits_.links) return too_many("links", limits_.links);
    LineMembers take(record, {"link", "round", "response", "have", "known", "answered", "held_by"});
    BatchLink link;
    const std::string code = take.text("link"), round = take.text("round");
    if (!results::is_identifier(round)) take.wrong("\"round\" must be the id of a round.");
    if (batch_.links.empty()) batch_.round = round;
    if (round != batch_.round) take.wrong("All links of a batch are of one round.");
    link.have = take.refs("have", limits_.have);
    if (take.has("known")) link.known = take.whole("known", 0, kLargestExact);
    if (take.has("answered")) link.answered = take.whole("answered", 0, kAnswersAtMost);
    if (take.has("held_by")) link.held_by = take.text("held_by").substr(0, kNameBytes);
    const bool names = take.has("response");
    const std::string response = names ? take.hex_text("response", 32) : "";
    if (Status good = take.finish(); !good) return good;
    read_code(link, code);
    if (link.link) link.response = response_of(*link.link, response);
    if (names && link.link && !link.link->interviewer())
      return wrong(Code::bad_text, "Only an interviewer's link says which response it is about.");
    batch_.links.push_back(std::move(link));
    return Done{};
  }

  static std::string response_of(const identity::Link& link, const std::string& named) {
    if (!link.interviewer()) return identity::response_of(link.round, link.invitee);
    return identity::is_interview_of(link.round, link.invitee, named) ? named : "";
  }

  /// A link that is none is an unknown one: the other links' events must not wait for it.
  void read_code(BatchLink& link, const std::string& code) const {
    Result<identity::Link> read = identity::read_link(code, batch_.round);
    if (!read || read->round != batch_.round) return;
    link.link = std::move(*read);
  }

  Status take_event(const Record& record) {
    if (batch_.events.size() == limits_.events) return too_many("events", limits_.events);
    if (batch_.links.empty()) return wrong(Code::bad_text, "An event stands before any link.");
    static const std::vector<std::string_view> kMembers = event_members();
    LineMembers take(record, kMembers);
    BatchEvent event;
    if (take.has("effective")) event.effective = take.whole("effective", 1, kLargestExact);
    event.event = results::take_event(take, "", limits_.base);
    event.link = batch_.links.size() - 1;
    if (Status good = take.finish(); !good) return good;
    batch_.events.push_back(std::move(event));
    return Done{};
  }

  static std::vector<std::string_view> event_members() {
    std::vector<std::string_view> members = results::kEventMembers;
    members.push_back("effective");
    return members;
  }

  Status take_end(const Record& record) {
    ended_ = true;
    LineMembers take(record, {"end", "sha256"});
    if (!take.truth("end")) take.wrong("\"end\" must be true.");
    if (take.hex_text("sha256", 64) != sha256_hex(text_.substr(0, start_)))
      take.wrong("The batch is not what was sent: some of its bytes were altered on the way.");
    return take.finish();
  }

  static Error too_many(const char* what, std::size_t limit) {
    return wrong(Code::limit, "A batch may have " + std::to_string(limit) + ' ' + what + '.');
  }

  const std::string_view text_;
  const BatchLimits& limits_;
  Batch batch_;
  std::size_t start_ = 0, lines_ = 0;
  bool ended_ = false;
};

}  // namespace

Result<Batch> read_batch(std::string_view text, const BatchLimits& limits) {
  if (text.size() > limits.bytes_alone)
    return wrong(Code::limit, "A batch may have " + std::to_string(limits.bytes_alone) + " bytes.");
  return BatchReader(text, limits).read();
}

}  // namespace takestock::sync
