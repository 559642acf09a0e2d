#include "results/results_file.h"

#include <initializer_list>
#include <optional>

#include "base/json_writer.h"
#include "survey/definition.h"

namespace takestock::results {

using json::Kind;
using store::Event;
using store::EventKind;
using store::EventRef;

namespace {

constexpr std::string_view kFormat = "takestock-results";
constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kLargestExact =
    9'007'199'254'740'992;  // 2^53: whole numbers that every JSON reader keeps
constexpr int kMinutesOfDay = 24 * 60;

std::string finished(json::Writer& line) { return line.close_object().take() + '\n'; }

void write_refs(json::Writer& line, const std::vector<EventRef>& refs) {
  line.open_array();
  for (const EventRef& ref : refs) line.value(ref.device + ':' + std::to_string(ref.seq));
  line.close_array();
}

Error malformed(const std::string& sentence) { return {Code::bad_text, sentence, ""}; }

bool only(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && only(text, "0123456789abcdef");
}

/// Takes members of a line by name and remembers the first that is not as it should be.
class Taker {
 public:
  Taker(const Record& record, std::initializer_list<const char*> names) : record_(record) {
    for (const Member& member : record.members()) {
      bool known = false;
      for (const char* name : names) known = known || member.name == name;
      if (!known) wrong("\"" + std::string(member.name) + "\" does not belong in this line.");
    }
  }
  std::string text(const char* name) {
    const Member* member = record_.find(name);
    if (member && member->is(Kind::string)) return std::string(member->value.text());
    wrong("\"" + std::string(name) + "\" must be there and be a text.");
    return {};
  }
  std::string hex_text(const char* name, std::size_t digits) {
    std::string value = text(name);
    if (!is_hex(value, digits)) {
      wrong("\"" + std::string(name) + "\" must be " + std::to_string(digits) +
            " lower-case hexadecimal digits.");
    }
    return value;
  }
  std::int64_t whole(const char* name, std::int64_t least, std::int64_t most) {
    const Member* member = record_.find(name);
    if (member && member->is(Kind::number) && only(member->value.number_text(), "-0123456789")) {
      const double value = member->value.number();
      if (value >= static_cast<double>(least) && value <= static_cast<double>(most)) {
        return static_cast<std::int64_t>(value);
      }
    }
    wrong("\"" + std::string(name) + "\" must be there and be a whole number from " + std::to_string(least) +
          " to " + std::to_string(most) + ".");
    return least;
  }
  std::vector<EventRef> refs(const char* name, std::size_t limit) {
    const Member* member = record_.find(name);
    std::vector<EventRef> out;
    if (!member || !member->is(Kind::array)) {
      wrong("\"" + std::string(name) + "\" must be there and be a list.");
      return out;
    }
    for (json::Value item = member->value.first(); item; item = item.next()) {
      const std::optional<EventRef> ref = ref_of(item.text());
      if (!ref) wrong("\"" + std::string(name) + "\" may hold only texts of the form device:seq.");
      if (ref && out.size() < limit) out.push_back(*ref);
      if (out.size() == limit && item.next()) wrong("\"" + std::string(name) + "\" is too long.");
    }
    return out;
  }
  void wrong(const std::string& sentence) {
    if (sentence_.empty()) sentence_ = sentence;
  }
  Status finish() const {
    if (sentence_.empty()) return Done{};
    return malformed(sentence_);
  }

 private:
  static std::optional<EventRef> ref_of(std::string_view text) {
    const std::string_view digits = text.size() > 33 ? text.substr(33) : std::string_view();
    const bool good = !digits.empty() && digits.size() <= 16 && is_hex(text.substr(0, 32), 32) &&
                      text[32] == ':' && only(digits, "0123456789") && digits[0] != '0';
    if (!good) return std::nullopt;
    std::int64_t seq = 0;
    for (const char digit : digits) seq = seq * 10 + (digit - '0');
    return EventRef{std::string(text.substr(0, 32)), seq};
  }
  const Record& record_;
  std::string sentence_;
};

std::optional<EventKind> kind_named(std::string_view name) {
  for (const EventKind kind : {EventKind::submit, EventKind::draft, EventKind::withdraw}) {
    if (name == store::event_kind_name(kind)) return kind;
  }
  return std::nullopt;
}

Status check_body(const Event& event) {
  if (event.kind == EventKind::withdraw) {
    return event.body.empty() ? Status(Done{}) : Status(malformed("A withdrawal has no \"body\"."));
  }
  const Result<Record> record = Record::read(event.body);
  if (record) return Done{};
  return Error{record.error().code, "In \"body\": " + record.error().message, record.error().where};
}

std::string counted(std::size_t n, const char* one, const char* many) {
  return std::to_string(n) + ' ' + (n == 1 ? one : many);
}

std::string sentence(const Error& error) {
  return error.where.empty() ? error.message : error.message + " (" + error.where + ")";
}

}  // namespace

// --- writing ---

ResultsWriter::ResultsWriter(Sink sink, const ResultsHeader& header)
    : sink_(std::move(sink)), header_(header) {}

Status ResultsWriter::line(std::string text) {
  ++lines_;
  sum_.add(text);
  return sink_(text);
}

Status ResultsWriter::start() {
  if (lines_ > 0) return Done{};
  json::Writer header;
  header.open_object().member("format", kFormat).member("version", kVersion).member("survey", header_.survey);
  header.member("made_at", header_.made_at).member("device", header_.device);
  header.member("definitions", header_.definitions).member("events", header_.events);
  return line(finished(header));
}

Status ResultsWriter::definition(const DefinitionText& text) {
  if (Status started = start(); !started) return started;
  ++definitions_;
  json::Writer written;
  written.open_object()
      .member("definition", text.digest)
      .member("version", text.version)
      .member("json", text.json);
  return line(finished(written));
}

Status ResultsWriter::event(const Event& event) {
  if (Status started = start(); !started) return started;
  ++events_;
  json::Writer written;
  written.open_object()
      .member("event", store::event_kind_name(event.kind))
      .member("response", event.response);
  written.member("device", event.device)
      .member("seq", event.seq)
      .member("form_hash", event.form_hash)
      .key("base");
  write_refs(written, event.base);
  written.member("at", event.at).member("offset_minutes", event.offset_minutes).member("body", event.body);
  written.member("sha256", event.sha256);
  return line(finished(written));
}

Status ResultsWriter::finish() {
  if (Status started = start(); !started) return started;
  if (definitions_ != header_.definitions || events_ != header_.events) {
    return Error{Code::internal, "The results file does not hold as many events as were counted for it.", ""};
  }
  digest_ = hex(sum_.finish());
  json::Writer end;
  end.open_object().member("end", true).member("lines", lines_ + 1).member("sha256", digest_);
  return sink_(finished(end));
}

// --- reading ---

Status check_definition(const DefinitionText& text, const std::string& survey) {
  const survey::Definition::Outcome outcome = survey::Definition::read(text.json);
  if (!outcome.definition) {
    const std::string first = outcome.problems.empty() ? "" : " The first: " + outcome.problems.front().text;
    return Error{Code::bad_definition, "The definition in this line has mistakes." + first, ""};
  }
  if (outcome.definition->digest() != text.digest)
    return malformed("The definition is not the one its digest names.");
  if (outcome.definition->id() != survey)
    return malformed("The definition is of another survey than the file.");
  if (outcome.definition->version() != text.version)
    return malformed("The definition is of another \"version\".");
  return Done{};
}

ResultsReader::ResultsReader(Visitor visitor, ResultsLimits limits)
    : visitor_(std::move(visitor)), limits_(limits) {}

void ResultsReader::problem(std::size_t line, std::string text) {
  if (problems_.size() < limits_.problems) problems_.push_back({line, std::move(text)});
}

void ResultsReader::feed(std::string_view bytes) {
  while (!stopped_ && !bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, end);
    if (rest_.size() + piece.size() > limits_.line_bytes) {
      problem(lines_ + 1, "This line is longer than " + counted(limits_.line_bytes, "byte", "bytes") + ".");
      stopped_ = true;
      return;
    }
    if (end == std::string_view::npos) {
      rest_ += piece;
      return;
    }
    if (rest_.empty()) {
      take_line(piece);
    } else {
      rest_ += piece;
      take_line(rest_);
      rest_.clear();
    }
    bytes.remove_prefix(end + 1);
  }
}

void ResultsReader::take_line(std::string_view text) {
  ++lines_;
  if (ended_) {
    problem(lines_, "Something follows after the last line of the results.");
    stopped_ = true;
    return;
  }
  if (Status status = read_line(text); !status) problem(lines_, sentence(status.error()));
  if (ended_) return;
  sum_.add(text);
  sum_.add("\n");
}

Status ResultsReader::read_line(std::string_view text) {
  const Result<Record> record = Record::read(text);
  if (lines_ == 1) {
    stopped_ = true;  // until the header is understood, nothing else can be
    if (!record || !record->find("format")) return malformed("This is not a results file of Takestock.");
    return read_header(*record);
  }
  if (!record) return record.error();
  if (record->find("event")) return read_event(*record);
  if (record->find("definition")) return read_definition(*record);
  if (record->find("end")) return read_end(*record);
  return malformed("This line is neither a definition nor an event nor the end of the file.");
}

Status ResultsReader::read_header(const Record& record) {
  if (record.find("format")->value.text() != kFormat)
    return malformed("This is not a results file of Takestock.");
  const Member* version = record.find("version");
  if (version && version->is(Kind::number) && version->value.number() > kVersion) {
    return Error{Code::unsupported,
                 "This file is written in version " + std::string(version->value.number_text()) +
                     " of the results format; this program reads version 1. A newer Takestock can read it.",
                 ""};
  }
  Taker take(record, {"format", "version", "survey", "made_at", "device", "definitions", "events"});
  take.whole("version", kVersion, kVersion);
  header_.survey = take.text("survey");
  if (header_.survey.empty() || header_.survey.size() > 64 ||
      !only(header_.survey, "abcdefghijklmnopqrstuvwxyz0123456789-")) {
    take.wrong("\"survey\" must be the id of a survey: at most 64 of a-z, 0-9 and \"-\".");
  }
  header_.made_at = take.whole("made_at", -kLargestExact, kLargestExact);
  header_.device = take.hex_text("device", 32);
  header_.definitions = static_cast<std::size_t>(take.whole("definitions", 0, 1'000'000));
  header_.events = static_cast<std::size_t>(take.whole("events", 0, kLargestExact));
  if (Status status = take.finish(); !status) return status;
  stopped_ = false;
  return visitor_.header ? visitor_.header(header_) : Status(Done{});
}

Status ResultsReader::read_definition(const Record& record) {
  Taker take(record, {"definition", "version", "json"});
  DefinitionText text{take.hex_text("definition", 64), take.text("version"), take.text("json")};
  ++definitions_;
  const bool first = digests_.insert(text.digest).second;
  if (!first) take.wrong("This definition stands in the file twice.");
  if (events_ > 0) take.wrong("Definitions must stand before the events.");
  if (sha256_hex(text.json) != text.digest) take.wrong("The definition is not the one its digest names.");
  if (Status status = take.finish(); !status) return status;
  return visitor_.definition ? visitor_.definition(text) : Status(Done{});
}

Status ResultsReader::read_event(const Record& record) {
  Taker take(record, {"event", "response", "device", "seq", "form_hash", "base", "at", "offset_minutes",
                      "body", "sha256"});
  Event event;
  const std::optional<EventKind> kind = kind_named(take.text("event"));
  if (!kind) take.wrong("\"event\" must be submit, draft or withdraw.");
  event.kind = kind.value_or(EventKind::draft);
  event.survey = header_.survey;
  event.response = take.hex_text("response", 32);
  event.device = take.hex_text("device", 32);
  event.seq = take.whole("seq", 1, kLargestExact);
  event.form_hash = take.hex_text("form_hash", 64);
  event.base = take.refs("base", limits_.base);
  event.at = take.whole("at", -kLargestExact, kLargestExact);
  event.offset_minutes = static_cast<int>(take.whole("offset_minutes", -kMinutesOfDay, kMinutesOfDay));
  event.body = take.text("body");
  event.sha256 = take.hex_text("sha256", 64);
  ++events_;
  if (Status status = take.finish(); !status) return status;
  if (event.digest() != event.sha256)
    return malformed("This event is not the one its sha256 names: it was altered.");
  if (digests_.find(event.form_hash) == digests_.end()) {
    return malformed("The file does not hold the definition that this event answers.");
  }
  if (Status status = check_body(event); !status) return status;
  return visitor_.event ? visitor_.event(event) : Status(Done{});
}

Status ResultsReader::read_end(const Record& record) {
  ended_ = true;
  Taker take(record, {"end", "lines", "sha256"});
  const auto lines = static_cast<std::size_t>(take.whole("lines", 1, kLargestExact));
  const std::string digest = take.hex_text("sha256", 64);
  if (Status status = take.finish(); !status) return status;
  if (lines != lines_ || definitions_ != header_.definitions || events_ != header_.events) {
    return malformed("The file should have " + counted(lines, "line", "lines") + " with " +
                     counted(header_.definitions, "definition", "definitions") + " and " +
                     counted(header_.events, "event", "events") + "; it has " +
                     counted(lines_, "line", "lines") + " with " + std::to_string(definitions_) + " and " +
                     std::to_string(events_) + ".");
  }
  if (hex(sum_.finish()) == digest) return Done{};
  return malformed("The file is not what was written: some of its bytes were altered on the way.");
}

std::vector<FileProblem> ResultsReader::finish() {
  const bool cut = lines_ == 0 || !ended_ || !rest_.empty();
  if (lines_ == 0 && !stopped_) {
    problem(0, rest_.empty() ? "The file is empty." : "This is not a results file of Takestock.");
  } else if (cut && !stopped_) {
    problem(0, "The file is cut short: it ends before its last line.");
  }
  return problems_;
}

}  // namespace takestock::results
