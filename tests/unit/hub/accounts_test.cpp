#include <doctest/doctest.h>
#include <liboath/oath.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "hub/attempts.h"
#include "hub/audit.h"
#include "hub/passwords.h"
#include "hub/second_factor.h"
#include "unit/hub/counter.h"

namespace takestock::hub {
namespace {

using nlohmann::json;

std::vector<Endpoint> account_endpoints() {
  std::vector<Endpoint> all;
  for (const auto rows : {session_endpoints(), user_endpoints(), audit_endpoints()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

struct Team : Counter {
  explicit Team(const std::string& kind) : Counter(kind, account_endpoints()) {}
  Reply get(const std::string& path, const std::string& bearer) { return ask("GET", path, bearer); }
  Reply send(const std::string& path, const std::string& bearer, const json& body) {
    return ask("POST", path, bearer, body.dump());
  }
};

std::string code_at(const std::string& secret, Millis now) {
  char* raw = nullptr;
  std::size_t size = 0;
  REQUIRE(oath_base32_decode(secret.data(), secret.size(), &raw, &size) == OATH_OK);
  std::string code(7, '\0');
  REQUIRE(oath_totp_generate(raw, size, static_cast<time_t>(now / 1000), 30, 0, 6, code.data()) == OATH_OK);
  std::free(raw);
  code.resize(6);
  return code;
}

TEST_CASE("a code is good for half a minute before and after its own, and once") {
  // RFC 6238, appendix B: the secret "12345678901234567890", the last six digits of the SHA-1 rows.
  const std::string secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  CHECK(code_step(secret, "287082", 59'000, 0) == 1);
  CHECK(code_step(secret, "081804", 1'111'111'109'000, 0) == 37'037'036);
  CHECK(code_step(secret, "081 804", 1'111'111'109'000, 0) == 37'037'036);
  CHECK(code_step(secret, "081804", 1'111'111'109'000 + 30'000, 0) == 37'037'036);
  CHECK(code_step(secret, "081804", 1'111'111'109'000 - 30'000, 0) == 37'037'036);
  CHECK_FALSE(code_step(secret, "081804", 1'111'111'109'000 + 61'000, 0));
  CHECK_FALSE(code_step(secret, "081804", 1'111'111'109'000, 37'037'036));
  CHECK_FALSE(code_step(secret, "081805", 1'111'111'109'000, 0));
  CHECK_FALSE(code_step(secret, "", 1'111'111'109'000, 0));
  CHECK_FALSE(code_step(secret, "0818040", 1'111'111'109'000, 0));
  CHECK_FALSE(code_step("not base32!", "081804", 1'111'111'109'000, 0));
}

TEST_CASE("passwords that are too easy are refused with the reason") {
  CHECK(password_problem("correct horse battery", "carol").empty());
  CHECK(password_problem("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F"
                         "12345678",
                         "carol")
            .empty());
  CHECK(password_problem("short", "carol").find("at least 12") != std::string::npos);
  CHECK(password_problem("aaaaaaaaaaaaaaaa", "carol").find("repeats") != std::string::npos);
  CHECK(password_problem("I am carol of Hull", "carol").find("name") != std::string::npos);
  CHECK(password_problem(std::string(1001, 'x') + "yzab", "carol").find("at most") != std::string::npos);
  CHECK_FALSE(password_problem("not utf-8 \xFF\xFE text", "carol").empty());
}

TEST_CASE("a password is kept as Argon2id with a salt of its own") {
  const auto one = hash_password(kGoodPassword), other = hash_password(kGoodPassword);
  REQUIRE(one);
  CHECK(one->rfind("$argon2id$v=19$m=19456,t=2,p=1$", 0) == 0);
  CHECK(*one != *other);
  CHECK(is_password(kGoodPassword, *one) == true);
  CHECK(is_password("another password", *one) == false);
  CHECK(is_password("nobody's", "") == false);
}

TEST_CASE("signing in gives a session, of which only the hash is kept") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    const std::string token = team.sign_in("carol", Role::organiser);
    CHECK(token.size() == 64);
    const Reply shown = team.get("/api/v1/session", token);
    CHECK(shown.status == 200);
    CHECK(member(shown, "/user/name") == "carol");
    CHECK(member(shown, "/user/role") == "organiser");
    CHECK(member(shown, "/user/second_factor") == "false");
    CHECK(member(shown, "/expires") == std::to_string(team.office.clock.now() + kSessionMillis));
    CHECK(team.office.rows("SELECT token_hash, account FROM session", 2) ==
          std::vector<std::string>{session_hash(token) + "|carol"});
    CHECK(team.token_of("  CAROL ", kGoodPassword).size() == 64);
  }
}

TEST_CASE("a session ends twelve hours after the sign-in, an hour after its last use, and when it is ended") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    const std::string used = team.sign_in("carol", Role::viewer),
                      idle = team.token_of("carol", kGoodPassword);
    for (int minutes = 0; minutes < 12 * 60 - 50; minutes += 50) {
      team.office.clock.advance(50 * 60'000);
      CHECK(team.get("/api/v1/session", used).status == 200);
    }
    CHECK(team.get("/api/v1/session", idle).status == 401);
    team.office.clock.advance(30 * 60'000);
    CHECK(team.get("/api/v1/session", used).status == 401);

    const std::string ended = team.token_of("carol", kGoodPassword);
    CHECK(team.ask("DELETE", "/api/v1/session", ended).status == 200);
    CHECK(team.get("/api/v1/session", ended).status == 401);
    CHECK(team.get("/api/v1/session", "").status == 401);
    CHECK(team.get("/api/v1/session", "0").status == 401);
  }
}

TEST_CASE("the use of a session is written at most once in five minutes") {
  Team team("sqlite");
  const std::string token = team.sign_in("carol", Role::viewer);
  const auto seen = [&team] { return team.office.rows("SELECT seen FROM session", 1)[0]; };
  const std::string first = seen();
  team.office.clock.advance(kSlideMillis - 1);
  CHECK(team.get("/api/v1/session", token).status == 200);
  CHECK(seen() == first);
  team.office.clock.advance(1);
  CHECK(team.get("/api/v1/session", token).status == 200);
  CHECK(seen() == std::to_string(team.office.clock.now()));
}

TEST_CASE("who does not know name, password and code learns nothing of what was wrong") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    const std::string token = team.sign_in("carol", Role::viewer);
    const std::string secret =
        member(team.send("/api/v1/session/second-factor", token, json::object()), "/secret");
    const std::string code = code_at(secret, team.office.clock.now());
    REQUIRE(team.send("/api/v1/session/second-factor", token, {{"code", code}}).status == 200);
    team.sign_in("dave", Role::viewer);
    REQUIRE(team.office
                .with_desk(
                    [](Desk& desk) { desk.work.run("UPDATE account SET disabled = 1 WHERE name = 'dave'"); })
                .ok());

    const Reply unknown = team.try_sign_in("nobody", kGoodPassword);
    CHECK(unknown.status == 401);
    CHECK(member(unknown, "/error/code") == "signed_out");
    CHECK(team.try_sign_in("carol", "wrong password").body == unknown.body);
    CHECK(team.try_sign_in("carol", kGoodPassword, "000000").body == unknown.body);
    CHECK(team.try_sign_in("carol", kGoodPassword, code).body == unknown.body);
    CHECK(team.try_sign_in("dave", kGoodPassword).body == unknown.body);
    CHECK(member(team.try_sign_in("carol", kGoodPassword), "/error/needs_code") == "true");
  }
}

TEST_CASE("an unknown name takes the time of a wrong password") {
  Team team("sqlite");
  team.sign_in("carol", Role::viewer);
  const auto shortest = [&team](const std::string& name) {
    auto least = std::chrono::nanoseconds::max();
    for (int i = 0; i < 3; ++i) {
      const auto start = std::chrono::steady_clock::now();
      CHECK(team.try_sign_in(name, "wrong password").status == 401);
      least = std::min<std::chrono::nanoseconds>(least, std::chrono::steady_clock::now() - start);
    }
    return least;
  };
  CHECK(shortest("nobody") > shortest("carol") / 2);
}

TEST_CASE("with a second factor a code is needed, and no code is taken twice") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    const std::string token = team.sign_in("carol", Role::viewer);
    const Reply offered = team.send("/api/v1/session/second-factor", token, json::object());
    const std::string secret = member(offered, "/secret");
    CHECK(member(offered, "/uri") == "otpauth://totp/Takestock:carol?secret=" + secret + "&issuer=Takestock");
    CHECK(team.send("/api/v1/session/second-factor", token, {{"code", "123456"}}).status == 400);
    CHECK(team.token_of("carol", kGoodPassword) != "");
    const auto code = [&] { return code_at(secret, team.office.clock.now()); };
    CHECK(team.send("/api/v1/session/second-factor", token, {{"code", code()}}).status == 200);
    CHECK(team.token_of("carol", kGoodPassword) == "");
    team.office.clock.advance(60'000);
    CHECK(team.token_of("carol", kGoodPassword, code()) != "");
    CHECK(team.token_of("carol", kGoodPassword, code()) == "");
    team.office.clock.advance(30'000);
    CHECK(team.token_of("carol", kGoodPassword, code()) != "");
    CHECK(team.send("/api/v1/session/second-factor", token, json::object()).status == 409);
  }
}

TEST_CASE("tries are limited for a name, also with the right password, and for an address") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Office office(kind);
    const auto wait = [&office](const std::string& name, const std::string& address) {
      std::int64_t seconds = -1;
      REQUIRE(office.with_desk([&](Desk& desk) { seconds = seconds_to_wait(desk, name, address); }).ok());
      return seconds;
    };
    for (int i = 0; i < 5; ++i) CHECK(wait("carol", "192.0.2.1") == 0);
    CHECK(wait("carol", "192.0.2.2") == 1);
    CHECK(wait("dave", "192.0.2.1") == 0);
    Millis longest = 0;
    for (int i = 0; i < 20; ++i) {
      const auto seconds = wait("carol", "192.0.2.3");
      longest = std::max<Millis>(longest, seconds);
      office.clock.advance(seconds * 1000);
      CHECK(wait("carol", "192.0.2." + std::to_string(10 + i)) == 0);
    }
    CHECK(longest == 15 * 60);
    for (int i = 0; i < 20; ++i)
      CHECK(wait("user" + std::to_string(i), "2001:db8:0:1::" + std::to_string(i)) == 0);
    CHECK(wait("erin", "2001:db8:0:1:ffff:1:2:3") == 1);
    CHECK(wait("erin", "2001:db8:0:2::1") == 0);
    office.clock.advance(2 * 3'600'000);
    CHECK(wait("carol", "192.0.2.1") == 0);
    CHECK(office.rows("SELECT COUNT(*) FROM attempt", 1) == std::vector<std::string>{"2"});
  }
}

TEST_CASE("too many tries are refused with the time to wait, and a sign-in forgets those before it") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    team.sign_in("carol", Role::viewer);
    for (int i = 0; i < 4; ++i) CHECK(team.try_sign_in("carol", "wrong password").status == 401);
    CHECK(team.token_of("carol", kGoodPassword) != "");
    for (int i = 0; i < 5; ++i) CHECK(team.try_sign_in("carol", "wrong password").status == 401);
    const Reply later = team.try_sign_in("carol", kGoodPassword);
    CHECK(later.status == 429);
    CHECK(member(later, "/error/code") == "too_many");
    CHECK(member(later, "/error/retry_after") == "1");
    CHECK(std::find(later.headers.begin(), later.headers.end(),
                    std::pair<std::string, std::string>("Retry-After", "1")) != later.headers.end());
    team.office.clock.advance(1000);
    CHECK(team.token_of("carol", kGoodPassword) != "");
    const auto keys = team.office.rows("SELECT key FROM attempt", 1);
    for (const std::string& key : keys) CHECK(key.find("carol") == std::string::npos);
  }
}

TEST_CASE("a password that was given must be changed before anything else") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    std::string given;
    REQUIRE(
        team.office.with_desk([&](Desk& desk) { given = add_user(desk, "olga", Role::owner).value(); }).ok());
    const std::string token = team.token_of("olga", given), other = team.token_of("olga", given);
    CHECK(member(team.get("/api/v1/session", token), "/user/must_change") == "true");
    CHECK(team.get("/api/v1/users", token).status == 403);
    CHECK(team.send("/api/v1/session/second-factor", token, json::object()).status == 403);

    const auto change = [&](const std::string& old, const std::string& wanted) {
      return team.send("/api/v1/session/password", token, {{"old", old}, {"new", wanted}});
    };
    CHECK(member(change("wrong password", kGoodPassword), "/error/where") == "/old");
    CHECK(member(change(given, "short"), "/error/where") == "/new");
    CHECK(member(change(given, given), "/error/where") == "/new");
    CHECK(change(given, kGoodPassword).status == 200);
    CHECK(team.get("/api/v1/users", token).status == 200);
    CHECK(team.get("/api/v1/session", other).status == 401);
    CHECK(team.token_of("olga", given) == "");
    CHECK(team.token_of("olga", kGoodPassword) != "");
  }
}

TEST_CASE("an owner adds users, changes their role, disables them and gives them new passwords") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    const std::string owner = team.sign_in("olga", Role::owner);
    const Reply added = team.send("/api/v1/users", owner, {{"name", "carol"}, {"role", "viewer"}});
    CHECK(added.status == 200);
    const std::string given = member(added, "/password"), carol = team.token_of("carol", given);
    CHECK(carol != "");
    CHECK(team.send("/api/v1/users", owner, {{"name", "carol"}, {"role", "viewer"}}).status == 409);
    CHECK(team.send("/api/v1/users", owner, {{"name", "Not A Name"}, {"role", "viewer"}}).status == 400);
    CHECK(team.send("/api/v1/users", owner, {{"name", "dave"}, {"role", "king"}}).status == 400);

    CHECK(member(team.send("/api/v1/users/carol", owner, {{"role", "organiser"}}), "/user/role") ==
          "organiser");
    CHECK(team.send("/api/v1/users/carol", owner, {{"disabled", true}}).status == 200);
    CHECK(team.get("/api/v1/session", carol).status == 401);
    CHECK(team.token_of("carol", given) == "");
    CHECK(team.send("/api/v1/users/carol", owner, {{"disabled", false}}).status == 200);
    const Reply reset = team.send("/api/v1/users/carol", owner, {{"reset_password", true}});
    CHECK(team.token_of("carol", given) == "");
    CHECK(team.token_of("carol", member(reset, "/password")) != "");
    CHECK(team.send("/api/v1/users/nobody", owner, {{"role", "viewer"}}).status == 404);
    const Reply users = team.get("/api/v1/users", owner);
    CHECK(member(users, "/users/0/name") == "carol");
    CHECK(member(users, "/users/1/name") == "olga");
    CHECK(users.body.find("argon2") == std::string::npos);
  }
}

TEST_CASE("the last owner cannot be taken away") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    const std::string olga = team.sign_in("olga", Role::owner);
    CHECK(team.send("/api/v1/users/olga", olga, {{"role", "organiser"}}).status == 409);
    CHECK(team.send("/api/v1/users/olga", olga, {{"disabled", true}}).status == 409);
    team.sign_in("oscar", Role::owner);
    CHECK(team.send("/api/v1/users/oscar", olga, {{"disabled", true}}).status == 200);
    CHECK(team.send("/api/v1/users/olga", olga, {{"role", "viewer"}}).status == 409);
    CHECK(team.send("/api/v1/users/oscar", olga, {{"disabled", false}}).status == 200);
    CHECK(team.send("/api/v1/users/olga", olga, {{"role", "viewer"}}).status == 200);
    CHECK(team.get("/api/v1/users", olga).status == 403);
  }
}

TEST_CASE("an owner can take a lost second factor away") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    const std::string owner = team.sign_in("olga", Role::owner), carol = team.sign_in("carol", Role::viewer);
    const std::string secret =
        member(team.send("/api/v1/session/second-factor", carol, json::object()), "/secret");
    REQUIRE(team.send("/api/v1/session/second-factor", carol,
                      {{"code", code_at(secret, team.office.clock.now())}})
                .status == 200);
    CHECK(team.token_of("carol", kGoodPassword) == "");
    CHECK(member(team.send("/api/v1/users/carol", owner, {{"reset_second_factor", true}}),
                 "/user/second_factor") == "false");
    CHECK(team.get("/api/v1/session", carol).status == 401);
    CHECK(team.token_of("carol", kGoodPassword) != "");
  }
}

TEST_CASE("every path of the team is closed to who is not signed in, or not as much") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    const std::string tokens[] = {team.sign_in("vera", Role::viewer), team.sign_in("oren", Role::organiser),
                                  team.sign_in("olga", Role::owner)};
    for (const Endpoint& endpoint : account_endpoints()) {
      if (std::string(endpoint.path) == kSessionPath && std::string(endpoint.method) == "POST")
        continue;  // signs in
      CAPTURE(endpoint.method);
      CAPTURE(endpoint.path);
      for (const char* bearer : {"", "0000", "' OR 1=1 --"})
        CHECK(team.ask(endpoint.method, endpoint.path, bearer, "{}").status == 401);
      for (const Role role : {Role::viewer, Role::organiser, Role::owner}) {
        if (role >= endpoint.least) continue;
        const std::string& token = tokens[static_cast<std::size_t>(role) - 1];
        const Reply reply = team.ask(endpoint.method, endpoint.path, token, "{}");
        CHECK(reply.status == 403);
        CHECK(member(reply, "/error/code") == "forbidden");
      }
    }
  }
}

TEST_CASE("the audit trail tells what was done, newest first, page by page, and holds no secret") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    const std::string owner = team.sign_in("olga", Role::owner);
    const std::string given =
        member(team.send("/api/v1/users", owner, {{"name", "carol"}, {"role", "viewer"}}), "/password");
    team.try_sign_in("carol", "a wrong password");
    const Reply trail = team.get("/api/v1/audit", owner);
    CHECK(trail.body.find("Added carol as viewer.") != std::string::npos);
    CHECK(trail.body.find("sign_in_refused") != std::string::npos);
    for (const std::string& secret :
         {owner, given, std::string("a wrong password"), std::string(kGoodPassword)})
      CHECK(trail.body.find(secret) == std::string::npos);

    REQUIRE(team.office
                .with_desk([](Desk& desk) {
                  for (int i = 0; i < 250; ++i) record(desk, "round-1", "olga", "tried", std::to_string(i));
                  record(desk, "round-2", "olga", "elsewhere", "");
                  record(desk, "round-1", "", "cut", std::string(1999, 'x') + "\xC3\xA9");
                })
                .ok());
    std::vector<std::string> details;
    std::string after;
    do {
      const Reply page = team.get("/api/v1/team/rounds/round-1/audit?after=" + after, owner);
      const json body = json::parse(page.body);
      for (const json& entry : body["entries"]) details.push_back(entry["detail"]);
      after = body["next"].is_null() ? "" : body["next"].get<std::string>();
    } while (!after.empty());
    CHECK(details.size() == 251);
    std::sort(details.begin(), details.end());
    CHECK(std::unique(details.begin(), details.end()) == details.end());
    CHECK(details.back() == std::string(1999, 'x'));
    CHECK(team.get("/api/v1/audit?after=nonsense", owner).status == 400);
    CHECK(team.get("/api/v1/audit?after=99999999999999999999-0", owner).status == 400);
  }
}

}  // namespace
}  // namespace takestock::hub
