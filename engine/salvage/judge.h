// Which of the rows that were found are right.
//
// SQLite keeps no checksum of its pages, so that a row may have any value and still look like one. What is
// taken for right:
//  - a definition and an event, if their digest is that of their text;
//  - an answer, if the history of answers, which has it a second time and a sum of it, ends with it; or if it
//    lies in a log whose checksums are all right; or, where its history is lost, if the response's last event
//    (of which the digest is right) has it too;
//  - a change of an answer, if the answer it leads to is right. What an answer was before its last change has
//    only one copy: it is kept as it was found, if the changes fit into each other and their sums;
//  - a response: its particulars have one copy and are kept as they were found, if they have their shape and
//    there is at least one right answer or event, or it says that it has none. Where they are lost, but
//    answers are there, they are made anew;
//  - a photo or a sound, if its digest is that of its parts;
//  - all else (links, receipts, ...) as it was found, if it has its shape and belongs to something that is
//    there.
// Whatever else was found of answers is not thrown away: see Doubt. What the log of deletions names is left
// out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "salvage/scan.h"
#include "salvage/tables.h"

namespace takestock::salvage {

/// A value that may be wrong: of the answers (n = 0) or of the change number n.
struct Doubt {
  std::string survey, response, path;
  std::int64_t n = 0, at = 0;
  std::string json;
  std::string reason;  ///< a sentence
};

/// What is wrong with one response.
struct ResponseFinding {
  std::string survey, response;
  bool made_anew = false;
  std::int64_t changes_missing = 0;   ///< numbers of its history that are not there
  std::vector<std::string> doubtful;  ///< paths, ascending
};

struct Judgement {
  std::vector<std::vector<Row>>
      rows;  ///< by table, as in the tables: in an order in which they can be stored
  std::vector<Doubt> doubts;
  std::vector<ResponseFinding> findings;  ///< only of responses with something to say
  std::size_t refused = 0;                ///< rows of other tables that are wrong or belong to nothing
  std::size_t events_refused = 0, definitions_refused = 0;
  std::size_t files_refused = 0;  ///< photos, sounds

  std::int64_t newest = 0;  ///< when the last change that is there was made; milliseconds since 1970 UTC

  bool anything() const;
};

/// `log_damaged`: pages may be older than they should be; then a response whose last change is not in its
/// history is doubtful too.
Judgement judge(const std::vector<Table>& tables, std::vector<FoundRow> rows, bool log_damaged);

}  // namespace takestock::salvage
