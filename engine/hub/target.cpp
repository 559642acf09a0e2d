#include "hub/target.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kNames = 64;

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool escape_at(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && text[at] == '%' && digit(text[at + 1]) >= 0 && digit(text[at + 2]) >= 0;
}

std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (!escape_at(text, i)) return std::nullopt;
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool hides_escape(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (escape_at(text, i)) return true;
  return false;
}

bool good_segment(const std::string& segment) {
  return segment != "." && segment != ".." && segment.find_first_of("/\\") == std::string::npos &&
         !has_control(segment) && !hides_escape(segment) && is_utf8(segment);
}

Error refused(const char* sentence) { return {Code::bad_request, sentence, ""}; }

Result<std::string> read_path(std::string_view raw) {
  if (raw.empty() || raw[0] != '/') return refused("The request's target does not begin with a slash.");
  const auto parts = segments(raw);
  std::string path;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto segment = decoded(parts[i], false);
    const bool last = i + 1 == parts.size();
    if (!segment || !good_segment(*segment) || (segment->empty() && !last))
      return refused("The request's path is not one that is served here.");
    path += '/';
    path += *segment;
  }
  return path;
}

Status read_pair(std::string_view pair, std::map<std::string, std::string>& query) {
  const std::size_t equals = std::min(pair.find('='), pair.size());
  const auto name = decoded(pair.substr(0, equals), true);
  const auto value = decoded(pair.substr(std::min(equals + 1, pair.size())), true);
  if (!name || !value || has_control(*name + *value) || !is_utf8(*name + *value))
    return refused("The request's query cannot be read.");
  if (query.size() >= kNames || !query.emplace(*name, *value).second)
    return refused("A name is twice in the request's query, or there are too many.");
  return Done{};
}

}  // namespace

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  for (std::size_t from = 1; from <= path.size();) {
    const std::size_t end = std::min(path.find('/', from), path.size());
    out.push_back(path.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

Result<Target> read_target(std::string_view target) {
  if (target.find('#') != std::string_view::npos) return refused("A request's target has no fragment.");
  const std::size_t mark = std::min(target.find('?'), target.size());
  auto path = read_path(target.substr(0, mark));
  if (!path.ok()) return path.error();
  Target out{std::move(*path), {}};
  for (std::size_t from = mark + 1; from < target.size();) {
    const std::size_t end = std::min(target.find('&', from), target.size());
    if (Status read = read_pair(target.substr(from, end - from), out.query); !read.ok()) return read.error();
    from = end + 1;
  }
  return out;
}

}  // namespace takestock::hub
