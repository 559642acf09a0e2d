#include "datafiles/sheet_text.h"

#include <array>

#include "base/civil.h"
#include "base/utf8.h"
#include "results/csv.h"
#include "results/markup.h"

namespace takestock::datafiles {

namespace {

constexpr double kEpochDays = 25'569;  // 1899-12-30 to 1970-01-01
constexpr double kFirstDay = 61;       // 1900-03-01

std::array<bool, 256> plain_bytes() {
  std::array<bool, 256> plain{};
  for (int byte = 0x20; byte < 256; ++byte) plain[static_cast<std::size_t>(byte)] = byte != 0xEF;
  for (const char c : {'&', '<', '>', '"', '_'}) plain[static_cast<unsigned char>(c)] = false;
  plain['\t'] = plain['\n'] = true;
  return plain;
}
const std::array<bool, 256> kPlain = plain_bytes();  // 0xEF starts U+FFFE and U+FFFF

bool is_plain(std::string_view text) {
  for (const char c : text)
    if (!kPlain[static_cast<unsigned char>(c)]) return false;
  return true;
}

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// "_x0041_" stands there.
bool is_escape(std::string_view text) {
  if (text.size() < 7 || text[0] != '_' || (text[1] != 'x' && text[1] != 'X') || text[6] != '_') return false;
  for (std::size_t i = 2; i < 6; ++i)
    if (!is_hex_digit(text[i])) return false;
  return true;
}

void append_escape(std::string& out, unsigned code) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  out += "_x00";
  out += kDigits[code >> 4 & 15];
  out += kDigits[code & 15];
  out += '_';
}

/// One character, or the two of a line's end, that stand at `at`.
void append_character(std::string& out, std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte == '\r') {
    if (at + 1 == text.size() || text[at + 1] != '\n') out += '\n';
    ++at;
  } else if (byte < 0x20 && byte != '\t' && byte != '\n') {
    append_escape(out, byte);
    ++at;
  } else if (is_escape(text.substr(at))) {
    append_escape(out, '_');
    ++at;
  } else {
    const std::size_t start = at;
    utf8_next(text, at);
    results::append_escaped(out, text.substr(start, at - start));
  }
}

}  // namespace

bool append_cell_text(std::string& out, std::string_view text) {
  if (text.size() <= results::kSpreadsheetCell && is_plain(text)) {
    out += text;
    return false;
  }
  std::size_t units = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t next = at;
    units += utf8_next(text, next) > 0xFFFF ? 2 : 1;
    if (units > results::kSpreadsheetCell) return true;
    append_character(out, text, at);
  }
  return false;
}

std::optional<double> excel_number(Type type, double number) {
  const auto day = static_cast<double>(kMillisPerDay);
  if (type == Type::time) return number / day;
  const double days = kEpochDays + (type == Type::date ? number : number / day);
  if (days < kFirstDay) return std::nullopt;
  return days;
}

std::string column_letters(std::size_t column) {
  std::string letters;
  for (++column; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters;
}

}  // namespace takestock::datafiles
