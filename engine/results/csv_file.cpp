// How a table was saved: which encoding, which delimiter.
#include <algorithm>

#include "base/utf8.h"
#include "results/csv.h"

namespace takestock::results {
namespace {

/// What Windows-1252 has where Latin-1 has control characters: 0x80 to 0x9F, 0 where it has nothing.
constexpr char16_t kWindows[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

char32_t windows_code(unsigned char byte) {
  if (byte < 0x80 || byte > 0x9F) return byte;
  const char16_t code = kWindows[byte - 0x80];
  return code ? code : 0xFFFD;
}

std::string utf8_of_windows(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) utf8_append(out, windows_code(static_cast<unsigned char>(c)));
  return out;
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

Error no_text(const char* sentence) { return {Code::bad_text, sentence, ""}; }

Status check_text(std::string_view bytes) {
  if (starts_with(bytes, "PK\x03\x04") || starts_with(bytes, "\xD0\xCF\x11\xE0"))
    return no_text("This file is a workbook. Save it as “CSV UTF-8” and take that file.");
  if (starts_with(bytes, "\xFF\xFE") || starts_with(bytes, "\xFE\xFF"))
    return no_text("This file is UTF-16 text. Save it as “CSV UTF-8” and take that file.");
  if (bytes.find('\0') != std::string_view::npos)
    return no_text("This file is not text. Save the table as “CSV UTF-8” and take that file.");
  return Done{};
}

/// Old programs end lines with CR alone.
void mend_line_ends(std::string& text) {
  if (text.find('\n') == std::string::npos) std::replace(text.begin(), text.end(), '\r', '\n');
}

/// The first record, as far as quotes let it go.
std::string_view first_record(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == '\n' && !quoted && i > 0) return text.substr(0, i);
  }
  return text;
}

char most_frequent_delimiter(std::string_view record) {
  constexpr std::string_view kDelimiters = ",;\t";
  std::size_t counts[kDelimiters.size()] = {};
  bool quoted = false;
  for (const char c : record) {
    if (c == '"') quoted = !quoted;
    const std::size_t which = kDelimiters.find(c);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  return kDelimiters[static_cast<std::size_t>(std::max_element(counts, counts + kDelimiters.size()) -
                                              counts)];
}

/// A first line "sep=;", which Excel writes and reads.
bool take_separator_line(CsvFile& file) {
  if (!starts_with(file.text, "sep=") || file.text.size() < 5) return false;
  const std::size_t end = file.text.find('\n');
  const std::size_t size = end == std::string::npos ? file.text.size() : end;
  if (size != 5 && !(size == 6 && file.text[5] == '\r')) return false;
  file.delimiter = file.text[4];
  file.text.erase(0, end == std::string::npos ? size : end + 1);
  return true;
}

}  // namespace

Result<CsvFile> open_csv(std::string bytes) {
  if (Status text = check_text(bytes); !text) return text.error();
  CsvFile file{std::move(bytes), "UTF-8", ','};
  if (!is_utf8(file.text)) {
    file.text = utf8_of_windows(file.text);
    file.encoding = "Windows-1252";
  }
  if (starts_with(file.text, "\xEF\xBB\xBF")) file.text.erase(0, 3);
  mend_line_ends(file.text);
  if (!take_separator_line(file)) file.delimiter = most_frequent_delimiter(first_record(file.text));
  return file;
}

}  // namespace takestock::results
