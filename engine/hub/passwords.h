// Passwords: hashed with Argon2id (libsodium), 19 MiB and two passes, one at a time in the whole process.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/doors.h"

namespace takestock::hub {

inline constexpr std::size_t kPasswordCharacters = 12;  ///< at least
inline constexpr std::size_t kPasswordBytes = 1000;     ///< at most

/// The string to be kept. Nothing: others were being hashed for as long as one waits (a second), or there is
/// not enough memory.
std::optional<std::string> hash_password(std::string_view password);
/// Whether it is the password of that string. For "" (nobody) false after the same time.
std::optional<bool> is_password(std::string_view password, const std::string& kept);

/// To be handed to a person: "k7fp2-m9xtc-a4qre-8hjwn", 100 bits of chance.
std::string make_password(Random& random);
/// One sentence saying why the password is not good enough for that user; "" if it is.
std::string password_problem(std::string_view password, std::string_view user);

}  // namespace takestock::hub
