#include "hub/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <cstdlib>

namespace takestock::hub {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for gzip's header and check
constexpr int kReplyLevel = 5;
constexpr std::size_t kPiece = 32 * 1024;

Bytef* bytes_of(std::string_view text) { return reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); }

/// A stream that is ended when the scope is left.
struct Stream {
  explicit Stream(int (*end_of)(z_streamp)) : end(end_of) {}
  ~Stream() { end(&z); }
  Stream(const Stream&) = delete;
  z_stream z{};
  int (*end)(z_streamp);
};

void read_from(z_stream& z, std::string_view bytes) {
  z.next_in = bytes_of(bytes);
  z.avail_in = static_cast<uInt>(bytes.size());
}

void write_to(z_stream& z, std::string& out, std::size_t room) {
  out.resize(z.total_out + room);
  z.next_out = bytes_of(out) + z.total_out;
  z.avail_out = static_cast<uInt>(room);
}

}  // namespace

Result<std::string> inflated(std::string_view gzip, std::size_t most) {
  Stream stream(inflateEnd);
  if (inflateInit2(&stream.z, kGzipWindow) != Z_OK) std::abort();
  read_from(stream.z, gzip);
  std::string out;
  int code = Z_OK;
  while (code == Z_OK) {
    write_to(stream.z, out, std::min(kPiece, most + 1 - stream.z.total_out));
    code = inflate(&stream.z, Z_NO_FLUSH);
    if (stream.z.total_out > most)
      return Error{Code::limit, "What was sent is larger than is taken here once it is unpacked.", ""};
  }
  if (code != Z_STREAM_END || stream.z.avail_in > 0)
    return Error{Code::bad_text, "What was sent says that it is gzip but cannot be unpacked.", ""};
  out.resize(stream.z.total_out);
  return out;
}

std::string deflated(std::string_view bytes) {
  Stream stream(deflateEnd);
  if (deflateInit2(&stream.z, kReplyLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    std::abort();
  read_from(stream.z, bytes);
  std::string out;
  write_to(stream.z, out, deflateBound(&stream.z, bytes.size()));
  if (deflate(&stream.z, Z_FINISH) != Z_STREAM_END) std::abort();
  out.resize(stream.z.total_out);
  return out;
}

}  // namespace takestock::hub
