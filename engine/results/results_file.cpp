#include "results/results_file.h"

#include <optional>
#include <utility>

#include "base/json_writer.h"
#include "results/line_members.h"
#include "survey/definition.h"

namespace takestock::results {

using json::Kind;
using store::Event;
using store::EventKind;

namespace {

constexpr std::string_view kFormat = "takestock-results";
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kTypeBytes = 100;
std::string finished(json::Writer& line) { return line.close_object().take() + '\n'; }

Error malformed(const std::string& sentence) { return {Code::bad_text, sentence, ""}; }

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
  if (header_.attachments > 0) header.member("attachments", header_.attachments);
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

Status ResultsWriter::attachment(const Attachment& attachment, std::size_t part, std::string_view bytes) {
  if (Status started = start(); !started) return started;
  if (part == 0) ++attachments_;
  json::Writer written;
  written.open_object().member("attachment", attachment.sha256).member("response", attachment.response);
  written.member("type", attachment.type).member("size", attachment.size).member("part", part);
  return line(finished(written.member("bytes", base64(bytes))));
}

Status ResultsWriter::event(const Event& event) {
  if (Status started = start(); !started) return started;
  ++events_;
  json::Writer written;
  write_event(written.open_object(), event);
  return line(finished(written));
}

Status ResultsWriter::finish() {
  if (Status started = start(); !started) return started;
  if (definitions_ != header_.definitions || events_ != header_.events ||
      attachments_ != header_.attachments) {
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
  if (record->find("attachment")) return read_attachment(*record);
  if (Status ended = end_attachment(); !ended) return ended;
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
  LineMembers take(
      record, {"format", "version", "survey", "made_at", "device", "definitions", "events", "attachments"});
  take.whole("version", kVersion, kVersion);
  header_.survey = take.text("survey");
  if (!is_identifier(header_.survey))
    take.wrong("\"survey\" must be the id of a survey: at most 64 of a-z, 0-9 and \"-\".");
  header_.made_at = take.whole("made_at", -kLargestExact, kLargestExact);
  header_.device = take.hex_text("device", 32);
  header_.definitions = static_cast<std::size_t>(take.whole("definitions", 0, 1'000'000));
  header_.events = static_cast<std::size_t>(take.whole("events", 0, kLargestExact));
  if (take.has("attachments"))
    header_.attachments = static_cast<std::size_t>(take.whole("attachments", 1, kLargestExact));
  if (Status status = take.finish(); !status) return status;
  stopped_ = false;
  return visitor_.header ? visitor_.header(header_) : Status(Done{});
}

Status ResultsReader::read_definition(const Record& record) {
  LineMembers take(record, {"definition", "version", "json"});
  DefinitionText text{take.hex_text("definition", 64), take.text("version"), take.text("json")};
  ++definitions_;
  const bool first = digests_.insert(text.digest).second;
  if (!first) take.wrong("This definition stands in the file twice.");
  if (events_ > 0) take.wrong("Definitions must stand before the events.");
  if (sha256_hex(text.json) != text.digest) take.wrong("The definition is not the one its digest names.");
  if (Status status = take.finish(); !status) return status;
  return visitor_.definition ? visitor_.definition(text) : Status(Done{});
}

Status ResultsReader::read_attachment(const Record& record) {
  LineMembers take(record, {"attachment", "response", "type", "size", "part", "bytes"});
  Attachment part{take.hex_text("attachment", 64), take.text("response"), take.text("type"), 0};
  part.size = static_cast<std::size_t>(take.whole("size", 0, kLargestExact));
  const auto number = static_cast<std::size_t>(take.whole("part", 0, kLargestExact));
  const std::optional<std::string> bytes = base64_bytes(take.text("bytes"));
  if (part.type.size() > kTypeBytes) take.wrong("\"type\" is too long.");
  if (part.size > limits_.attachment) take.wrong("The attachment is too large.");
  if (events_ > 0) take.wrong("Attachments must stand before the events.");
  if (!bytes) take.wrong("\"bytes\" must be base64.");
  if (Status status = take.finish(); !status) return status;
  if (number == 0) {
    if (Status ended = end_attachment(); !ended) return ended;
    attachment_ = std::move(part);
    ++attachments_;
  } else if (part.sha256 != attachment_.sha256 || part.response != attachment_.response ||
             number != attachment_parts_) {
    return malformed("This part does not follow the part of the attachment before it.");
  }
  ++attachment_parts_;
  if (attachment_bytes_.size() + bytes->size() > attachment_.size)
    return malformed("The attachment has more bytes than it should.");
  attachment_bytes_ += *bytes;
  return Done{};
}

/// The attachment whose parts came last has them all.
Status ResultsReader::end_attachment() {
  if (attachment_parts_ == 0) return Done{};
  attachment_parts_ = 0;
  const std::string bytes = std::exchange(attachment_bytes_, {});
  if (bytes.size() != attachment_.size || sha256_hex(bytes) != attachment_.sha256)
    return malformed(
        "The attachment before this line is not the one its digest names: it is cut or altered.");
  return visitor_.attachment ? visitor_.attachment(attachment_, bytes) : Status(Done{});
}

Status ResultsReader::read_event(const Record& record) {
  LineMembers take(record, kEventMembers);
  const Event event = take_event(take, header_.survey, limits_.base);
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
  LineMembers take(record, {"end", "lines", "sha256"});
  const auto lines = static_cast<std::size_t>(take.whole("lines", 1, kLargestExact));
  const std::string digest = take.hex_text("sha256", 64);
  if (Status status = take.finish(); !status) return status;
  if (attachments_ != header_.attachments) {
    return malformed("The file should have " + counted(header_.attachments, "attachment", "attachments") +
                     "; it has " + std::to_string(attachments_) + ".");
  }
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
