#include "hub/second_factor.h"

#include <liboath/oath.h>
#include <sodium.h>

#include <array>
#include <cstdlib>
#include <memory>

namespace takestock::hub {
namespace {

constexpr unsigned kStepSeconds = 30, kDigits = 6;

struct Free {
  void operator()(char* text) const { std::free(text); }
};
using Text = std::unique_ptr<char, Free>;

std::string bytes_of(const std::string& secret) {
  char* raw = nullptr;
  std::size_t size = 0;
  if (oath_base32_decode(secret.data(), secret.size(), &raw, &size) != OATH_OK) return "";
  const Text held(raw);
  return {raw, size};
}

std::string digits_of(std::string_view code) {
  std::string digits;
  for (const char c : code)
    if (c != ' ') digits += c;
  return digits;
}

bool is_code(const std::string& secret, std::int64_t step, const std::string& code) {
  std::array<char, kDigits + 1> right{};
  const auto time = static_cast<time_t>(step * kStepSeconds);
  if (oath_totp_generate(secret.data(), secret.size(), time, kStepSeconds, 0, kDigits, right.data()) !=
      OATH_OK)
    return false;
  return code.size() == kDigits && sodium_memcmp(code.data(), right.data(), kDigits) == 0;
}

}  // namespace

std::string make_secret(Random& random) {
  std::array<std::uint8_t, 20> bytes{};
  random.fill(bytes.data(), bytes.size());
  char* raw = nullptr;
  std::size_t size = 0;
  if (oath_base32_encode(reinterpret_cast<const char*>(bytes.data()), bytes.size(), &raw, &size) != OATH_OK)
    return "";
  const Text held(raw);
  return {raw, size};
}

std::string secret_uri(std::string_view user, const std::string& secret) {
  std::string name;
  for (const char c : user) name += c == '@' ? std::string("%40") : std::string(1, c);
  return "otpauth://totp/Takestock:" + name + "?secret=" + secret + "&issuer=Takestock";
}

std::optional<std::int64_t> code_step(const std::string& secret, std::string_view code, Millis now,
                                      std::int64_t last) {
  const std::string key = bytes_of(secret), digits = digits_of(code);
  const std::int64_t present = now / 1000 / kStepSeconds;
  std::optional<std::int64_t> found;
  for (std::int64_t step = present - 1; step <= present + 1; ++step)
    if (is_code(key, step, digits) && step > last && !found) found = step;
  return found;
}

}  // namespace takestock::hub
