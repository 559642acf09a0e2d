#include "base/digest.h"

#include <cmath>
#include <cstring>
#include <utility>

namespace takestock {
namespace {

using Bytes = const std::uint8_t*;

template <typename Word>
constexpr Word rotate_left(Word x, int n) {
  return static_cast<Word>(x << n) | static_cast<Word>(x >> (static_cast<int>(sizeof(Word)) * 8 - n));
}

template <typename Word>
constexpr Word rotate_right(Word x, int n) {
  return static_cast<Word>(x >> n) | static_cast<Word>(x << (static_cast<int>(sizeof(Word)) * 8 - n));
}

template <typename Word>
Word read_big(Bytes p) {
  Word out = 0;
  for (std::size_t i = 0; i < sizeof(Word); ++i) out = static_cast<Word>(out << 8) | p[i];
  return out;
}

std::uint32_t read_little(Bytes p) {
  return static_cast<std::uint32_t>(p[0]) | static_cast<std::uint32_t>(p[1]) << 8 |
         static_cast<std::uint32_t>(p[2]) << 16 | static_cast<std::uint32_t>(p[3]) << 24;
}

template <typename Word>
void append_big(std::string& out, Word word) {
  for (int shift = static_cast<int>(sizeof(Word)) * 8 - 8; shift >= 0; shift -= 8)
    out += static_cast<char>(word >> shift & 0xff);
}

void append_little(std::string& out, std::uint32_t word) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(word >> shift & 0xff);
}

// Feeds the message, one 1 bit, zeros and the length in bits to `take`, block by block.
template <std::size_t kBlock, std::size_t kLengthBytes, typename Take>
void each_block(std::string_view message, bool big_endian_length, Take take) {
  auto data = reinterpret_cast<Bytes>(message.data());
  std::size_t left = message.size();
  for (; left >= kBlock; left -= kBlock, data += kBlock) take(data);
  std::uint8_t tail[2 * kBlock] = {};
  if (left != 0) std::memcpy(tail, data, left);
  tail[left] = 0x80;
  const std::size_t end = left + 1 + kLengthBytes <= kBlock ? kBlock : 2 * kBlock;
  const std::uint64_t bits = static_cast<std::uint64_t>(message.size()) * 8;
  for (std::size_t i = 0; i < 8; ++i) {
    const std::size_t place = big_endian_length ? end - 1 - i : end - 8 + i;
    tail[place] = static_cast<std::uint8_t>(bits >> (8 * i));
  }
  for (std::size_t at = 0; at < end; at += kBlock) take(tail + at);
}

// The first 64 of these words, cut to their upper halves, are SHA-256's constants.
constexpr std::uint64_t kRounds[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
    0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
    0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
    0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
    0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
    0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

struct Sha256Rules {
  using Word = std::uint32_t;
  static constexpr int kRoundCount = 64;
  static constexpr int kBig0[3] = {2, 13, 22}, kBig1[3] = {6, 11, 25};
  static constexpr int kSmall0[3] = {7, 18, 3}, kSmall1[3] = {17, 19, 10};
  static Word constant(int i) { return static_cast<Word>(kRounds[i] >> 32); }
};

struct Sha512Rules {
  using Word = std::uint64_t;
  static constexpr int kRoundCount = 80;
  static constexpr int kBig0[3] = {28, 34, 39}, kBig1[3] = {14, 18, 41};
  static constexpr int kSmall0[3] = {1, 8, 7}, kSmall1[3] = {19, 61, 6};
  static Word constant(int i) { return kRounds[i]; }
};

template <typename Word>
Word rotations(Word x, const int (&by)[3]) {
  return rotate_right(x, by[0]) ^ rotate_right(x, by[1]) ^ rotate_right(x, by[2]);
}

template <typename Word>
Word rotations_and_shift(Word x, const int (&by)[3]) {
  return rotate_right(x, by[0]) ^ rotate_right(x, by[1]) ^ static_cast<Word>(x >> by[2]);
}

// Round kStep of eight. Instead of moving the eight working variables along, their places rotate. Choice and
// majority are written with the fewest operations; a ^ b is the next round's b ^ c.
template <typename Rules, int kStep>
inline void sha2_round(typename Rules::Word (&v)[8], typename Rules::Word word) {
  using Word = typename Rules::Word;
  const auto at = [](int variable) { return (variable + 8 - kStep) % 8; };
  const Word a = v[at(0)], b = v[at(1)], c = v[at(2)], e = v[at(4)], f = v[at(5)], g = v[at(6)];
  const Word t1 = v[at(7)] + rotations(e, Rules::kBig1) + (g ^ (e & (f ^ g))) + word;
  v[at(3)] += t1;
  v[at(7)] = t1 + rotations(a, Rules::kBig0) + (b ^ ((a ^ b) & (b ^ c)));
}

template <typename Rules, int... kSteps>
inline void sha2_rounds(typename Rules::Word (&v)[8], const typename Rules::Word* w, int first,
                        std::integer_sequence<int, kSteps...>) {
  (sha2_round<Rules, kSteps>(v, w[first + kSteps] + Rules::constant(first + kSteps)), ...);
}

// FIPS 180-4 sections 6.2.2 and 6.4.2.
template <typename Rules>
void sha2_block(typename Rules::Word* state, Bytes block) {
  using Word = typename Rules::Word;
  Word w[Rules::kRoundCount];
  for (int i = 0; i < 16; ++i) w[i] = read_big<Word>(block + i * sizeof(Word));
  for (int i = 16; i < Rules::kRoundCount; ++i)
    w[i] = rotations_and_shift(w[i - 2], Rules::kSmall1) + w[i - 7] +
           rotations_and_shift(w[i - 15], Rules::kSmall0) + w[i - 16];
  Word v[8];
  std::memcpy(v, state, sizeof v);
  for (int i = 0; i < Rules::kRoundCount; i += 8)
    sha2_rounds<Rules>(v, w, i, std::make_integer_sequence<int, 8>());
  for (int i = 0; i < 8; ++i) state[i] += v[i];
}

std::string sha512_family(std::string_view bytes, const std::uint64_t (&start)[8], std::size_t size) {
  std::uint64_t state[8];
  std::memcpy(state, start, sizeof state);
  each_block<128, 16>(bytes, true, [&](Bytes block) { sha2_block<Sha512Rules>(state, block); });
  std::string out;
  for (std::uint64_t word : state) append_big(out, word);
  out.resize(size);
  return out;
}

// FIPS 180-4 section 6.1.2.
void sha1_block(std::uint32_t* state, Bytes block) {
  std::uint32_t w[80];
  for (int i = 0; i < 16; ++i) w[i] = read_big<std::uint32_t>(block + i * 4);
  for (int i = 16; i < 80; ++i) w[i] = rotate_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  std::uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
  for (int i = 0; i < 80; ++i) {
    std::uint32_t f, k;
    if (i < 20)
      f = (b & c) ^ (~b & d), k = 0x5a827999;
    else if (i < 40)
      f = b ^ c ^ d, k = 0x6ed9eba1;
    else if (i < 60)
      f = (b & c) ^ (b & d) ^ (c & d), k = 0x8f1bbcdc;
    else
      f = b ^ c ^ d, k = 0xca62c1d6;
    const std::uint32_t next = rotate_left(a, 5) + f + e + k + w[i];
    e = d, d = c, c = rotate_left(b, 30), b = a, a = next;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

// RFC 1321 section 3.4; its table T is floor(2^32 * |sin(i + 1)|).
void md5_block(std::uint32_t* state, Bytes block) {
  static constexpr int kShift[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  std::uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  for (int i = 0; i < 64; ++i) {
    std::uint32_t f;
    int word;
    if (i < 16)
      f = (b & c) | (~b & d), word = i;
    else if (i < 32)
      f = (d & b) | (~d & c), word = (5 * i + 1) % 16;
    else if (i < 48)
      f = b ^ c ^ d, word = (3 * i + 5) % 16;
    else
      f = c ^ (b | ~d), word = 7 * i % 16;
    const auto t =
        static_cast<std::uint32_t>(static_cast<std::uint64_t>(std::fabs(std::sin(i + 1.0)) * 4294967296.0));
    const std::uint32_t sum = a + f + t + read_little(block + 4 * word);
    a = d, d = c, c = b, b += rotate_left(sum, kShift[i / 16][i % 4]);
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
}

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

}  // namespace

Sha256::Sha256()
    : state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19} {
}

void Sha256::add(std::string_view bytes) {
  const std::size_t held = size_ % block_.size();
  size_ += bytes.size();
  if (held != 0) {
    const std::size_t n = bytes.copy(reinterpret_cast<char*>(block_.data()) + held, block_.size() - held);
    bytes.remove_prefix(n);
    if (held + n < block_.size()) return;
    sha2_block<Sha256Rules>(state_.data(), block_.data());
  }
  for (; bytes.size() >= block_.size(); bytes.remove_prefix(block_.size()))
    sha2_block<Sha256Rules>(state_.data(), reinterpret_cast<Bytes>(bytes.data()));
  bytes.copy(reinterpret_cast<char*>(block_.data()), bytes.size());
}

std::string Sha256::finish() {
  const std::uint64_t bits = size_ * 8;
  std::string padding(1, '\x80');
  padding.append((119 - size_ % 64) % 64, '\0');
  append_big(padding, bits);
  add(padding);
  std::string out;
  for (std::uint32_t word : state_) append_big(out, word);
  return out;
}

std::string md5(std::string_view bytes) {
  std::uint32_t state[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  each_block<64, 8>(bytes, false, [&](Bytes block) { md5_block(state, block); });
  std::string out;
  for (std::uint32_t word : state) append_little(out, word);
  return out;
}

std::string sha1(std::string_view bytes) {
  std::uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  each_block<64, 8>(bytes, true, [&](Bytes block) { sha1_block(state, block); });
  std::string out;
  for (std::uint32_t word : state) append_big(out, word);
  return out;
}

std::string sha256(std::string_view bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.finish();
}

std::string sha384(std::string_view bytes) {
  static constexpr std::uint64_t kStart[8] = {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17,
                                              0x152fecd8f70e5939, 0x67332667ffc00b31, 0x8eb44a8768581511,
                                              0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4};
  return sha512_family(bytes, kStart, 48);
}

std::string sha512(std::string_view bytes) {
  static constexpr std::uint64_t kStart[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                              0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                              0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
  return sha512_family(bytes, kStart, 64);
}

std::string hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

std::string sha256_hex(std::string_view bytes) { return hex(sha256(bytes)); }

std::string base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<std::uint8_t>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= bytes.size() ? kBase64[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::optional<std::string> base64_bytes(std::string_view text) {
  for (int padding = 0; padding < 2 && text.size() % 4 != 1 && !text.empty() && text.back() == '='; ++padding)
    text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held >= 8) out += static_cast<char>(bits >> (held -= 8) & 0xff);
  }
  return out;
}

}  // namespace takestock
