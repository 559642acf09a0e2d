#include "hub/accounts.h"

#include "base/digest.h"
#include "hub/passwords.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kNameCharacters = 64;

struct Session {
  User user;
  Millis expires = 0, seen = 0;
  bool must_change = false;
};

std::optional<Session> load_session(Desk& desk, const std::string& hash) {
  auto row = desk.work.query(
      "SELECT a.name, a.role, s.expires, s.seen, a.must_change FROM session s JOIN account a ON a.name = "
      "s.account "
      "WHERE s.token_hash = ?1 AND a.disabled = 0",
      hash);
  if (!row.next()) return std::nullopt;
  const Role role = role_named(row.text(1)).value_or(Role::nobody);
  return Session{{row.text(0), role}, row.integer(2), row.integer(3), row.integer(4) != 0};
}

bool over(const Session& session, Millis now) {
  return now >= session.expires || now >= session.seen + kIdleMillis;
}

void slide(Desk& desk, const std::string& hash, const Session& session) {
  const Millis now = desk.clock.now();
  if (now < session.seen + kSlideMillis) return;
  desk.work.run("UPDATE session SET seen = ?2 WHERE token_hash = ?1", hash, now);
  desk.work.run("UPDATE account SET last_seen = ?2 WHERE name = ?1", session.user.name, now);
}

/// nullptr: allowed.
const char* why_not(const Session& session, Role least) {
  if (least == Role::nobody) return nullptr;
  if (session.must_change) return "First change the password that was given to you.";
  return session.user.role < least ? "Your account is not allowed to do this." : nullptr;
}

}  // namespace

const char* role_name(Role role) {
  constexpr const char* kNames[] = {"", "viewer", "organiser", "owner"};
  return kNames[static_cast<std::size_t>(role)];
}

std::optional<Role> role_named(std::string_view name) {
  for (const Role role : {Role::viewer, Role::organiser, Role::owner})
    if (name == role_name(role)) return role;
  return std::nullopt;
}

std::string session_hash(std::string_view bearer) {
  return sha256_hex("takestock session 1" + std::string(bearer));
}

Result<User> signed_in(Desk& desk, std::string_view bearer, Role least) {
  const Error nobody{Code::not_found, "You are not signed in, or were signed out after a while.", ""};
  if (bearer.empty()) return nobody;
  const std::string hash = session_hash(bearer);
  const auto session = load_session(desk, hash);
  if (!desk.work.ok()) return desk.work.error();
  if (!session || over(*session, desk.clock.now())) return nobody;
  if (const char* reason = why_not(*session, least)) return Error{Code::bad_state, reason, ""};
  slide(desk, hash, *session);
  return desk.work.result(session->user);
}

Reply refused(const Error& error) {
  if (error.code == Code::not_found) return failed(401, "signed_out", error.message);
  if (error.code == Code::bad_state) return failed(403, "forbidden", error.message);
  return failed(error);
}

std::optional<TeamAccount> load_account(Desk& desk, std::string_view name) {
  auto row = desk.work.query(
      "SELECT name, role, password, must_change, second_factor, new_factor, last_code, disabled, last_seen "
      "FROM account WHERE name = ?1",
      name);
  if (!row.next()) return std::nullopt;
  return TeamAccount{row.text(0),    role_named(row.text(1)).value_or(Role::nobody),
                     row.text(2),    row.integer(3) != 0,
                     row.text(4),    row.text(5),
                     row.integer(6), row.integer(7) != 0,
                     row.integer(8)};
}

std::string user_name_problem(std::string_view name) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789._@-";
  const bool fits = !name.empty() && name.size() <= kNameCharacters;
  if (fits && name.find_first_not_of(kAllowed) == std::string_view::npos) return "";
  return "A user's name has 1 to 64 lower-case letters, digits, dots, hyphens, underscores and @.";
}

Status insert_account(Desk& desk, std::string_view name, Role role, const std::string& kept) {
  desk.work.run(
      "INSERT INTO account(name, role, password, must_change, second_factor, new_factor, last_code, "
      "disabled, "
      "last_seen, created) VALUES(?1, ?2, ?3, 1, '', '', 0, 0, 0, ?4) ON CONFLICT(name) DO NOTHING",
      name, role_name(role), kept, desk.clock.now());
  if (desk.work.ok() && desk.work.changes() == 0)
    return Error{Code::bad_state, "There is a user of this name already.", ""};
  return desk.work.status();
}

Result<std::string> add_user(Desk& desk, std::string_view name, Role role) {
  if (const std::string problem = user_name_problem(name); !problem.empty())
    return Error{Code::bad_request, problem, "/name"};
  const std::string password = make_password(desk.random);
  const auto kept = hash_password(password);
  if (!kept) return Error{Code::limit, "There is not enough memory to hash a password.", ""};
  if (Status added = insert_account(desk, name, role, *kept); !added.ok()) return added.error();
  return password;
}

}  // namespace takestock::hub
