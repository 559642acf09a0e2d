// Inside identity: the letters of a code.
#pragma once

#include <cstddef>
#include <string>

namespace takestock::identity {

inline constexpr char kLetters[] = "0123456789abcdefghjkmnpqrstvwxyz";  ///< Crockford's base32
inline constexpr std::size_t kInviteeLetters = 12, kTokenLetters = 26;
inline constexpr std::size_t kCheckedLetters = kInviteeLetters + kTokenLetters, kCheckLetters = 2;
inline constexpr std::size_t kCodeLetters = kCheckedLetters + kCheckLetters;

/// Those at the end of a code, over all before them.
std::string check_letters(const std::string& letters);

}  // namespace takestock::identity
