#include "hub/routes.h"

#include <algorithm>

#include "hub/target.h"

namespace takestock::hub {
namespace {

using Words = std::vector<std::string_view>;

bool named(std::string_view segment) { return segment.size() > 2 && segment.front() == '{'; }

bool fits(const Words& pattern, const Words& path) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < path.size(); ++i)
    if (named(pattern[i]) ? path[i].empty() : pattern[i] != path[i]) return false;
  return true;
}

std::map<std::string, std::string> arguments_of(const Words& pattern, const Words& path) {
  std::map<std::string, std::string> arguments;
  for (std::size_t i = 0; i < path.size(); ++i)
    if (named(pattern[i])) arguments.emplace(pattern[i].substr(1, pattern[i].size() - 2), path[i]);
  return arguments;
}

bool more_exact(const Words& a, const Words& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](auto one, auto other) { return !named(one) && named(other); });
}

}  // namespace

Routes::Routes(std::vector<Endpoint> endpoints) {
  for (const Endpoint& endpoint : endpoints) rows_.push_back({endpoint, segments(endpoint.path)});
  std::stable_sort(rows_.begin(), rows_.end(),
                   [](const Row& a, const Row& b) { return more_exact(a.segments, b.segments); });
}

Routes::Match Routes::find(std::string_view method, std::string_view path) const {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  const Words words = segments(path);
  Match match;
  for (const Row& row : rows_) {
    if (!fits(row.segments, words)) continue;
    if (row.endpoint.method == wanted) {
      match.endpoint = &row.endpoint;
      match.arguments = arguments_of(row.segments, words);
      return match;
    }
    match.allowed += (match.allowed.empty() ? "" : ", ") + std::string(row.endpoint.method);
  }
  return match;
}

}  // namespace takestock::hub
