// The second factor: TOTP (RFC 6238) with SHA-1, 30 seconds and 6 digits, as every authenticator reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/doors.h"

namespace takestock::hub {

/// 160 bits of chance in base32 without padding.
std::string make_secret(Random& random);
/// "otpauth://totp/Takestock:carol?secret=...&issuer=Takestock"
std::string secret_uri(std::string_view user, const std::string& secret);

/// The number of the 30 seconds that `code` (6 digits, spaces passed over) is for: those of now, the ones
/// before or after, and only later than `last`, so that no code is good twice. Nothing: it is wrong.
std::optional<std::int64_t> code_step(const std::string& secret, std::string_view code, Millis now,
                                      std::int64_t last);

}  // namespace takestock::hub
