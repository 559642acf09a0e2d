#include "results/meta.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "base/utf8.h"

namespace takestock::results {
namespace {

using json::Kind;
using json::Value;

constexpr std::size_t kNameCharacters = 200, kCommentCharacters = 2000;
constexpr double kLargestExact = 9'007'199'254'740'992;
constexpr std::string_view kOutcomes[] = {kComplete,     "partial",      "refused",
                                          "not_at_home", "not_eligible", "ended_early"};

bool take_text(const Value& value, std::size_t most, std::string& out) {
  out = std::string(value.text());
  return value.is(Kind::string) && utf8_length(out) <= most;
}

bool take_whole(const Value& value, std::int64_t& out) {
  const double number = value.number();
  if (!value.is(Kind::number) || number < 0 || number > kLargestExact || number != std::floor(number))
    return false;
  out = static_cast<std::int64_t>(number);
  return true;
}

bool take_number(const Value& value, double most, double& out) {
  out = value.number();
  return value.is(Kind::number) && std::fabs(out) <= most;
}

/// Each member once, and `take` knows it and takes it.
using Take = std::function<bool(std::string_view name, const Value& value)>;
bool each_member(const Value& object, const Take& take) {
  if (!object.is(Kind::object)) return false;
  std::set<std::string_view> seen;
  for (Value member = object.first(); member; member = member.next())
    if (!seen.insert(member.key()).second || !take(member.key(), member)) return false;
  return true;
}

std::optional<Position> read_position(const Value& value) {
  Position out;
  const bool good = value.size() == 4 && each_member(value, [&](std::string_view name, const Value& its) {
                      if (name == "latitude") return take_number(its, 90, out.latitude);
                      if (name == "longitude") return take_number(its, 180, out.longitude);
                      if (name == "accuracy") return take_number(its, 1e9, out.accuracy) && out.accuracy >= 0;
                      return name == "at" && take_whole(its, out.at);
                    });
  return good ? std::optional<Position>(out) : std::nullopt;
}

bool take_outcome(const Value& value, std::string& out) {
  out = std::string(value.text());
  return std::find(std::begin(kOutcomes), std::end(kOutcomes), out) != std::end(kOutcomes);
}

std::optional<Interview> read_interview(const Value& value) {
  Interview out;
  std::size_t taken = 0;
  const bool good = each_member(value, [&](std::string_view name, const Value& its) {
    ++taken;
    if (name == "number") return take_whole(its, out.number) && out.number > 0;
    if (name == "interviewer") return take_text(its, kNameCharacters, out.interviewer);
    if (name == "outcome") return take_outcome(its, out.outcome);
    if (name == "started") return take_whole(its, out.started);
    if (name == "ended") return take_whole(its, out.ended);
    --taken;
    out.position = read_position(its);
    return name == "position" && out.position.has_value();
  });
  return good && taken == 5 ? std::optional<Interview>(std::move(out)) : std::nullopt;
}

bool take_comments(const Value& value, std::map<std::string, std::string>& out) {
  return each_member(value, [&](std::string_view name, const Value& its) {
    return take_text(its, kCommentCharacters, out[std::string(name)]);
  });
}

}  // namespace

std::optional<Meta> read_meta(const Value& meta) {
  Meta out;
  const bool good = each_member(meta, [&](std::string_view name, const Value& its) {
    if (name == "filled_in_by") return take_text(its, kNameCharacters, out.filled_in_by);
    if (name == "comments") return take_comments(its, out.comments);
    if (name != "interview") return false;
    out.interview = read_interview(its);
    return out.interview.has_value();
  });
  return good ? std::optional<Meta>(std::move(out)) : std::nullopt;
}

Meta meta_of(std::string_view record) {
  const json::Document document = json::Document::read(record);
  const Value meta = document.ok() ? document.root().find("meta") : Value();
  return meta ? read_meta(meta).value_or(Meta()) : Meta();
}

}  // namespace takestock::results
