#include "survey/names.h"

#include <algorithm>

namespace takestock::survey {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool name_start(char c) { return letter(c) || c == '_'; }
bool name_part(char c) { return name_start(c) || digit(c) || c == '.' || c == '-'; }

/// FNV-1a, the same for upper and lower case.
std::size_t hash(std::string_view name) {
  std::uint32_t h = 2166136261u;
  for (const char c : name) h = (h ^ static_cast<unsigned char>(c | 0x20)) * 16777619u;
  return h ^ (h >> 15);
}

bool id_part(char c) { return (c >= 'a' && c <= 'z') || digit(c) || c == '-'; }

}  // namespace

bool valid_id(std::string_view id) {
  return !id.empty() && id.size() <= kNameBytes && std::all_of(id.begin(), id.end(), id_part);
}

bool valid_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameBytes && name_start(name[0]) &&
         std::all_of(name.begin(), name.end(), name_part);
}

bool reserved_name(std::string_view name) {
  return same_but_for_case(name, "data") || same_but_for_case(name, "meta");
}

bool same_but_for_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool has_space(std::string_view text) { return text.find_first_of(" \t\n\r") != std::string_view::npos; }

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; });
}

bool one_slip_apart(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty() && lower(a.front()) == lower(b.front()))
    a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && !b.empty() && lower(a.back()) == lower(b.back()))
    a.remove_suffix(1), b.remove_suffix(1);
  if (a.size() <= 1 && b.size() <= 1) return true;
  return a.size() == 2 && b.size() == 2 && lower(a[0]) == lower(b[1]) && lower(a[1]) == lower(b[0]);
}

void NameIndex::reserve(std::size_t names) {
  std::size_t size = 16;
  while (size * 3 < names * 4) size *= 2;
  if (size <= entries_.size()) return;
  std::vector<Entry> old(size);
  old.swap(entries_);
  for (const Entry& entry : old) {
    if (entry.number != kNone) entries_[slot_of(entry.name)] = entry;
  }
}

std::size_t NameIndex::slot_of(std::string_view name) const {
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = hash(name) & mask;
  while (entries_[at].number != kNone && entries_[at].name != name &&
         !same_but_for_case(entries_[at].name, name))
    at = (at + 1) & mask;
  return at;
}

std::uint32_t NameIndex::add(std::string_view name, std::uint32_t number) {
  reserve(used_ + 1);
  Entry& entry = entries_[slot_of(name)];
  if (entry.number != kNone) return entry.number;
  entry.name = name;
  entry.number = number;
  ++used_;
  return kNone;
}

std::uint32_t NameIndex::find(std::string_view name) const {
  if (entries_.empty()) return kNone;
  const Entry& entry = entries_[slot_of(name)];
  return entry.number != kNone && entry.name == name ? entry.number : kNone;
}

}  // namespace takestock::survey
