// Reading one JSON object of plain members: a response's record (see response/response.h), or a line of a
// results file.
//
// Strict, so that no two readers can understand one text differently: UTF-8 without byte order mark or lone
// surrogates, no member twice, nothing after the object, numbers that a double holds. Values are null,
// booleans, numbers, strings and arrays of strings; objects are groups, whose members are read as if they
// stood in one object. The groups "interview" and "comments" of the outermost group "meta" hold no answers
// (meta.h): they are passed over.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace takestock::results {

struct Member {
  std::string_view name;
  json::Value value;  ///< never an object

  bool is(json::Kind kind) const { return value.is(kind); }
  bool blank() const { return value.is(json::Kind::null); }
};

class Record {
 public:
  /// `source` outlives the record. Errors: bad_text and limit, with `where` "character N" (in bytes, from 1)
  /// if it is one place. Limits: 64 groups inside each other, 64 MiB, 2,000,000 values.
  static Result<Record> read(std::string_view source);

  const std::vector<Member>& members() const { return members_; }  ///< in the order of the text
  const Member* find(std::string_view name) const;                 ///< null if there is none

 private:
  explicit Record(json::Document document)
      : document_(std::make_unique<json::Document>(std::move(document))) {}
  Status collect();
  std::unique_ptr<json::Document> document_;  ///< stays where it is: its values point to it
  std::vector<Member> members_;
};

}  // namespace takestock::results
