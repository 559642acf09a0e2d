#include "hub/passwords.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>
#include <set>

#include "base/utf8.h"

namespace takestock::hub {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = 19 * 1024 * 1024;
constexpr std::chrono::seconds kPatience{1};
constexpr char kLetters[] = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's base32
constexpr std::size_t kFewestDifferent = 5;

/// libsodium is made ready by the first that asks for it.
std::timed_mutex& one_at_a_time() {
  static std::timed_mutex mutex;
  static const bool ready = sodium_init() >= 0;
  (void)ready;
  return mutex;
}

/// Within the lock.
std::optional<std::string> hashed(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str(out.data(), password.data(), password.size(), kPasses, kMemory) != 0)
    return std::nullopt;
  return std::string(out.data());
}

}  // namespace

std::optional<std::string> hash_password(std::string_view password) {
  const std::unique_lock lock(one_at_a_time(), kPatience);
  return lock ? hashed(password) : std::nullopt;
}

std::optional<bool> is_password(std::string_view password, const std::string& kept) {
  const std::unique_lock lock(one_at_a_time(), kPatience);
  if (!lock) return std::nullopt;
  static const std::optional<std::string> nobodys = hashed("nobody's");
  if (!nobodys) return std::nullopt;
  const std::string& asked = kept.empty() ? *nobodys : kept;
  const bool same = crypto_pwhash_str_verify(asked.c_str(), password.data(), password.size()) == 0;
  return same && !kept.empty();
}

std::string make_password(Random& random) {
  std::array<std::uint8_t, 20> bytes{};
  random.fill(bytes.data(), bytes.size());
  std::string password;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0 && i % 5 == 0) password += '-';
    password += kLetters[bytes[i] % 32];
  }
  return password;
}

std::string password_problem(std::string_view password, std::string_view user) {
  if (!is_utf8(password) || utf8_length(password) < kPasswordCharacters)
    return "A password has at least " + std::to_string(kPasswordCharacters) +
           " characters. A few words are best.";
  if (password.size() > kPasswordBytes)
    return "A password has at most " + std::to_string(kPasswordBytes) + " characters.";
  if (std::set<char>(password.begin(), password.end()).size() < kFewestDifferent)
    return "This password repeats a few characters only. A few words are best.";
  if (!user.empty() && password.find(user) != std::string_view::npos)
    return "A password must not contain the name of its user.";
  return "";
}

}  // namespace takestock::hub
