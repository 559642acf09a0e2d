#include "results/zip.h"

#include <algorithm>
#include <array>

namespace takestock::results {

namespace {

constexpr std::uint32_t kLocalEntry = 0x04034b50, kDirectoryEntry = 0x02014b50, kDirectoryEnd = 0x06054b50;
constexpr std::uint16_t kVersion = 20, kUtf8Names = 1 << 11, kStored = 0;

void append16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 0xff);
  out += static_cast<char>(value >> 8 & 0xff);
}

void append32(std::string& out, std::uint32_t value) {
  append16(out, value & 0xffff);
  append16(out, value >> 16);
}

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value & 1 ? 0xedb88320u ^ (value >> 1) : value >> 1;
    table[i] = value;
  }
  return table;
}

constexpr std::array<std::uint32_t, 256> kCrcTable = crc_table();

std::uint16_t dos_date(const Date& date) {
  const int year = std::clamp(date.year, 1980, 2107);
  return static_cast<std::uint16_t>((year - 1980) << 9 | date.month << 5 | date.day);
}

std::uint16_t dos_time(const Time& time) {
  return static_cast<std::uint16_t>(time.hour << 11 | time.minute << 5 | time.second / 2);
}

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t sum = 0xffffffffu;
  for (const char c : bytes) sum = kCrcTable[(sum ^ static_cast<unsigned char>(c)) & 0xff] ^ (sum >> 8);
  return ~sum;
}

ZipWriter::ZipWriter(const Date& date, const Time& time) : date_(dos_date(date)), time_(dos_time(time)) {}

/// What a local entry and a directory entry have in common.
void ZipWriter::header(std::string& out, std::string_view name, std::string_view bytes,
                       std::uint32_t sum) const {
  append16(out, kVersion);
  append16(out, kUtf8Names);
  append16(out, kStored);
  append16(out, time_);
  append16(out, date_);
  append32(out, sum);
  append32(out, static_cast<std::uint32_t>(bytes.size()));
  append32(out, static_cast<std::uint32_t>(bytes.size()));
  append16(out, static_cast<std::uint32_t>(name.size()));
  append16(out, 0);  // no extra fields
}

void ZipWriter::add(std::string_view name, std::string_view bytes) {
  const std::uint32_t sum = crc32(bytes);
  append32(directory_, kDirectoryEntry);
  append16(directory_, kVersion);
  header(directory_, name, bytes, sum);
  append16(directory_, 0);  // no comment
  append16(directory_, 0);  // first disk
  append16(directory_, 0);  // internal attributes
  append32(directory_, 0);  // external attributes
  append32(directory_, static_cast<std::uint32_t>(entries_.size()));
  directory_ += name;
  append32(entries_, kLocalEntry);
  header(entries_, name, bytes, sum);
  entries_ += name;
  entries_ += bytes;
  ++count_;
}

std::string ZipWriter::finish() {
  const auto start = static_cast<std::uint32_t>(entries_.size());
  std::string out = std::move(entries_) + directory_;
  append32(out, kDirectoryEnd);
  append16(out, 0);  // this disk
  append16(out, 0);  // the disk where the directory starts
  append16(out, count_);
  append16(out, count_);
  append32(out, static_cast<std::uint32_t>(directory_.size()));
  append32(out, start);
  append16(out, 0);  // no comment
  return out;
}

}  // namespace takestock::results
