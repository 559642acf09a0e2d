// The members of one line of JSON that a machine wrote, taken by name and checked; and those of an event,
// which are the same in a results file and on the way to the hub.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/result.h"
#include "results/record.h"
#include "store/event.h"

namespace takestock::results {

/// 2^53: whole numbers that every JSON reader keeps.
inline constexpr std::int64_t kLargestExact = 9'007'199'254'740'992;

bool is_hex(std::string_view text, std::size_t digits);  ///< lower case
bool is_identifier(std::string_view text);               ///< 1 to 64 of [a-z0-9-]

/// Takes members of a line by name and remembers the first that is not as it should be.
class LineMembers {
 public:
  /// A member whose name is not among `names` is wrong.
  LineMembers(const Record& record, const std::vector<std::string_view>& names);

  bool has(std::string_view name) const { return record_.find(name) != nullptr; }
  std::string text(std::string_view name);
  std::string hex_text(std::string_view name, std::size_t digits);
  std::int64_t whole(std::string_view name, std::int64_t least, std::int64_t most);
  bool truth(std::string_view name);
  /// A list of "<device>:<seq>".
  std::vector<store::EventRef> refs(std::string_view name, std::size_t limit);

  void wrong(const std::string& sentence);
  /// bad_text with the first thing that is wrong.
  Status finish() const;

 private:
  std::string bad_member(std::string_view name, std::string_view must) const;
  const Record& record_;
  std::string sentence_;
};

/// "<device>:<seq>"
std::string ref_text(const store::EventRef& ref);
void write_refs(json::Writer& line, const std::vector<store::EventRef>& refs);

/// "event", "response", "device", "seq", "form_hash", "base", "at", "offset_minutes", "body", "sha256"
extern const std::vector<std::string_view> kEventMembers;
/// Adds them to the line's open object.
void write_event(json::Writer& line, const store::Event& event);
/// Neither the digest nor the body is checked.
store::Event take_event(LineMembers& take, const std::string& survey, std::size_t base_limit);

}  // namespace takestock::results
