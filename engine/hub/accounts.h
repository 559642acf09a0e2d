// The team's accounts: who they are, how they sign in, and whether a request may do what it asks.
//
// Passwords are kept as Argon2id strings (libsodium), sessions as the SHA-256 of 256 bits of chance, the
// second factor is TOTP (RFC 6238: SHA-1, 30 s, 6 digits). A session ends 12 hours after the sign-in, an hour
// after its last use, with the password's change and with the account's disabling.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "hub/job.h"

namespace takestock::hub {

inline constexpr Millis kSessionMillis = 12 * 3'600'000;  ///< from the sign-in, however much it is used
inline constexpr Millis kIdleMillis = 3'600'000;          ///< since the last use
inline constexpr Millis kSlideMillis = 5 * 60'000;        ///< the last use is noted no finer than that

const char* role_name(Role role);  ///< "viewer", "organiser", "owner"; "" for nobody
std::optional<Role> role_named(std::string_view name);

/// Whose session `bearer` is, if that user has at least the role `least`. Role::nobody asks for any session,
/// also of a user who has not yet changed the password given to him; every other role for one who has.
/// Slides the session's end.
/// Errors: not_found: nobody is signed in with it; bad_state: signed in, but not allowed; the database's.
Result<User> signed_in(Desk& desk, std::string_view bearer, Role least);
/// What is replied to an error of signed_in(): 401 signed_out, 403 forbidden, else as failed().
Reply refused(const Error& error);

/// A row of `account`.
struct TeamAccount {
  std::string name;
  Role role = Role::nobody;
  std::string password;  ///< as passwords.h keeps it
  bool must_change = false;
  std::string second_factor;  ///< secret in base32, "" if there is none
  std::string new_factor;     ///< one that is not yet confirmed
  std::int64_t last_code = 0;
  bool disabled = false;
  Millis last_seen = 0;
};
/// Nothing where there is none of that name; an error stays in desk.work.
std::optional<TeamAccount> load_account(Desk& desk, std::string_view name);
/// "" or why no user can be called that.
std::string user_name_problem(std::string_view name);
/// Writes the row; `kept`: the password as passwords.h keeps it. bad_state: there is one of that name.
Status insert_account(Desk& desk, std::string_view name, Role role, const std::string& kept);

/// What the hub keeps of a session's token.
std::string session_hash(std::string_view bearer);

/// A new account and the password to be handed over, which must be changed at the first sign-in. `name`: 1 to
/// 64 of [a-z0-9._@-]. Takes the time of hashing a password: for the command line, not for the store's
/// thread. Errors: bad_request (the name), bad_state (there is one of that name), the database's.
Result<std::string> add_user(Desk& desk, std::string_view name, Role role);

}  // namespace takestock::hub
