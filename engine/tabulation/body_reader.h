// The answers of a response's record into the columns of one row. Private to the room.
//
// Records are written by our own programs, without white space and with the questions in their order, and
// are read in one walk as that. What is written otherwise (escapes in a name, another order, names that are
// not there) is read by results::Record; both leave the same in the row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tabulation/codebook.h"
#include "tabulation/columns.h"

namespace takestock::tabulation {

/// Codes by name: a hash table of a question's choices.
class CodeTable {
 public:
  static constexpr std::size_t kNone = ~std::size_t{0};
  explicit CodeTable(const std::vector<Category>& codes);
  std::size_t find(std::string_view name) const;  ///< place among the codes
  void add(std::string_view name, std::size_t place);

 private:
  struct Entry {
    std::string name;
    std::size_t place = kNone;
  };
  static std::size_t hash(std::string_view name);
  void grow();
  std::vector<Entry> entries_;  ///< size is a power of two, at most half used
  std::size_t used_ = 0;
};

/// What all versions' readers share: the columns and the codes by name.
struct Cells {
  Codebook& codebook;
  std::vector<Column>& columns;
  std::vector<CodeTable> tables;
  std::size_t unplaced =
      0;  ///< answers that no column takes: not of the question's type, or no such question
};

class BodyReader {
 public:
  BodyReader(const survey::Definition& version, Cells& cells);

  /// Errors: bad_text (not a record), limit (more different values than codes). The row is as it was then.
  Status read(std::string_view body, std::size_t row);

 private:
  /// A node of the version, in document order.
  struct Entry {
    std::string opening;  ///< "name":
    std::size_t column;   ///< kNoColumn: a group, or no column takes it
    Kind kind;
    bool group;
  };
  static constexpr std::size_t kNoColumn = ~std::size_t{0};
  class Walk;

  Status read_record(std::string_view body, std::size_t row);
  void clear(std::size_t row);
  Cells& cells_;
  std::vector<Entry> entries_;
};

}  // namespace takestock::tabulation
