// Names of questions, choices and columns: which are allowed, finding them again, and guessing which was
// meant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace takestock::survey {

inline constexpr std::size_t kNameBytes = 64;

/// [A-Za-z_][A-Za-z0-9_.-]*, at most kNameBytes long.
bool valid_name(std::string_view name);
/// Names that mean something else in a response: "data" (its root element), "meta" (its metadata).
bool reserved_name(std::string_view name);
/// Of a definition or a round: 1 to 64 of [a-z0-9-].
bool valid_id(std::string_view id);
bool same_but_for_case(std::string_view a, std::string_view b);
/// White space as XML has it: space, tab, line feed, carriage return.
bool has_space(std::string_view text);
bool has_control_character(std::string_view text);  ///< other than line feed and tab

/// True if one typing mistake (a wrong, missing, additional or swapped pair of characters; case) leads from
/// one to the other.
bool one_slip_apart(std::string_view a, std::string_view b);
/// ` Did you mean "x"?` for the first of the names that is one slip apart; else "".
template <typename Names>
std::string did_you_mean(std::string_view typed, const Names& names) {
  for (const auto& name : names) {
    if (typed.size() > 2 && one_slip_apart(typed, name))
      return " Did you mean \"" + std::string(name) + "\"?";
  }
  return {};
}

/// Number by name; a hash table whose names somebody else owns. Names that differ only in case cannot both be
/// in it.
class NameIndex {
 public:
  static constexpr std::uint32_t kNone = 0xffffffffu;
  void reserve(std::size_t names);
  /// kNone if it was added; else the number that has the same name but for case.
  std::uint32_t add(std::string_view name, std::uint32_t number);
  std::uint32_t find(std::string_view name) const;  ///< exactly this name
  std::size_t memory_bytes() const { return entries_.capacity() * sizeof(Entry); }

 private:
  struct Entry {
    std::string_view name;
    std::uint32_t number = kNone;
  };
  std::size_t slot_of(std::string_view name) const;
  std::vector<Entry> entries_;  ///< size is a power of two, at most 3/4 used
  std::size_t used_ = 0;
};

}  // namespace takestock::survey
