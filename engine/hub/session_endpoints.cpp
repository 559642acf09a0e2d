// Signing in and out, and what a user does with his own account. The rows ask for no role: each looks at the
// session itself, because also a user who has still to change his password must get at them.
#include <array>

#include "base/digest.h"
#include "base/json_writer.h"
#include "base/utf8.h"
#include "hub/accounts.h"
#include "hub/attempts.h"
#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/fields.h"
#include "hub/passwords.h"
#include "hub/second_factor.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kBody = 8 * 1024;
constexpr int kSecondsUntilFree = 2;

// --- replies
// ----------------------------------------------------------------------------------------------------

Reply with_member(int status, std::string_view code, std::string_view message, const char* name,
                  std::string_view value) {
  json::Writer out;
  out.open_object().key("error").open_object();
  out.member("code", code).member("message", message).member("where", "");
  out.key(name).raw(value).close_object().close_object();
  Reply reply = replied(out.take());
  reply.status = status;
  return reply;
}

Reply wait(std::int64_t seconds) {
  const std::string text = std::to_string(seconds);
  Reply reply =
      with_member(429, "too_many", "Too many tries. Try again in " + text + " seconds.", "retry_after", text);
  reply.headers.emplace_back("Retry-After", text);
  return reply;
}

Reply hashing_busy() {
  Reply reply = failed(503, "busy", "Many people are signing in at the moment. Try again in a moment.");
  reply.headers.emplace_back("Retry-After", std::to_string(kSecondsUntilFree));
  return reply;
}

/// Whatever was wrong.
Reply wrong() { return failed(401, "signed_out", "The name, the password or the code is not right."); }

void write_user(json::Writer& out, const TeamAccount& account) {
  out.key("user").open_object().member("name", account.name).member("role", role_name(account.role));
  out.member("second_factor", !account.second_factor.empty())
      .member("must_change", account.must_change)
      .close_object();
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// --- signing in
// ------------------------------------------------------------------------------------------------- Three
// steps: the try is counted and the kept password looked up; on this thread it is compared; then the session
// is made, or not. The second transaction commits also where the answer is no, so that it can be told in the
// audit trail.

struct SignIn {
  std::string name, password, code, address;
  std::string kept;       ///< password of the account, "" if there is none that may sign in
  bool verified = false;  ///< it is the password
  Reply reply;
};
using SharedSignIn = std::shared_ptr<SignIn>;

class LookUp final : public Job {
 public:
  explicit LookUp(SharedSignIn sign_in) : sign_in_(std::move(sign_in)) {}
  Reply run(Desk& desk) override {
    if (const auto seconds = seconds_to_wait(desk, sign_in_->name, sign_in_->address); seconds > 0)
      return wait(seconds);
    const auto account = load_account(desk, sign_in_->name);
    sign_in_->kept = account && !account->disabled ? account->password : "";
    return {};
  }

 private:
  const SharedSignIn sign_in_;
};

class MakeSession final : public Job {
 public:
  explicit MakeSession(SharedSignIn sign_in) : sign_in_(std::move(sign_in)) {}
  Reply run(Desk& desk) override {
    const auto account = load_account(desk, sign_in_->name);
    sign_in_->reply = judge(desk, account);
    if (account && sign_in_->reply.status >= 400) record(desk, "", account->name, "sign_in_refused", "");
    return {};
  }

 private:
  Reply judge(Desk& desk, const std::optional<TeamAccount>& account) {
    if (!account || account->disabled || !sign_in_->verified || account->password != sign_in_->kept)
      return wrong();
    if (account->second_factor.empty()) return begin(desk, *account, account->last_code);
    if (sign_in_->code.empty())
      return with_member(401, "signed_out", "Enter the code of your authenticator too.", "needs_code",
                         "true");
    const auto step = code_step(account->second_factor, sign_in_->code, desk.clock.now(), account->last_code);
    return step ? begin(desk, *account, *step) : wrong();
  }

  Reply begin(Desk& desk, const TeamAccount& account, std::int64_t last_code) {
    std::array<std::uint8_t, 32> bytes{};
    desk.random.fill(bytes.data(), bytes.size());
    const std::string token = hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    const Millis now = desk.clock.now(), expires = now + kSessionMillis;
    desk.work.run("DELETE FROM session WHERE expires <= ?1 OR seen <= ?2", now, now - kIdleMillis);
    desk.work.run(
        "INSERT INTO session(token_hash, account, expires, seen, created) VALUES(?1, ?2, ?3, ?4, ?4)",
        session_hash(token), account.name, expires, now);
    desk.work.run("UPDATE account SET last_code = ?2, last_seen = ?3 WHERE name = ?1", account.name,
                  last_code, now);
    forget_tries(desk, account.name);
    record(desk, "", account.name, "signed_in", "");
    json::Writer out;
    out.open_object().member("token", token).member("expires", expires);
    write_user(out, account);
    return replied(out.close_object().take());
  }

  const SharedSignIn sign_in_;
};

Accepted sign_in(Hub& hub, Request&& request, std::shared_ptr<const User>) {
  Fields fields(request.body, {"user", "password", "code"});
  auto its = std::make_shared<SignIn>();
  its->name = lower(fields.required("user", kBody));
  its->password = fields.text("password", kPasswordBytes);
  its->code = fields.text("code", 20);
  its->address = request.peer;
  if (!fields.ok()) return {.reply = failed(fields.error())};
  if (Reply found = hub.stores->run("", std::make_unique<LookUp>(its)); found.status >= 400)
    return {.reply = found};
  const auto verified = is_password(its->password, its->kept);
  if (!verified) return {.reply = hashing_busy()};
  its->verified = *verified;
  Reply made = hub.stores->run("", std::make_unique<MakeSession>(its));
  return {.reply = made.status >= 400 ? std::move(made) : std::move(its->reply)};
}

// --- one's own session and account
// ------------------------------------------------------------------------------

/// A job for whoever is signed in.
class OwnJob : public Job {
 public:
  explicit OwnJob(std::string bearer) : bearer_(std::move(bearer)) {}
  Reply run(Desk& desk) final {
    const auto user = signed_in(desk, bearer_, Role::nobody);
    if (!user.ok()) return refused(user.error());
    const auto account = load_account(desk, user->name);
    return account ? run(desk, *account) : failed(desk.work.error());
  }

 protected:
  const std::string& bearer() const { return bearer_; }

 private:
  virtual Reply run(Desk& desk, const TeamAccount& account) = 0;
  const std::string bearer_;
};

class ShowSession final : public OwnJob {
  using OwnJob::OwnJob;
  Reply run(Desk& desk, const TeamAccount& account) override {
    json::Writer out;
    out.open_object();
    write_user(out, account);
    auto row = desk.work.query("SELECT expires FROM session WHERE token_hash = ?1", session_hash(bearer()));
    if (row.next()) out.member("expires", row.integer(0));
    return replied(out.close_object().take());
  }
};

class SignOut final : public OwnJob {
  using OwnJob::OwnJob;
  Reply run(Desk& desk, const TeamAccount& account) override {
    desk.work.run("DELETE FROM session WHERE token_hash = ?1", session_hash(bearer()));
    record(desk, "", account.name, "signed_out", "");
    return replied("{}");
  }
};

template <typename Its>
Accepted accept_own(Hub&, Request&& request, std::shared_ptr<const User>) {
  return {.job = std::make_unique<Its>(std::move(request.bearer))};
}

// --- the password
// -----------------------------------------------------------------------------------------------

struct NewPassword {
  std::string name, kept, replaced_by;
  std::string address;
};

class FindPassword final : public OwnJob {
 public:
  FindPassword(std::string bearer, std::shared_ptr<NewPassword> its)
      : OwnJob(std::move(bearer)), its_(std::move(its)) {}

 private:
  Reply run(Desk& desk, const TeamAccount& account) override {
    if (const auto seconds = seconds_to_wait(desk, account.name, its_->address); seconds > 0)
      return wait(seconds);
    its_->name = account.name;
    its_->kept = account.password;
    return {};
  }
  const std::shared_ptr<NewPassword> its_;
};

class ReplacePassword final : public OwnJob {
 public:
  ReplacePassword(std::string bearer, std::shared_ptr<const NewPassword> its)
      : OwnJob(std::move(bearer)), its_(std::move(its)) {}

 private:
  Reply run(Desk& desk, const TeamAccount& account) override {
    if (account.password != its_->kept)
      return failed({Code::bad_state, "The password was changed meanwhile.", ""});
    desk.work.run("UPDATE account SET password = ?2, must_change = 0 WHERE name = ?1", account.name,
                  its_->replaced_by);
    desk.work.run("DELETE FROM session WHERE account = ?1 AND token_hash <> ?2", account.name,
                  session_hash(bearer()));
    forget_tries(desk, account.name);
    record(desk, "", account.name, "password_changed", "");
    return replied("{}");
  }
  const std::shared_ptr<const NewPassword> its_;
};

Reply not_good(const std::string& problem) { return failed({Code::bad_request, problem, "/new"}); }

Accepted change_password(Hub& hub, Request&& request, std::shared_ptr<const User>) {
  Fields fields(request.body, {"old", "new"});
  const std::string old = fields.text("old", kPasswordBytes), wanted = fields.text("new", kBody);
  if (!fields.ok()) return {.reply = failed(fields.error())};
  auto its = std::make_shared<NewPassword>();
  its->address = request.peer;
  Reply found = hub.stores->run("", std::make_unique<FindPassword>(request.bearer, its));
  if (found.status >= 400) return {.reply = std::move(found)};
  if (const auto problem = password_problem(wanted, its->name); !problem.empty())
    return {.reply = not_good(problem)};
  if (wanted == old) return {.reply = not_good("The new password is the old one.")};
  const auto same = is_password(old, its->kept);
  if (same && !*same) return {.reply = failed({Code::bad_request, "The old password is not right.", "/old"})};
  const auto hashed = same ? hash_password(wanted) : std::nullopt;
  if (!hashed) return {.reply = hashing_busy()};
  its->replaced_by = *hashed;
  return {.job = std::make_unique<ReplacePassword>(std::move(request.bearer), its)};
}

// --- the second factor
// ------------------------------------------------------------------------------------------

/// First makes a secret, then keeps it once a code of it was given.
class SecondFactor final : public OwnJob {
 public:
  SecondFactor(std::string bearer, std::string code) : OwnJob(std::move(bearer)), code_(std::move(code)) {}

 private:
  Reply run(Desk& desk, const TeamAccount& account) override {
    if (account.must_change)
      return failed(403, "forbidden", "First change the password that was given to you.");
    if (!account.second_factor.empty())
      return failed({Code::bad_state, "You have a second factor already. An owner can take it away.", ""});
    return code_.empty() ? offer(desk, account) : confirm(desk, account);
  }

  Reply offer(Desk& desk, const TeamAccount& account) {
    const std::string secret = make_secret(desk.random);
    desk.work.run("UPDATE account SET new_factor = ?2 WHERE name = ?1", account.name, secret);
    json::Writer out;
    out.open_object().member("secret", secret).member("uri", secret_uri(account.name, secret));
    return replied(out.close_object().take());
  }

  Reply confirm(Desk& desk, const TeamAccount& account) {
    const Millis now = desk.clock.now();
    const auto step =
        account.new_factor.empty() ? std::nullopt : code_step(account.new_factor, code_, now, 0);
    if (!step) return failed({Code::bad_request, "This is not the code that is shown now.", "/code"});
    desk.work.run(
        "UPDATE account SET second_factor = new_factor, new_factor = '', last_code = ?2 WHERE name = ?1",
        account.name, *step);
    record(desk, "", account.name, "second_factor_set", "");
    return replied("{\"second_factor\":true}");
  }

  const std::string code_;
};

Accepted set_second_factor(Hub&, Request&& request, std::shared_ptr<const User>) {
  Fields fields(request.body, {"code"});
  std::string code = fields.text("code", 20);
  if (!fields.ok()) return {.reply = failed(fields.error())};
  return {.job = std::make_unique<SecondFactor>(std::move(request.bearer), std::move(code))};
}

constexpr Endpoint kEndpoints[] = {
    {"POST", kSessionPath, Role::nobody, kBody, sign_in, true},
    {"GET", kSessionPath, Role::nobody, 0, accept_own<ShowSession>},
    {"DELETE", kSessionPath, Role::nobody, 0, accept_own<SignOut>},
    {"POST", "/api/v1/session/password", Role::nobody, kBody, change_password, true},
    {"POST", "/api/v1/session/second-factor", Role::nobody, kBody, set_second_factor},
};

}  // namespace

std::span<const Endpoint> session_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
