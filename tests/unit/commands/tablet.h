// A fieldworker's tablet, and a hub for it, for tests of the fieldwork commands.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "commands/fieldwork.h"
#include "identity/link.h"
#include "unit/sync/memory_hub.h"

namespace takestock::commands {

inline constexpr const char* kDoorSurvey = R"({
  "takestock": 1, "id": "door", "version": "1", "title": "At the door",
  "choices": {"yes_no": [{"name": "yes", "label": "Yes"}, {"name": "no", "label": "No"}]},
  "survey": [
    {"type": "select_one yes_no", "name": "q1", "number": "1", "label": "Do you use the park?", "required": true},
    {"type": "note", "name": "thanks", "label": "Thank you."},
    {"type": "text", "name": "q2", "number": "2", "label": "What for?"},
    {"type": "integer", "name": "q3", "number": "3", "label": "How often?", "constraint": ". >= 0"}]})";

inline sync::MemoryHub a_field_hub() {
  sync::MemoryHub hub("door");
  hub.definition = survey::Definition::read(kDoorSurvey).definition;
  REQUIRE(hub.definition);
  hub.form = hub.definition->digest();
  return hub;
}

inline identity::Link an_interviewers_link(std::uint64_t seed = 3) {
  SeededRandom random(seed);
  return identity::make_link("r", identity::make_invitee(random, identity::Invited::interviewer), random);
}

/// A fieldworker's tablet.
struct Tablet {
  explicit Tablet(const std::string& path = ":memory:", std::uint64_t seed = 11,
                  const char* survey = kDoorSurvey)
      : random(seed) {
    call("open_store", {{"path", path}});
    session.call("define", survey);
  }
  nlohmann::json call(const char* command, const nlohmann::json& request = nlohmann::json::object()) {
    clock.advance(1000);
    return nlohmann::json::parse(session.call(command, request.dump()).json);
  }
  nlohmann::json must(const char* command, const nlohmann::json& request = nlohmann::json::object()) {
    nlohmann::json reply = call(command, request);
    REQUIRE_MESSAGE(reply["ok"] == true, command << ": " << reply.dump());
    return reply;
  }
  void take_up(const identity::Link& link = an_interviewers_link()) {
    must("interviewer", {{"text", link.fragment()}});
  }
  void answer(const char* name, const nlohmann::json& value) {
    must("answer", {{"path", name}, {"value", value}});
  }
  nlohmann::json begin(const std::string& label = "") {
    return must("begin_interview", {{"label", label}})["interview"];
  }
  /// A whole interview.
  nlohmann::json interview(const std::string& label = "", const char* outcome = nullptr) {
    begin(label);
    if (outcome)
      must("set_outcome", {{"outcome", outcome}});
    else
      answer("q1", "yes");
    const nlohmann::json done = must("finish");
    REQUIRE(done.contains("reference"));
    return done["interview"];
  }
  nlohmann::json counts() { return must("interviews")["counts"]; }
  nlohmann::json row(int number) {
    const nlohmann::json list = must("interviews", {{"limit", 10000}});
    for (const nlohmann::json& row : list["rows"])
      if (row["number"] == number) return row;
    return nullptr;
  }
  std::string batch() { return session.call("sync_batch", "{}").attachment; }
  /// Until the hub has nothing more to say: how many batches it took.
  int sync(sync::MemoryHub& hub) {
    for (int i = 1; i < 100; ++i)
      if (must("sync_account", {{"body", hub.answer(batch(), clock.now())}})["more"] == false) return i;
    FAIL("the device and its hub never come to an end");
    return 0;
  }
  FixedClock clock{1'700'000'000'000};
  SeededRandom random;
  Session session{clock, random, fieldwork_rows()};
};

}  // namespace takestock::commands
