// The team's users, as owners see and change them.
#include "base/json_writer.h"
#include "hub/accounts.h"
#include "hub/attempts.h"
#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/fields.h"
#include "hub/passwords.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kBody = 8 * 1024;

void write_user(json::Writer& out, const TeamAccount& account) {
  out.open_object().member("name", account.name).member("role", role_name(account.role));
  out.member("second_factor", !account.second_factor.empty()).member("disabled", account.disabled);
  out.member("last_seen", account.last_seen).close_object();
}

/// The user and, where a new one was made, the password to be handed over.
Reply about(Desk& desk, const std::string& name, const std::string& password) {
  const auto account = load_account(desk, name);
  if (!account)
    return failed(desk.work.ok() ? Error{Code::not_found, "There is no user of this name.", ""}
                                 : desk.work.error());
  json::Writer out;
  out.open_object().key("user");
  write_user(out, *account);
  if (!password.empty()) out.member("password", password);
  return replied(out.close_object().take());
}

class ListUsers final : public Job {
 public:
  Reply run(Desk& desk) override {
    json::Writer out;
    out.open_object().key("users").open_array();
    auto row = desk.work.query("SELECT name FROM account ORDER BY name");
    while (row.next())
      if (const auto account = load_account(desk, row.text(0))) write_user(out, *account);
    return replied(out.close_array().close_object().take());
  }
};

Accepted list_users(Hub&, Request&&, std::shared_ptr<const User>) {
  return {.job = std::make_unique<ListUsers>()};
}

/// A password to be handed over, and as it is kept.
struct GivenPassword {
  std::string password, kept;
};

std::optional<GivenPassword> give_password(Random& random) {
  GivenPassword given{make_password(random), ""};
  const auto kept = hash_password(given.password);
  if (!kept) return std::nullopt;
  given.kept = *kept;
  return given;
}

Reply hashing_busy() {
  return failed(503, "busy", "Many people are signing in at the moment. Try again in a moment.");
}

Role role_of(Fields& fields) {
  const auto role = role_named(fields.text("role"));
  if (fields.ok() && !role) fields.fail("role", "A role is viewer, organiser or owner.");
  return role.value_or(Role::nobody);
}

// --- a new one
// --------------------------------------------------------------------------------------------------

class AddUser final : public Job {
 public:
  AddUser(std::shared_ptr<const User> by, std::string name, Role role, GivenPassword given)
      : by_(std::move(by)), name_(std::move(name)), role_(role), given_(std::move(given)) {}
  Reply run(Desk& desk) override {
    if (Status added = insert_account(desk, name_, role_, given_.kept); !added.ok())
      return failed(added.error());
    record(desk, "", by_->name, "user_added", "Added " + name_ + " as " + role_name(role_) + ".");
    return about(desk, name_, given_.password);
  }

 private:
  const std::shared_ptr<const User> by_;
  const std::string name_;
  const Role role_;
  const GivenPassword given_;
};

Accepted add(Hub& hub, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"name", "role"});
  const std::string name = fields.required("name");
  const Role role = role_of(fields);
  if (const auto problem = user_name_problem(name); fields.ok() && !problem.empty())
    fields.fail("name", problem);
  if (!fields.ok()) return {.reply = failed(fields.error())};
  const auto given = give_password(hub.random);
  if (!given) return {.reply = hashing_busy()};
  return {.job = std::make_unique<AddUser>(std::move(user), name, role, *given)};
}

// --- changes
// ----------------------------------------------------------------------------------------------------

struct Changes {
  std::optional<Role> role;
  std::optional<bool> disabled;
  bool second_factor_gone = false;
  GivenPassword password;  ///< kept "": stays
};

class ChangeUser final : public Job {
 public:
  ChangeUser(std::shared_ptr<const User> by, std::string name, Changes changes)
      : by_(std::move(by)), name_(std::move(name)), changes_(std::move(changes)) {}

  Reply run(Desk& desk) override {
    const auto account = load_account(desk, name_);
    if (account && takes_last_owner(desk, *account))
      return failed(
          {Code::bad_state, "There must be an owner who can sign in: make another user one first.", ""});
    if (account) apply(desk, *account);
    return about(desk, name_, changes_.password.password);
  }

 private:
  bool takes_last_owner(Desk& desk, const TeamAccount& account) const {
    const bool stays =
        changes_.role.value_or(account.role) == Role::owner && !changes_.disabled.value_or(account.disabled);
    if (stays || account.role != Role::owner || account.disabled) return false;
    auto row = desk.work.query(
        "SELECT COUNT(*) FROM account WHERE role = 'owner' AND disabled = 0 AND name <> ?1", name_);
    return row.next() && row.integer(0) == 0;
  }

  void apply(Desk& desk, const TeamAccount& account) const {
    if (changes_.role) set_role(desk, *changes_.role);
    if (changes_.disabled) set_disabled(desk, *changes_.disabled);
    if (changes_.second_factor_gone && !account.second_factor.empty()) remove_second_factor(desk);
    if (!changes_.password.kept.empty()) set_password(desk);
  }

  void set_role(Desk& desk, Role role) const {
    desk.work.run("UPDATE account SET role = ?2 WHERE name = ?1", name_, role_name(role));
    note(desk, "user_role", "Made " + name_ + " " + role_name(role) + ".");
  }
  void set_disabled(Desk& desk, bool disabled) const {
    desk.work.run("UPDATE account SET disabled = ?2 WHERE name = ?1", name_, disabled ? 1 : 0);
    if (disabled) end_sessions(desk);
    note(desk, disabled ? "user_disabled" : "user_enabled",
         (disabled ? "Disabled " : "Enabled ") + name_ + ".");
  }
  void remove_second_factor(Desk& desk) const {
    desk.work.run("UPDATE account SET second_factor = '', new_factor = '', last_code = 0 WHERE name = ?1",
                  name_);
    end_sessions(desk);
    note(desk, "second_factor_removed", "Took the second factor of " + name_ + " away.");
  }
  void set_password(Desk& desk) const {
    desk.work.run("UPDATE account SET password = ?2, must_change = 1 WHERE name = ?1", name_,
                  changes_.password.kept);
    end_sessions(desk);
    forget_tries(desk, name_);
    note(desk, "password_reset", "Gave " + name_ + " a new password.");
  }
  void end_sessions(Desk& desk) const { desk.work.run("DELETE FROM session WHERE account = ?1", name_); }
  void note(Desk& desk, const char* action, const std::string& detail) const {
    record(desk, "", by_->name, action, detail);
  }

  const std::shared_ptr<const User> by_;
  const std::string name_;
  const Changes changes_;
};

Accepted change(Hub& hub, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"role", "disabled", "reset_password", "reset_second_factor"});
  Changes changes;
  if (fields.has("role")) changes.role = role_of(fields);
  changes.disabled = fields.truth("disabled");
  changes.second_factor_gone = fields.truth("reset_second_factor").value_or(false);
  const bool new_password = fields.truth("reset_password").value_or(false);
  if (!fields.ok()) return {.reply = failed(fields.error())};
  if (new_password) {
    const auto given = give_password(hub.random);
    if (!given) return {.reply = hashing_busy()};
    changes.password = *given;
  }
  return {.job =
              std::make_unique<ChangeUser>(std::move(user), request.arguments["name"], std::move(changes))};
}

constexpr Endpoint kEndpoints[] = {
    {"GET", "/api/v1/users", Role::owner, 0, list_users},
    {"POST", "/api/v1/users", Role::owner, kBody, add, true},
    {"POST", "/api/v1/users/{name}", Role::owner, kBody, change, true},
};

}  // namespace

std::span<const Endpoint> user_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
