#include "survey/report.h"

#include <numeric>
#include <tuple>

#include "base/order.h"

namespace takestock::survey {

void Report::add(json::Value at, const char* code, std::string text) {
  if (!full()) found_.push_back(Found{at.offset(), 0, at, code, std::move(text)});
}

void Report::add_key(json::Value member, const char* code, std::string text) {
  if (!full()) found_.push_back(Found{member.key_offset(), 0, member, code, std::move(text)});
}

void Report::add_inside(json::Value string, std::size_t character, const char* code, std::string text) {
  if (!full())
    found_.push_back(Found{string.offset(), string.escaped() ? 0 : character, string, code, std::move(text)});
}

void Report::add_syntax() {
  if (!document_.ok()) {
    const json::Mistake& mistake = document_.mistake();
    const char* code = mistake.code == Code::limit ? "limit" : "json";
    found_.push_back(Found{mistake.offset, 0, json::Value(), code, mistake.message});
    return;
  }
  for (const json::Value& member : document_.duplicates()) {
    add_key(member, "duplicate_key", "The key " + quoted(member.key()) + " is here a second time.");
  }
}

std::vector<Problem> Report::finish() {
  std::vector<std::size_t> order(found_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  heap_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
    const Found &first = found_[a], &second = found_[b];
    return std::tie(first.offset, first.character, a) < std::tie(second.offset, second.character, b);
  });
  std::vector<Problem> problems;
  json::PlaceWalk walk(document_.source());
  for (const std::size_t i : order) {
    Found& found = found_[i];
    const json::Place place = walk.to(found.offset);
    problems.push_back(Problem{found.at ? document_.pointer(found.at) : "", place.line,
                               place.column + found.character, found.code, std::move(found.text)});
  }
  return problems;
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kLength = 60;
  if (text.size() <= kLength) return '"' + std::string(text) + '"';
  std::size_t end = kLength;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return '"' + std::string(text.substr(0, end)) + "...\"";
}

}  // namespace takestock::survey
