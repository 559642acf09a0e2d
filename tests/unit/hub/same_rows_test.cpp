#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "identity/link.h"
#include "unit/hub/counter.h"
#include "unit/hub/pushing.h"

namespace takestock::hub {
namespace {

using nlohmann::json;

/// All columns of all tables, but what is salted by chance that no test decides.
const std::map<std::string, std::string>& tables() {
  static const std::map<std::string, std::string> kColumns = {
      {"meta", "key, value"},
      {"definition", "digest, survey, version, json"},
      {"round", "id, survey, definition, title, json, opens, closes, grace, open_to_anyone, created"},
      {"invitee",
       "round, id, response, source_key, name, email, organisation, role, council_type, region, self_made, "
       "opted_out, "
       "created, opened, started"},
      {"link",
       "round, token_hash, invitee, kind, channel, issued, issued_by, ends, revoked, revoked_why, received"},
      {"event",
       "round, response, device, seq, sha256, survey, form_hash, kind, base, at, offset_minutes, body, "
       "received, effective, "
       "verdict, reason, late, channel, token_hash, findings"},
      {"head",
       "round, response, device, seq, sha256, kind, effective, counts, versions, concurrent, channel"},
      {"interview", "round, response, fieldworker, outcome"},
      {"fieldworker", "round, id, name, prefix, created, contact"},
      {"attachment", "round, response, sha256, name, type, size, received"},
      {"contact", "round, id, name, linked, opened, started, sent, other_way, state"},
      {"audit", "round, at, id, by_user, action, detail"},
      {"account",
       "name, role, must_change, second_factor, new_factor, last_code, disabled, last_seen, created"},
      {"session", "token_hash, account, expires, seen, created"},
      {"attempt", "key, count, last, until"},
  };
  return kColumns;
}

std::vector<std::string> all_rows(Office& office) {
  std::vector<std::string> all;
  for (const auto& [table, columns] : tables()) {
    const auto count = static_cast<int>(std::count(columns.begin(), columns.end(), ',')) + 1;
    for (const std::string& row :
         office.rows("SELECT " + columns + " FROM " + table + " ORDER BY " + columns, count))
      all.push_back(table + ": " + row);
  }
  return all;
}

json round_json() {
  return {{"takestock", 1},
          {"id", "r1"},
          {"survey", "parks"},
          {"organisation", "Parks"},
          {"organisation_short", "P"},
          {"promise", "None."},
          {"privacy", "None."},
          {"contact_name", "Pat"},
          {"contact_email", "pat@example.org"},
          {"minutes", 5},
          {"open_to_anyone", true}};
}

/// What a team and respondents do in a week, also what is refused.
std::vector<std::string> a_week(Counter& hub) {
  std::vector<std::string> replies;
  const std::string owner = hub.sign_in("olga", Role::owner);
  const auto ask = [&](const std::string& method, const std::string& path, const std::string& body) {
    hub.office.clock.advance(1000);
    const Reply reply = hub.ask(method, path, owner, body);
    replies.push_back(path + " " + std::to_string(reply.status) + " " + reply.body);
    return reply;
  };
  const std::string r1 = "/api/v1/team/rounds/r1";
  ask("POST", "/api/v1/team/rounds",
      json{{"round", round_json()}, {"definition", PushHub::survey_text()}}.dump());
  ask("POST", "/api/v1/team/rounds",
      json{{"round", round_json()}, {"definition", PushHub::survey_text()}}.dump());
  ask("POST", r1 + "/contacts?mapping=name:0,email:1,organisation:2",
      "name,email,organisation\nZo\xC3\xAB,zoe@example.org,\xC3\x85rhus\nBob,bob@example.org,Bath\nann,ann@"
      "example.org,bath\n");
  ask("POST", r1 + "/links", R"({"invitees":null})");
  ask("POST", r1 + "/extend", R"({"closes":1460000000000,"confirm":"Parks"})");
  const identity::Link link = identity::make_link(
      "r1", identity::make_invitee(hub.office.random, identity::Invited::self_made), hub.office.random);
  for (const char* body : {R"({"council":"B\u00e4th"})", R"({"council":"B\u00e4th"})", R"({"parks":5000})"}) {
    const auto event = event_of(link, kPhone, 1 + (body[2] == 'p'), body, hub.office.clock.now());
    ask("POST", "/sync/v1/push", BatchText(kPhone, hub.office.clock.now()).link(link).event(event).text());
  }
  const Reply added = ask("POST", r1 + "/fieldworkers", R"({"name":"Fay"})");
  const auto fay = identity::read_link(json::parse(added.body)["link"].get<std::string>());
  for (std::int64_t seq = 1; seq < 4; ++seq) {
    auto event =
        event_of(*fay, kTablet, seq,
                 R"({"council":"B\u00e4th","meta":{"interview":{"number":1,"interviewer":"F","outcome":")" +
                     std::string(seq == 1 ? "partial" : "complete") + R"(","started":1,"ended":2}}})",
                 hub.office.clock.now());
    event.response = identity::interview_of("r1", fay->invitee, hub.office.random);
    event.sha256 = event.digest();
    const json line{
        {"link", fay->code()}, {"round", "r1"}, {"have", json::array()}, {"response", event.response}};
    ask("POST", "/sync/v1/push",
        BatchText(kTablet, hub.office.clock.now()).line(line.dump()).event(event).text());
  }
  for (const char* path : {"/contacts", "/contacts?state=issued", "/progress", "/held", "/audit", "/mail",
                           "/fieldworkers", "/attachments", "/contacts.csv?state=to_chase"})
    ask("GET", r1 + path, "");
  ask("GET", "/api/v1/users", "");
  hub.try_sign_in("olga", "a wrong password");
  ask("POST", r1 + "/close", R"({"confirm":"Parks"})");
  return replies;
}

TEST_CASE("the same requests give the same replies and the same rows in SQLite and PostgreSQL") {
  std::vector<std::vector<std::string>> replies, rows;
  for (const std::string& kind : database_kinds()) {
    Counter hub(kind, all_endpoints());
    hub.hub.id = std::string(32, '1');
    hub.hub.epoch = 1;
    replies.push_back(a_week(hub));
    rows.push_back(all_rows(hub.office));
  }
  CHECK(rows[0].size() > 20);
  const auto done = [](const std::string& reply) { return reply.find(" 200 ") != std::string::npos; };
  CHECK(std::count_if(replies[0].begin(), replies[0].end(), done) >= 13);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    CHECK(replies[i] == replies[0]);
    CHECK(rows[i] == rows[0]);
  }
}

}  // namespace
}  // namespace takestock::hub
