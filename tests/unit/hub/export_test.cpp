#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include "hub/round_export.h"
#include "results/csv.h"
#include "unit/hub/campaign.h"
#include "unit/hub/pushing.h"

using namespace takestock;
using namespace takestock::hub;
using Json = nlohmann::json;

namespace {

std::string body_of(const std::string& council) {
  return R"({"council":")" + council + R"(","parks":3,"open":"yes","twice":6})";
}

/// A hub with an answered round: Ann by her link (twice), Bob by post, somebody unverified; Cy has only a
/// draft.
class Answered : public PushHub {
 public:
  explicit Answered(const std::string& kind) : PushHub(kind), stores(*this) {
    hub.stores = &stores;
    hub.settings.data = std::filesystem::temp_directory_path().string();
    ann = invite("=Ann"), bob = invite("Bob");
    const identity::Link cy = invite("Cy");
    REQUIRE(with_desk([&](Desk& desk) {
              desk.work.run(
                  "INSERT INTO definition(digest, survey, version, json) VALUES(?1, 'parks', '1', ?2)",
                  definition->digest(), survey_text());
            }).ok());
    send(ann, event_of(ann, kPhone, 1, body_of("First")));
    clock.advance(1000);
    send(ann, event_of(ann, kPhone, 2, body_of("Ash, \\\"upper\\\""), clock.now()));
    send(another_link(bob, kEntryLink, "post", kSunday), event_of(bob, kTablet, 1, body_of("Birch")));
    store::Event draft = event_of(cy, kTablet, 2, body_of("Secret"));
    draft.kind = store::EventKind::draft;
    draft.sha256 = draft.digest();
    send(cy, draft);
    stranger =
        identity::make_link(kRound, identity::make_invitee(random, identity::Invited::self_made), random);
    send(stranger, event_of(stranger, std::string(32, 'd'), 1, body_of("Who knows")));
  }
  void send(const identity::Link& link, const store::Event& event) {
    REQUIRE(verdict_of(link, event)["verdict"] == "stored");
  }
  Reply post(const std::string& format, const std::string& unverified, const Json& more = Json::object()) {
    Json body{{"format", format}, {"unverified", unverified}, {"reason", "For the report"}};
    body.update(more);
    Request request;
    request.body = body.dump();
    request.arguments = {{"round", kRound}};
    return asked(*this, hub, export_endpoints(), "POST", "/export", std::move(request));
  }
  std::vector<std::map<std::string, std::string>> csv(const std::string& unverified) {
    const Reply reply = post("csv", unverified);
    CHECK(reply.status == 200);
    std::vector<std::string> header;
    std::vector<std::map<std::string, std::string>> out;
    const Status read = results::read_csv(reply.body, [&](std::size_t, std::vector<std::string>& cells) {
      if (header.empty()) {
        header = cells;
        return Status(Done{});
      }
      out.emplace_back();
      for (std::size_t i = 0; i < cells.size(); ++i) out.back()[header[i]] = cells[i];
      return Status(Done{});
    });
    CHECK(read.ok());
    return out;
  }

  OneStore stores;
  identity::Link ann, bob, stranger;
};

/// Verified responses, events and answers in a SQLite export.
std::vector<int> counts_in(const std::string& path) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  sqlite3_stmt* statement = nullptr;
  const char* sql =
      "SELECT (SELECT count(*) FROM response WHERE unverified = 'no'), (SELECT count(*) FROM event), "
      "(SELECT count(*) FROM answer)";
  REQUIRE(sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  std::vector<int> out;
  for (int column = 0; column < 3; ++column) out.push_back(sqlite3_column_int(statement, column));
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return out;
}

std::set<std::string> councils(const std::vector<std::map<std::string, std::string>>& rows) {
  std::set<std::string> out;
  for (const auto& row : rows) out.insert(row.at("council"));
  return out;
}

}  // namespace

TEST_CASE("an export has one row for each response that counts, and says of whom it is and how it came") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Answered answered(kind);
    const auto rows = answered.csv("without");
    CHECK(councils(rows) == std::set<std::string>{"Ash, \"upper\"", "Birch"});
    for (const auto& row : rows) {
      const bool ann = row.at("contact") == answered.ann.invitee;
      CHECK(row.at("contact_name") == (ann ? "'=Ann" : "Bob"));
      CHECK(row.at("contact_organisation") == "Elm Council");
      CHECK(row.at("channel") == (ann ? "link" : "post"));
      CHECK(row.at("unverified") == "no");
      CHECK(row.at("late") == "no");
      CHECK(row.at("parks") == "3");
      CHECK(row.at("finished_at").substr(0, 10) == "2015-11-20");
    }
  }
}

TEST_CASE("unverified responses are never mixed in silently") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Answered answered(kind);
    const auto only = answered.csv("only");
    REQUIRE(only.size() == 1);
    CHECK(only[0].at("council") == "Who knows");
    CHECK(only[0].at("unverified") == "yes");
    CHECK(answered.csv("with").size() == 3);
    CHECK(answered.post("csv", "").status == 400);
    CHECK(answered.post("csv", "maybe").status == 400);
    const Reply mixed = answered.post("takestock", "with");
    CHECK(mixed.status == 422);
    CHECK(json_of(mixed)["error"]["where"] == "/unverified");
  }
}

TEST_CASE("an export needs a reason, which the audit trail keeps") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Answered answered(kind);
    CHECK(answered.post("csv", "without", {{"reason", " "}}).status == 400);
    CHECK(answered.post("xlsx", "without").status == 400);
    CHECK(answered.post("sqlite", "without", {{"labels", true}}).status == 400);
    const std::string sql = "SELECT by_user, detail FROM audit WHERE action = 'exported'";
    CHECK(answered.rows(sql, 2).empty());
    CHECK(answered.post("json", "with").status == 200);
    CHECK(answered.rows(sql, 2) ==
          std::vector<std::string>{"olive|json, with unverified responses: For the report"});
  }
}

TEST_CASE("JSON and SQLite exports hold the same rows, and no draft is in any") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Answered answered(kind);
    const Reply text = answered.post("json", "with", {{"labels", true}});
    const Json rows = Json::parse(text.body);
    REQUIRE(rows.size() == 3);
    CHECK(text.body.find("Secret") == std::string::npos);
    for (const Json& row : rows) {
      CHECK(row["unverified"] == (row["contact"] == answered.stranger.invitee ? "yes" : "no"));
      CHECK(row["answers"].size() == 5);
      if (row["contact"] == answered.ann.invitee) CHECK(row["answers"]["open"] == "Yes");
    }
    const Reply file = answered.post("sqlite", "with");
    REQUIRE(file.status == 200);
    CHECK(file.body.substr(0, 15) == "SQLite format 3");
    CHECK(file.body.find("Secret") == std::string::npos);
    CHECK(file.headers[0].second == "attachment; filename=\"r1.sqlite\"");
    const auto path = std::filesystem::temp_directory_path() / "takestock-export-test.sqlite";
    std::filesystem::remove(path);
    std::FILE* out = std::fopen(path.c_str(), "wb");
    REQUIRE(out);
    std::fwrite(file.body.data(), 1, file.body.size(), out);
    std::fclose(out);
    CHECK(counts_in(path.string()) == std::vector<int>{2, 4, 12});
    std::filesystem::remove(path);
  }
}

TEST_CASE("a results file of the round is whole and has every version that counted") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Answered answered(kind);
    const Reply file = answered.post("takestock", "without");
    REQUIRE(file.status == 200);
    std::vector<std::string> bodies;
    results::ResultsReader::Visitor visitor;
    visitor.event = [&](const store::Event& event) {
      CHECK(event.sha256 == event.digest());
      bodies.push_back(event.body);
      return Status(Done{});
    };
    results::ResultsReader reader(visitor);
    reader.feed(file.body);
    CHECK(reader.finish().empty());
    CHECK(bodies.size() == 3);
  }
}

TEST_CASE("what a killed hub left of an export goes at the next start, and nothing else does") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "takestock-leftovers";
  for (const char* name : {"export-Ab12cD/sub", "export-kept", "exports", "export-1234567"})
    fs::create_directories(folder / name);
  std::ofstream(folder / "export-Ab12cD/export.sqlite") << "half";
  std::ofstream(folder / "export-aaaaaa") << "a file";
  remove_leftovers(folder.string());
  CHECK_FALSE(fs::exists(folder / "export-Ab12cD"));
  for (const char* name : {"export-kept", "exports", "export-1234567", "export-aaaaaa"})
    CHECK(fs::exists(folder / name));
  fs::remove_all(folder);
  remove_leftovers(folder.string());
}

TEST_CASE("held events are listed with whose they are, and let in or left out with a reason") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    PushHub hub(kind);
    const identity::Link ann = hub.invite("Ann"), bob = hub.invite("Bob");
    hub.clock.set(kCloses + kGrace + 1);
    const store::Event late = event_of(ann, kPhone, 1, body_of("Ash"), hub.clock.now());
    const store::Event later = event_of(bob, kTablet, 1, body_of("Birch"), hub.clock.now());
    CHECK(hub.verdict_of(ann, late)["verdict"] == "held");
    hub.clock.advance(1);
    CHECK(hub.verdict_of(bob, later)["verdict"] == "held");
    const auto ask = [&](const std::string& method, const Json& body) {
      Request request;
      request.body = body.is_null() ? "" : body.dump();
      request.arguments = {{"round", PushHub::kRound}};
      return asked(hub, hub.hub, held_endpoints(), method, "/held", std::move(request));
    };
    const auto decide = [&](const store::Event& event, const std::string& action,
                            const std::string& reason = "The post was slow") {
      return ask("POST", {{"response", event.response},
                          {"device", event.device},
                          {"seq", event.seq},
                          {"sha256", event.sha256},
                          {"action", action},
                          {"reason", reason}});
    };
    const Json listed = json_of(ask("GET", nullptr))["events"];
    REQUIRE(listed.size() == 2);
    CHECK(listed[0]["reason"] == "closed");
    CHECK(listed[0]["invitee"] == ann.invitee);
    CHECK(listed[0]["name"] == "Ann");
    CHECK(!listed[0].contains("body"));

    CHECK(decide(late, "keep").status == 400);
    CHECK(decide(late, "release", " ").status == 400);
    CHECK(json_of(decide(late, "release"))["verdict"] == "stored");
    CHECK(hub.head(ann) != "");
    CHECK(decide(late, "release").status == 409);
    CHECK(decide(later, "discard").status == 200);
    CHECK(hub.head(bob) == "");
    CHECK(json_of(ask("GET", nullptr))["events"].empty());
    CHECK(decide(event_of(bob, kPhone, 9, "{}"), "release").status == 404);
    CHECK(hub.rows("SELECT action, by_user FROM audit WHERE action LIKE 'held%' ORDER BY action", 2) ==
          std::vector<std::string>{"held_discarded|olive", "held_released|olive"});
  }
}

TEST_CASE("what answers a version that the hub does not know cannot be let in") {
  PushHub hub("sqlite");
  const identity::Link ann = hub.invite("Ann");
  store::Event event = event_of(ann, kPhone, 1, body_of("Ash"));
  event.form_hash = std::string(64, 'f');
  event.sha256 = event.digest();
  CHECK(hub.verdict_of(ann, event)["verdict"] == "held");
  Request request;
  request.body = Json{{"response", event.response}, {"device", event.device}, {"seq", 1},
                      {"sha256", event.sha256},     {"action", "release"},    {"reason", "Why not"}}
                     .dump();
  request.arguments = {{"round", PushHub::kRound}};
  CHECK(asked(hub, hub.hub, held_endpoints(), "POST", "/held", std::move(request)).status == 409);
  CHECK(hub.head(ann) == "");
}
