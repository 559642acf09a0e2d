#include "salvage/log.h"

#include <algorithm>

#include "salvage/big_endian.h"

namespace takestock::salvage {
namespace {

constexpr std::uint32_t kMagic = 0x377f0682;  // one more: checksums over big-endian words
constexpr std::size_t kHeader = 32, kFrameHeader = 24;

struct Sum {
  std::uint32_t a = 0, b = 0;
  friend bool operator==(const Sum& x, const Sum& y) { return x.a == y.a && x.b == y.b; }
};

std::uint32_t word(std::string_view bytes, std::size_t at, bool big) {
  const std::uint32_t value = u32(bytes, at);
  return big ? value : value >> 24 | (value >> 8 & 0xff00) | (value << 8 & 0xff0000) | value << 24;
}

Sum add(Sum sum, std::string_view bytes, bool big) {
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    sum.a += word(bytes, at, big) + sum.b;
    sum.b += word(bytes, at + 4, big) + sum.a;
  }
  return sum;
}

Sum stated(std::string_view header, std::size_t at) { return {u32(header, at), u32(header, at + 4)}; }

bool has_magic(std::string_view log) { return log.size() >= kHeader && (u32(log, 0) & ~1u) == kMagic; }
bool is_big(std::string_view log) { return has_magic(log) && (u32(log, 0) & 1) != 0; }

bool header_fits(std::string_view log) {
  return has_magic(log) && add({}, log.substr(0, 24), is_big(log)) == stated(log, 24);
}

/// A frame with what its place in the row says of it.
struct Placed {
  Frame frame;
  std::uint64_t salt = 0;
  bool fits = false;
};

std::vector<Placed> frames_of(std::string_view log, std::size_t page_size) {
  std::vector<Placed> all;
  const bool big = is_big(log);
  Sum before = log.size() >= kHeader ? stated(log, 24) : Sum{}, counted = before;
  for (std::size_t at = kHeader; at + kFrameHeader + page_size <= log.size();
       at += kFrameHeader + page_size) {
    const std::string_view head = log.substr(at, kFrameHeader),
                           page = log.substr(at + kFrameHeader, page_size);
    const Sum says = stated(head, 16);
    const auto from = [&](Sum start) { return add(add(start, head.substr(0, 8), big), page, big); };
    const Sum sum = from(before);
    const bool fits = sum == says || (!(counted == before) && from(counted) == says);
    all.push_back({{u32(head, 0), u32(head, 4), page}, big_endian(head, 8, 8), fits && u32(head, 0) != 0});
    counted = sum, before = says;
  }
  return all;
}

/// That of the header, or where it is damaged of the first frame that fits.
std::uint64_t salt_of(std::string_view log, const std::vector<Placed>& frames) {
  if (header_fits(log)) return big_endian(log, 16, 8);
  const auto first = std::find_if(frames.begin(), frames.end(), [](const Placed& p) { return p.fits; });
  return first == frames.end() ? 0 : first->salt;
}

bool starts_another(std::string_view log, std::size_t frames, std::size_t page_size, std::uint64_t salt) {
  const std::size_t at = kHeader + frames * (kFrameHeader + page_size);
  return at + 16 <= log.size() && big_endian(log, at + 8, 8) == salt;
}

}  // namespace

std::size_t log_page_size(std::string_view log) { return header_fits(log) ? u32(log, 8) : 0; }

Log read_log(std::string_view bytes, std::size_t page_size) {
  Log log;
  if (bytes.empty()) return log;
  const std::vector<Placed> placed = frames_of(bytes, page_size);
  const std::uint64_t salt = salt_of(bytes, placed);
  const auto good = [&](const Placed& p) { return p.fits && p.salt == salt; };
  log.header_damaged = !header_fits(bytes);
  std::size_t end = 0, last = 0;  // behind the last good frame, behind the last good end of a transaction
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (good(placed[i])) end = i + 1;
    if (good(placed[i]) && placed[i].frame.commit != 0) last = i + 1;
  }
  for (std::size_t i = 0; i < last; ++i) {
    if (good(placed[i]))
      log.frames.push_back(placed[i].frame);
    else
      ++log.damaged;
  }
  const bool torn =
      end < placed.size() ? placed[end].salt == salt : starts_another(bytes, end, page_size, salt);
  log.unfinished = end > last || torn;
  return log;
}

}  // namespace takestock::salvage
