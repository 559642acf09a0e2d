#include "datafiles/archive.h"

#include <algorithm>
#include <limits>

namespace takestock::datafiles {

namespace {

constexpr std::uint32_t kLocalEntry = 0x04034b50, kDescriptor = 0x08074b50, kDirectoryEntry = 0x02014b50,
                        kDirectoryEnd = 0x06054b50;
constexpr std::uint16_t kVersion = 20, kSizesFollow = 1 << 3, kUtf8Names = 1 << 11, kDeflated = 8;
constexpr int kLevel = 1;  // a third of the time of level 6 for a third more bytes
constexpr int kRawWindow = -15, kMemory = 8;
constexpr std::size_t kPacked = 64 * 1024;
constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();

void append16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 0xff);
  out += static_cast<char>(value >> 8 & 0xff);
}

void append32(std::string& out, std::uint64_t value) {
  append16(out, value & 0xffff);
  append16(out, value >> 16 & 0xffff);
}

std::uint16_t dos_date(const Date& date) {
  const int year = std::clamp(date.year, 1980, 2107);
  return static_cast<std::uint16_t>((year - 1980) << 9 | date.month << 5 | date.day);
}

std::uint16_t dos_time(const Time& time) {
  return static_cast<std::uint16_t>(time.hour << 11 | time.minute << 5 | time.second / 2);
}

Error too_large() { return {Code::limit, "This is more than the 4 GiB that such a file can hold.", ""}; }

}  // namespace

Archive::Archive(results::Sink sink, const Date& date, const Time& time)
    : sink_(std::move(sink)), date_(dos_date(date)), time_(dos_time(time)), packed_(kPacked, '\0') {
  ready_ = deflateInit2(&stream_, kLevel, Z_DEFLATED, kRawWindow, kMemory, Z_DEFAULT_STRATEGY) == Z_OK;
}

Archive::~Archive() {
  if (ready_) deflateEnd(&stream_);
}

Status Archive::hand_over(std::string_view bytes) {
  at_ += bytes.size();
  return at_ > kMost ? Status(too_large()) : sink_(bytes);
}

/// What a local entry and a directory entry have in common.
void Archive::describe(std::string& out, std::uint32_t sum, std::uint64_t packed, std::uint64_t size) const {
  append16(out, kVersion);
  append16(out, kSizesFollow | kUtf8Names);
  append16(out, kDeflated);
  append16(out, time_);
  append16(out, date_);
  append32(out, sum);
  append32(out, packed);
  append32(out, size);
  append16(out, static_cast<std::uint32_t>(name_.size()));
  append16(out, 0);  // no extra fields
}

Status Archive::add(std::string_view name) {
  if (!ready_) return Error{Code::internal, "There is no memory to compress with.", ""};
  if (Status ended = end_entry(); !ended) return ended;
  name_ = name, start_ = at_, size_ = 0, sum_ = 0, open_ = true;
  deflateReset(&stream_);
  std::string header;
  append32(header, kLocalEntry);
  describe(header, 0, 0, 0);
  return hand_over(header + name_);
}

Status Archive::write(std::string_view bytes) {
  size_ += bytes.size();
  if (size_ > kMost) return too_large();
  sum_ = static_cast<std::uint32_t>(
      ::crc32(sum_, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
  return deflate(bytes, Z_NO_FLUSH);
}

Status Archive::deflate(std::string_view bytes, int flush) {
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream_.avail_in = static_cast<uInt>(bytes.size());
  do {
    stream_.next_out = reinterpret_cast<Bytef*>(packed_.data());
    stream_.avail_out = static_cast<uInt>(packed_.size());
    ::deflate(&stream_, flush);
    const std::size_t made = packed_.size() - stream_.avail_out;
    if (Status given = hand_over(std::string_view(packed_).substr(0, made)); !given) return given;
  } while (stream_.avail_out == 0);
  return Done{};
}

Status Archive::end_entry() {
  if (!open_) return Done{};
  open_ = false;
  if (Status packed = deflate({}, Z_FINISH); !packed) return packed;
  const std::uint64_t packed = at_ - start_ - 30 - name_.size();  // a local header is 30 bytes and the name
  std::string descriptor;
  append32(descriptor, kDescriptor);
  append32(descriptor, sum_);
  append32(descriptor, packed);
  append32(descriptor, size_);
  append32(directory_, kDirectoryEntry);
  append16(directory_, kVersion);
  describe(directory_, sum_, packed, size_);
  append16(directory_, 0);  // no comment
  append16(directory_, 0);  // first disk
  append16(directory_, 0);  // internal attributes
  append32(directory_, 0);  // external attributes
  append32(directory_, start_);
  directory_ += name_;
  ++entries_;
  return hand_over(descriptor);
}

Status Archive::finish() {
  if (Status ended = end_entry(); !ended) return ended;
  const std::uint64_t start = at_;
  std::string end = directory_;
  append32(end, kDirectoryEnd);
  append16(end, 0);  // this disk
  append16(end, 0);  // the disk where the directory starts
  append16(end, entries_);
  append16(end, entries_);
  append32(end, directory_.size());
  append32(end, start);
  append16(end, 0);  // no comment
  return hand_over(end);
}

}  // namespace takestock::datafiles
