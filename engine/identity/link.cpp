#include "identity/link.h"

#include <cstdint>

#include "base/digest.h"
#include "identity/letters.h"

namespace takestock::identity {
namespace {

constexpr std::size_t kGroup = 5;

// 256 is a multiple of 32, so that each letter is as likely as any other.
std::string random_letters(Random& random, std::size_t count) {
  std::string out(count, '0');
  std::uint8_t bytes[kTokenLetters];
  random.fill(bytes, count);
  for (std::size_t i = 0; i < count; ++i) out[i] = kLetters[bytes[i] % 32];
  return out;
}

std::string framed(std::string_view text) {
  return std::to_string(text.size()) + ":" + std::string(text) + ",";
}

constexpr std::size_t kInterviewDigits = 16;

std::string interviews_begin(std::string_view round, std::string_view invitee) {
  return sha256_hex("takestock interviews 1" + framed(round) + framed(invitee)).substr(0, kInterviewDigits);
}

}  // namespace

std::string check_letters(const std::string& letters) {
  const std::string sum = sha256("takestock link check 1" + letters);
  std::string out;
  for (std::size_t i = 0; i < kCheckLetters; ++i) out += kLetters[static_cast<std::uint8_t>(sum[i]) % 32];
  return out;
}

std::string Link::code() const {
  std::string letters = invitee + token;
  letters += check_letters(letters);
  std::string out;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (i > 0 && i % kGroup == 0) out += '-';
    out += letters[i];
  }
  return out;
}

std::string Link::fragment() const { return "#/" + round + "/" + code(); }

std::string Link::token_hash() const { return sha256_hex("takestock link 1" + framed(token)); }

std::string make_invitee(Random& random, Invited invited) {
  std::string out = random_letters(random, kInviteeLetters);
  while (out[0] == 'y' || out[0] == 'z') out[0] = random_letters(random, 1)[0];
  if (invited != Invited::person) out[0] = invited == Invited::self_made ? 'z' : 'y';
  return out;
}

Link make_link(const std::string& round, const std::string& invitee, Random& random) {
  return {round, invitee, random_letters(random, kTokenLetters)};
}

std::string response_of(std::string_view round, std::string_view invitee) {
  return sha256_hex("takestock response 1" + framed(round) + framed(invitee)).substr(0, 32);
}

std::string interview_of(std::string_view round, std::string_view invitee, Random& random) {
  std::uint8_t chance[kInterviewDigits / 2];
  random.fill(chance, sizeof chance);
  return interviews_begin(round, invitee) + hex(std::string(chance, chance + sizeof chance));
}

bool is_interview_of(std::string_view round, std::string_view invitee, std::string_view response) {
  return response.size() == 2 * kInterviewDigits && response.starts_with(interviews_begin(round, invitee)) &&
         response.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace takestock::identity
