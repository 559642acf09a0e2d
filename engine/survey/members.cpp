#include "survey/members.h"

#include "survey/names.h"

namespace takestock::survey {
namespace {

constexpr struct {
  Kinds bit;
  json::Kind kind;
} kPairs[] = {{kText, json::Kind::string},
              {kNumber, json::Kind::number},
              {kBoolean, json::Kind::boolean},
              {kList, json::Kind::array},
              {kObject, json::Kind::object}};

std::string suggestion(std::string_view typed, std::span<const KeyRule> rules) {
  for (const KeyRule& rule : rules) {
    if (one_slip_apart(typed, rule.key)) return " Did you mean " + quoted(rule.key) + "?";
  }
  return {};
}

}  // namespace

bool is_one_of(json::Value value, unsigned kinds) {
  switch (value.kind()) {
    case json::Kind::string:
      return kinds & kText;
    case json::Kind::number:
      return kinds & kNumber;
    case json::Kind::boolean:
      return kinds & kBoolean;
    case json::Kind::array:
      return kinds & kList;
    case json::Kind::object:
      return kinds & kObject;
    case json::Kind::null:
      return false;
  }
  return false;
}

std::string kinds_text(unsigned kinds) {
  std::string text;
  for (const auto& pair : kPairs) {
    if (kinds & pair.bit) text += (text.empty() ? "" : " or ") + std::string(json::kind_name(pair.kind));
  }
  return text;
}

namespace {

[[gnu::cold, gnu::noinline]] void refuse_kind(json::Value value, unsigned kinds, std::string_view what,
                                              Report& report) {
  report.add(value, "wrong_kind",
             std::string(what) + " is " + kinds_text(kinds) + ", but here stands " +
                 json::kind_name(value.kind()) + ".");
}

[[gnu::cold, gnu::noinline]] void refuse_member(json::Value member, std::span<const KeyRule> rules,
                                                std::string_view what, Report& report) {
  const std::string_view key = member.key();
  if (key.substr(0, 1) == "_") return;
  report.add_key(member, "unknown_key",
                 quoted(key) + " is not a key of " + std::string(what) + "." + suggestion(key, rules));
}

}  // namespace

bool expect_kind(json::Value value, unsigned kinds, std::string_view what, Report& report) {
  if (is_one_of(value, kinds)) return true;
  refuse_kind(value, kinds, what, report);
  return false;
}

void find_members(json::Value object, std::span<const KeyRule> rules, std::string_view what, Report& report,
                  json::Value* found) {
  for (json::Value member = object.first(); member; member = member.next()) {
    const std::string_view key = member.key();
    std::size_t i = 0;
    while (i < rules.size() && rules[i].key != key) ++i;
    if (i == rules.size())
      refuse_member(member, rules, what, report);
    else if (is_one_of(member, rules[i].kinds))
      found[i] = member;
    else
      refuse_kind(member, rules[i].kinds, quoted(key), report);
  }
}

}  // namespace takestock::survey
