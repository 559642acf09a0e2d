#include "hub/rounds.h"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "hub/audit.h"
#include "survey/round.h"
#include "unit/hub/counter.h"

namespace takestock::hub {
namespace {

using nlohmann::json;

std::string text_of(const std::string& path) {
  std::ifstream file(std::string(TAKESTOCK_SOURCE_DIR) + "/" + path);
  std::stringstream text;
  text << file.rdbuf();
  REQUIRE_FALSE(text.str().empty());
  return text.str();
}
const std::string& taking_stock() {
  static const std::string text = text_of("surveys/taking-stock/survey.json");
  return text;
}
const std::string& demonstration() {
  static const std::string text = text_of("surveys/taking-stock/round.json");
  return text;
}

json round_with(const json& changes) {
  json round = json::parse(demonstration());
  round.update(changes);
  return round;
}

std::vector<Endpoint> endpoints() {
  std::vector<Endpoint> all;
  for (const auto rows : {session_endpoints(), round_endpoints(), audit_endpoints()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

constexpr char kRounds[] = "/api/v1/team/rounds";

struct Team : Counter {
  explicit Team(const std::string& kind)
      : Counter(kind, endpoints()),
        viewer(sign_in("vera", Role::viewer)),
        organiser(sign_in("oren", Role::organiser)) {}
  Reply get(const std::string& path, const std::string& bearer = "") { return ask("GET", path, bearer); }
  Reply send(const std::string& path, const json& body) { return ask("POST", path, organiser, body.dump()); }
  Reply create(const json& round) {
    return send(kRounds, {{"round", round}, {"definition", taking_stock()}});
  }
  std::string title() { return member(get(kRounds, viewer), "/rounds/0/title"); }
  const std::string viewer, organiser;
};

TEST_CASE("the project's demonstration round can be added, once") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Office office(kind);
    REQUIRE(office
                .with_desk([](Desk& desk) {
                  const auto added = add_round(desk, demonstration(), taking_stock());
                  REQUIRE(added.ok());
                  CHECK(added->round_problems.empty());
                  CHECK(added->definition_problems.empty());
                  const auto round = load_round(desk, "taking-stock-demo");
                  REQUIRE(round.ok());
                  CHECK(round->survey == "taking-stock");
                  CHECK(round->json == demonstration());
                  CHECK(round->definition == added->definition->digest());
                  CHECK(round->open_to_anyone);
                  CHECK(round->open_at(desk.clock.now()));
                  const auto nothing = load_round(desk, "another");
                  REQUIRE_FALSE(nothing.ok());
                  CHECK(nothing.error().code == Code::not_found);
                })
                .ok());
    REQUIRE(office
                .with_desk([](Desk& desk) {
                  const auto again = add_round(desk, demonstration(), taking_stock());
                  REQUIRE_FALSE(again.ok());
                  CHECK(again.error().code == Code::bad_state);
                })
                .ok());
    CHECK(office.rows("SELECT json FROM definition", 1) == std::vector<std::string>{taking_stock()});
  }
}

TEST_CASE("a round that does not fit is not kept, and all that is wrong is said with its place") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    const Reply both = team.send(
        kRounds, {{"round", round_with({{"id", "Not an id"}, {"minutes", 0}})}, {"definition", "{}"}});
    CHECK(both.status == 422);
    CHECK(member(both, "/error/code") == "bad_definition");
    const json problems = json::parse(both.body)["problems"];
    const auto has = [&problems](const std::string& of, const std::string& where) {
      for (const json& problem : problems)
        if (problem["of"] == of && problem["where"] == where && problem["line"] > 0 && problem["text"] != "")
          return true;
      return false;
    };
    CHECK(has("round", "/id"));
    CHECK(has("round", "/minutes"));
    CHECK(has("definition", ""));
    const Reply other = team.create(round_with({{"survey", "another"}}));
    CHECK(other.status == 422);
    CHECK(member(other, "/problems/0/where") == "/survey");
    CHECK(team.office.rows("SELECT id FROM round", 1).empty());
    CHECK(team.office.rows("SELECT digest FROM definition", 1).empty());
    for (const char* body :
         {"", "[]", "{}", "{\"round\":{}}", "{\"round\":1,\"definition\":\"\"}",
          "{\"round\":{},\"definition\":{}}", "{\"round\":{},\"definition\":\"\",\"more\":1}"})
      CHECK(team.ask("POST", kRounds, team.organiser, body).status == 400);
  }
}

TEST_CASE("a round that the team makes is there for everyone as it was written") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    const Reply made = team.create(round_with({{"opens", "2015-11-01T09:00:00+00:00"}}));
    CHECK(made.status == 200);
    CHECK(member(made, "/round/id") == "taking-stock-demo");
    CHECK(member(made, "/round/opens") == "1446368400000");
    CHECK(member(made, "/round/closes") == "null");
    CHECK(member(made, "/round/open") == "true");
    CHECK(team.create(round_with(json::object())).status == 409);

    const Reply shown = team.get("/api/v1/rounds/taking-stock-demo");
    CHECK(json::parse(shown.body)["round"] == round_with({{"opens", "2015-11-01T09:00:00+00:00"}}));
    CHECK(member(shown, "/open") == "true");
    CHECK(member(shown, "/results_key").size() == 44);
    CHECK(member(team.get("/api/v1/rounds/taking-stock-demo"), "/results_key") ==
          member(shown, "/results_key"));
    CHECK(member(shown, "/now") == std::to_string(team.office.clock.now()));
    const std::string digest = member(shown, "/definition");
    CHECK(team.get("/api/v1/definitions/" + digest).body == taking_stock());
    CHECK(team.hub.definitions.find(digest) != nullptr);
    CHECK(team.get("/api/v1/definitions/0000").status == 404);
    CHECK(team.get("/api/v1/rounds/another").status == 404);
    CHECK(member(team.get("/api/v1/team/rounds/taking-stock-demo/audit", team.organiser),
                 "/entries/0/action") == "round_created");
  }
}

TEST_CASE("only rounds that are open, and open to anyone, are listed for everyone") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    CHECK(team.get("/api/v1/rounds").body == "{\"rounds\":[]}");
    CHECK(team.create(round_with({{"id", "b-open"}})).status == 200);
    CHECK(team.create(round_with({{"id", "a-invited"}, {"open_to_anyone", false}})).status == 200);
    CHECK(team.create(round_with({{"id", "c-later"}, {"opens", "2030-01-01T00:00:00Z"}})).status == 200);
    CHECK(team.create(round_with({{"id", "d-over"}, {"closes", "2010-01-01T00:00:00Z"}})).status == 200);
    const json open = json::parse(team.get("/api/v1/rounds").body)["rounds"];
    REQUIRE(open.size() == 1);
    CHECK(open[0]["id"] == "b-open");
    const json all = json::parse(team.get(kRounds, team.viewer).body)["rounds"];
    REQUIRE(all.size() == 4);
    CHECK(all[0]["id"] == "a-invited");
    CHECK(all[2]["open"] == false);
    CHECK(all[3]["closes"] == 1'262'304'000'000);
  }
}

TEST_CASE("a round is closed and extended by who types its title, and it is told") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    REQUIRE(team.create(round_with(json::object())).status == 200);
    const std::string round = std::string(kRounds) + "/taking-stock-demo", title = team.title();
    const Millis now = team.office.clock.now();
    CHECK(title == "Taking Stock: Where next for sector-led improvement?");
    CHECK(team.send(round + "/close", {{"confirm", "taking stock"}}).status == 422);
    CHECK(team.send(round + "/close", json::object()).status == 422);
    CHECK(team.send(round + "/extend", {{"closes", now + 1000}, {"confirm", "no"}}).status == 422);
    CHECK(team.send(round + "/extend", {{"closes", now}, {"confirm", title}}).status == 409);
    CHECK(team.send(round + "/extend", {{"confirm", title}}).status == 400);
    CHECK(team.send(round + "/extend", {{"closes", "tomorrow"}, {"confirm", title}}).status == 400);

    CHECK(team.send(round + "/extend", {{"closes", now + 1000}, {"confirm", title}}).status == 200);
    CHECK(member(team.get("/api/v1/rounds/taking-stock-demo"), "/round/closes") ==
          "2015-11-20T00:00:01.000+00:00");
    CHECK(team.send(round + "/extend", {{"closes", now + 999}, {"confirm", title}}).status == 409);
    team.office.clock.advance(2000);
    CHECK(member(team.get("/api/v1/rounds/taking-stock-demo"), "/open") == "false");
    CHECK(team.send(round + "/close", {{"confirm", title}}).status == 409);
    CHECK(team.send(round + "/extend", {{"closes", now + 50'000}, {"confirm", title}}).status == 200);
    CHECK(member(team.get("/api/v1/rounds/taking-stock-demo"), "/open") == "true");
    const Reply closed = team.send(round + "/close", {{"confirm", title}});
    CHECK(member(closed, "/round/closes") == std::to_string(now + 2000));
    CHECK(member(closed, "/started_not_sent") == "0");
    const std::string rewritten = member(team.get("/api/v1/rounds/taking-stock-demo"), "/round");
    CHECK(survey::Round::read(rewritten).round.has_value());

    const json entries = json::parse(team.get(round + "/audit", team.organiser).body)["entries"];
    REQUIRE(entries.size() == 4);
    CHECK(entries[0]["action"] == "round_closed");
    CHECK(entries[0]["user"] == "oren");
    CHECK(entries[1]["detail"] == "From 2015-11-20T00:00 UTC to 2015-11-20T00:00 UTC.");
  }
}

TEST_CASE("who has begun and not sent is counted when a round is closed") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    REQUIRE(team.create(round_with(json::object())).status == 200);
    REQUIRE(team.office
                .with_desk([](Desk& desk) {
                  for (int i = 0; i < 6; ++i) {
                    const std::string id = "invitee" + std::to_string(i);
                    desk.work.run(
                        "INSERT INTO invitee(round, id, response, source_key, name, email, organisation, "
                        "role, council_type, "
                        "region, self_made, opted_out, created, opened, started) "
                        "VALUES('taking-stock-demo', ?1, ?1, ?1, '', '', '', '', '', '', 0, 0, 0, ?2, ?2)",
                        id, i);
                  }
                  for (const char* response : {"invitee0", "invitee1", "invitee2"})
                    desk.work.run(
                        "INSERT INTO head(round, response, device, seq, sha256, kind, effective, counts, "
                        "versions, concurrent, "
                        "channel) VALUES('taking-stock-demo', ?1, 'd', 1, 's', 'submit', 0, ?2, 1, 0, '')",
                        response, response == std::string("invitee2") ? 0 : 1);
                })
                .ok());
    const json row = json::parse(team.get(kRounds, team.viewer).body)["rounds"][0];
    CHECK(row["invited"] == 6);
    CHECK(row["sent"] == 2);
    const Reply closed =
        team.send(std::string(kRounds) + "/taking-stock-demo/close", {{"confirm", team.title()}});
    CHECK(member(closed, "/started_not_sent") == "4");
  }
}

TEST_CASE("every path of the rounds is closed to who is not signed in, or not as much") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Team team(kind);
    REQUIRE(team.create(round_with(json::object())).status == 200);
    for (const Endpoint& endpoint : round_endpoints()) {
      CAPTURE(endpoint.method);
      CAPTURE(endpoint.path);
      const bool for_everyone = std::string(endpoint.path).find("/team/") == std::string::npos;
      CHECK((endpoint.least == Role::nobody) == for_everyone);
      if (for_everyone) continue;
      CHECK(team.ask(endpoint.method, endpoint.path, "", "{}").status == 401);
      CHECK(team.ask(endpoint.method, endpoint.path, team.viewer, "{}").status ==
            (endpoint.least == Role::viewer ? 200 : 403));
    }
  }
}

}  // namespace
}  // namespace takestock::hub
