#include "results/record.h"

#include <algorithm>
#include <cmath>

#include "base/order.h"

namespace takestock::results {

using json::Kind;

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr json::Limits kLimits{64 * 1024 * 1024, 64, 2'000'000};

Error unusable(const std::string& why, std::size_t offset) {
  return {Code::bad_text, "This JSON text cannot be used: " + why + ".",
          "character " + std::to_string(offset + 1)};
}

Status check_names(const json::Value& list) {
  for (json::Value item = list.first(); item; item = item.next()) {
    if (!item.is(Kind::string)) return unusable("a list may hold only texts", item.offset());
  }
  return Done{};
}

Status check_value(const json::Value& value) {
  if (value.is(Kind::array)) return check_names(value);
  if (value.is(Kind::number) && !std::isfinite(value.number())) {
    return unusable("a number is too large", value.offset());
  }
  return Done{};
}

/// The value after `value` in document order, leaving groups at their ends.
json::Value following(json::Value value, std::vector<json::Value>& groups) {
  json::Value next = value.next();
  while (!next && !groups.empty()) {
    next = groups.back().next();
    groups.pop_back();
  }
  return next;
}

bool beside_the_answers(const json::Value& value, const std::vector<json::Value>& groups) {
  return groups.size() == 1 && value.is(Kind::object) && groups[0].key() == "meta" &&
         (value.key() == "interview" || value.key() == "comments");
}

}  // namespace

Result<Record> Record::read(std::string_view source) {
  if (source.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    return unusable("it starts with a byte order mark", 0);
  }
  Record record(json::Document::read(source, kLimits));
  const json::Document& document = *record.document_;
  if (!document.ok()) {
    return Error{document.mistake().code, document.mistake().message,
                 "character " + std::to_string(document.mistake().offset + 1)};
  }
  if (!document.root().is(Kind::object)) return unusable("it is not a JSON object", 0);
  if (Status status = record.collect(); !status) return status.error();
  return record;
}

Status Record::collect() {
  std::vector<json::Value> groups;
  for (json::Value value = document_->root().first(); value;) {
    if (beside_the_answers(value, groups)) {
      value = following(value, groups);
      continue;
    }
    if (value.is(Kind::object) && value.first()) {
      groups.push_back(value);
      value = value.first();
      continue;
    }
    if (!value.is(Kind::object)) {
      if (Status status = check_value(value); !status) return status;
      members_.push_back({value.key(), value});
    }
    value = following(value, groups);
  }
  std::vector<std::string_view> names;
  names.reserve(members_.size());
  for (const Member& member : members_) names.push_back(member.name);
  heap_sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) return unusable("\"" + std::string(*twice) + "\" stands in it twice", 0);
  const std::vector<json::Value> groups_twice = document_->duplicates();
  if (groups_twice.empty()) return Done{};
  return unusable("\"" + std::string(groups_twice.front().key()) + "\" stands in it twice",
                  groups_twice.front().key_offset());
}

const Member* Record::find(std::string_view name) const {
  const auto found =
      std::find_if(members_.begin(), members_.end(), [&](const Member& m) { return m.name == name; });
  return found == members_.end() ? nullptr : &*found;
}

}  // namespace takestock::results
