// A round with contacts, for the tests of what the team does with them.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "hub/contacts.h"
#include "hub/endpoints.h"
#include "hub/links.h"
#include "hub/log.h"
#include "hub/metrics.h"
#include "identity/link.h"
#include "unit/hub/databases.h"

namespace takestock::hub {

inline constexpr Millis kRoundCloses = 1'450'000'000'000;  ///< 13 December 2015, 09:46:40 UTC

/// Another's database, for who wants one of his own.
class Borrowed final : public store::Database {
 public:
  explicit Borrowed(store::Database& lender) : lender_(lender) {}
  Status execute(std::string_view sql) override { return lender_.execute(sql); }
  Result<std::unique_ptr<store::Statement>> prepare(std::string_view sql) override {
    return lender_.prepare(sql == "BEGIN" ? "SELECT 1" : sql);
  }
  std::int64_t changes() const override { return lender_.changes(); }

 private:
  store::Database& lender_;
};

/// One store, whose jobs run at once.
class OneStore final : public Stores {
 public:
  explicit OneStore(Office& office) : office_(office) {}
  bool post(std::string_view, std::unique_ptr<Job> job, std::function<void(Reply)> done) override {
    done(office_.run(*job));
    return true;
  }
  Reply run(std::string_view, std::unique_ptr<Job> job) override {
    return down ? failed(503, "busy", "Not now.") : office_.run(*job);
  }
  Result<std::unique_ptr<store::Database>> open_reader(std::string_view) override {
    return std::unique_ptr<store::Database>(std::make_unique<Borrowed>(office_.statements().database()));
  }
  std::vector<std::string> one_round_of_each() const override { return {""}; }

  bool down = false;

 private:
  Office& office_;
};

/// What the endpoint of that method and path, seen from the round's, replies to the organiser "olive".
inline Reply asked(Office& office, Hub& hub, std::span<const Endpoint> rows, const std::string& method,
                   const std::string& path, Request request) {
  for (const Endpoint& row : rows) {
    if (row.method != method || row.path != "/api/v1/team/rounds/{round}" + path) continue;
    request.method = method;
    request.origin = "https://survey.example.org";
    Accepted accepted =
        row.accept(hub, std::move(request), std::make_shared<User>(User{"olive", Role::organiser}));
    return accepted.job ? office.run(*accepted.job) : accepted.reply;
  }
  FAIL("no such endpoint: ", method, " ", path);
  return {};
}

/// The office with one round, "r1", and what a request to it would do.
class Campaign : public Office {
 public:
  explicit Campaign(const std::string& kind) : Office(kind) {
    const Status made = with_desk([](Desk& desk) {
      desk.work.run(
          "INSERT INTO round(id, survey, definition, title, json, opens, closes, grace, open_to_anyone, "
          "created) VALUES('r1', 'parks', 'd1', 'Parks', '{}', 0, ?1, 0, 1, 1)",
          kRoundCloses);
    });
    REQUIRE(made.ok());
    hub.stores = &stores;
    hub.settings.data = "/tmp";
    hub.id = std::string(32, 'b');
  }

  /// Imports a table with the guessed mapping.
  ImportedContacts import(const std::string& table) {
    auto file = read_contacts(table, "");
    REQUIRE(file.ok());
    ImportedContacts done;
    const Status status = with_desk([&](Desk& desk) {
      auto imported = import_contacts(desk, "r1", *file);
      if (imported.ok()) done = *imported;
    });
    REQUIRE(status.ok());
    return done;
  }

  Reply ask(std::span<const Endpoint> rows, const std::string& method, const std::string& path,
            const std::string& body = "", std::map<std::string, std::string> query = {},
            const std::string& invitee = "", const std::string& batch = "") {
    Request request;
    request.body = body, request.query = std::move(query);
    request.arguments = {{"round", round}, {"invitee", invitee}, {"batch", batch}};
    return asked(*this, hub, rows, method, path, std::move(request));
  }

  std::string invitee(const std::string& email) {
    const auto found = rows("SELECT id FROM invitee WHERE email = '" + email + "'", 1);
    REQUIRE(found.size() == 1);
    return found[0];
  }

  /// As if the invitee's response had come, through his own link ("") or another way.
  void answer(const std::string& id, const std::string& channel = "") {
    const Status done = with_desk([&](Desk& desk) {
      desk.work.run(
          "INSERT INTO head(round, response, device, seq, sha256, kind, effective, counts, versions, "
          "concurrent, channel) SELECT round, response, 'dev', 1, 'sum', 'submit', ?2, 1, 1, 0, ?3 "
          "FROM invitee WHERE id = ?1",
          id, clock.now(), channel);
    });
    REQUIRE(done.ok());
  }
  /// As if the invitee had come so far.
  void mark(const std::string& id, bool started) {
    const Status done = with_desk([&](Desk& desk) {
      desk.work.run("UPDATE invitee SET opened = 5, started = ?2 WHERE id = ?1", id,
                    std::int64_t{started ? 6 : 0});
    });
    REQUIRE(done.ok());
  }

  std::string round = "r1";
  Log log{clock, true};
  Metrics metrics{clock};
  OneStore stores{*this};
  Hub hub{{}, clock, random, log, metrics};
};

inline nlohmann::json json_of(const Reply& reply) { return nlohmann::json::parse(reply.body); }

inline const char kTable[] =
    "Name,E-mail,Council,Role,Type,Region\r\n"
    "Ann Ash,ann@ash.example.org,Ashford,Chief executive,District,South East\r\n"
    "Bob Birch,bob@birch.example.org,Birchham,Leader,District,North West\r\n"
    "Cy Cedar,cy@cedar.example.org,Cedarton,Chief executive,County,South East\r\n"
    "Di Dogwood,,Dogwood,Leader,County,North West\r\n";

}  // namespace takestock::hub
