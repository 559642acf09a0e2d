#include "hub/request_head.h"

#include <cstddef>

namespace takestock::hub {
namespace {

constexpr std::string_view kBlankLine = "\r\n\r\n";

bool lonely_line_end(std::string_view text, std::size_t at) {
  if (text[at] == '\n') return at == 0 || text[at - 1] != '\r';
  return text[at] == '\r' && at + 1 < text.size() && text[at + 1] != '\n';
}

bool folded(std::string_view text, std::size_t at) {
  return text[at] == '\n' && at + 1 < text.size() && (text[at + 1] == ' ' || text[at + 1] == '\t');
}

}  // namespace

std::size_t head_size(std::string_view bytes) {
  const std::size_t end = bytes.find(kBlankLine);
  return end == std::string_view::npos ? end : end + kBlankLine.size();
}

const char* malformed(std::string_view head) {
  if (!head.empty() && (head[0] == '\r' || head[0] == '\n')) return "A request begins with its method.";
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '\0') return "There is a NUL in the request's head.";
    if (lonely_line_end(head, i)) return "A line of the request's head does not end with CR LF.";
    if (folded(head, i)) return "A line of the request's head is folded.";
  }
  return "";
}

}  // namespace takestock::hub
