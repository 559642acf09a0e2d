// A device with one database and one session, for tests of the commands.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "commands/commands.h"
#include "unit/store/scratch.h"

namespace takestock::commands {

struct Device {
  FixedClock clock{1'000'000};
  SeededRandom random{7};
  store::ScratchFile database{"session"};
  Session session{clock, random};

  nlohmann::json call(const char* command, const nlohmann::json& request = nlohmann::json::object()) {
    return nlohmann::json::parse(session.call(command, request.dump()).json);
  }
  nlohmann::json define(const char* text) { return nlohmann::json::parse(session.call("define", text).json); }
  nlohmann::json begin(const char* survey) {
    call("open_store", {{"path", database.path()}});
    define(survey);
    return call("resume");
  }
};

}  // namespace takestock::commands
