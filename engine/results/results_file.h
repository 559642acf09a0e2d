// The results file: responses on their way from one device to another, or to the survey team. For machines;
// extension ".takestock", media type "application/vnd.takestock.results+ndjson". Everything is in it that is
// needed to read it: the definitions too.
//
// UTF-8 text without byte order mark; each line is one JSON object (see record.h for how strictly it is read)
// and ends with LF.
//
//  1.
//  {"format":"takestock-results","version":1,"survey":"taking-stock","made_at":1447977600000,"device":"0f..","definitions":1,"events":2}
//     made_at: milliseconds since 1970 UTC. device: who wrote this file, 32 lower-case hex digits.
//  2. each definition that an event names, by digest, once:
//     {"definition":"<SHA-256 of json>","version":"2015-1","json":"<the definition's whole text, as a
//     string>"}
//     Then each file that answers a question, in parts of at most 64 KiB:
//     {"attachment":"<SHA-256 of the file>","response":"5c..","type":"image/jpeg","size":70000,"part":0,
//      "bytes":"<base64>"}
//     part: 0, 1, .. with nothing between them. The header then says "attachments", how many files there are.
//  3. each event, by response, device and seq:
//     {"event":"submit","response":"5c..","device":"0f..","seq":7,"form_hash":"<digest of the
//     definition>","base":["0f..:6"],
//      "at":1447977000000,"offset_minutes":0,"body":"{\"q1\":\"yes\"}","sha256":"<Event::digest()>"}
//     event: submit, draft or withdraw. base: what its maker had seen, as device:seq. at: the maker's clock.
//     body: the record, JSON as a string so that its bytes stay what the digest is over; "" for withdraw.
//  4. {"end":true,"lines":4,"sha256":"<SHA-256 of all bytes before this line>"}; lines counts this one too.
//  Nothing follows.
//
// A file is taken as a whole or not at all: cut short, altered by one byte or malformed in one line, it is
// refused.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/doors.h"
#include "base/result.h"
#include "results/record.h"
#include "store/event.h"

namespace takestock::results {

inline constexpr char kResultsFileExtension[] = ".takestock";
inline constexpr char kResultsFileType[] = "application/vnd.takestock.results+ndjson";

/// Takes the next bytes of a file. An error ends the writing.
using Sink = std::function<Status(std::string_view)>;

struct ResultsHeader {
  std::string survey, device;
  Millis made_at = 0;
  std::size_t definitions = 0, events = 0, attachments = 0;
};

/// A file that answers a question. `type`: as of HTTP, at most 100 bytes.
struct Attachment {
  std::string sha256, response, type;
  std::size_t size = 0;
};
inline constexpr std::size_t kAttachmentPart = 64 * 1024;

struct DefinitionText {
  std::string digest, version, json;
};

/// Writes header, definitions, attachments and events in this order; finish() checks that as many were
/// written as the header says.
class ResultsWriter {
 public:
  ResultsWriter(Sink sink, const ResultsHeader& header);
  Status definition(const DefinitionText&);
  /// Its parts from 0 on, each of kAttachmentPart bytes but the last.
  Status attachment(const Attachment&, std::size_t part, std::string_view bytes);
  Status event(const store::Event&);
  Status finish();
  const std::string& digest() const { return digest_; }  ///< after finish(): as the last line states it

 private:
  Status start();
  Status line(std::string text);
  Sink sink_;
  ResultsHeader header_;
  Sha256 sum_;
  std::string digest_;
  std::size_t lines_ = 0, definitions_ = 0, events_ = 0, attachments_ = 0;
};

/// One thing that is wrong with a file; line 0 means the file as a whole.
struct FileProblem {
  std::size_t line = 0;
  std::string text;
};

struct ResultsLimits {
  std::size_t line_bytes = 64 * 1024 * 1024;
  std::size_t base = 1000;                    ///< entries of one event's base
  std::size_t problems = 100;                 ///< no more are listed
  std::size_t attachment = 64 * 1024 * 1024;  ///< bytes of one
};

/// The definition can be read, and is of that survey, version and digest. Errors: bad_definition, bad_text.
Status check_definition(const DefinitionText&, const std::string& survey);

/// Reads a file in pieces of any size, line by line; memory holds one line and one attachment. What is handed
/// out before finish() has said that there is no problem is not to be kept: read the file twice, or collect.
class ResultsReader {
 public:
  struct Visitor {
    std::function<Status(const ResultsHeader&)> header;
    std::function<Status(const DefinitionText&)> definition;
    std::function<Status(const store::Event&)> event;
    std::function<Status(const Attachment&, std::string_view bytes)> attachment = {};
  };
  /// Absent functions are not called; an error of one becomes a problem of its line.
  explicit ResultsReader(Visitor visitor, ResultsLimits limits = {});
  void feed(std::string_view bytes);
  /// All problems, by line; empty: the file is whole and every line of it was handed out.
  std::vector<FileProblem> finish();

 private:
  void take_line(std::string_view line);
  Status read_line(std::string_view line);
  Status read_header(const Record&);
  Status read_definition(const Record&);
  Status read_attachment(const Record&);
  Status end_attachment();
  Status read_event(const Record&);
  Status read_end(const Record&);
  void problem(std::size_t line, std::string text);

  Visitor visitor_;
  ResultsLimits limits_;
  std::string rest_;  ///< bytes of a line whose end has not come yet
  Sha256 sum_;
  ResultsHeader header_;
  std::set<std::string, std::less<>> digests_;  ///< of the definitions read
  Attachment attachment_;                       ///< the one whose parts are read
  std::string attachment_bytes_;                ///< of it so far
  std::size_t attachment_parts_ = 0;
  std::size_t lines_ = 0, definitions_ = 0, events_ = 0, attachments_ = 0;
  bool ended_ = false, stopped_ = false;
  std::vector<FileProblem> problems_;
};

}  // namespace takestock::results
