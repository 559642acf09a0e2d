// A visit to the results page, and results files to open there, for tests of its commands.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "commands/results_session.h"
#include "results/results_file.h"

namespace takestock::commands {

using nlohmann::json;

/// Responses by id; the id says which device's.
using Answered = std::vector<std::pair<std::string, json>>;

/// A results file of these responses to a survey, each finished once. `seq`: of the first, so that a later
/// file can change a response.
inline std::string file_of(const std::string& definition, const Answered& answered, std::int64_t seq = 1) {
  const std::string digest = sha256_hex(definition), survey = json::parse(definition)["id"], device(32, 'd');
  std::string out;
  results::ResultsWriter writer(
      [&out](std::string_view bytes) {
        out += bytes;
        return Status(Done{});
      },
      {survey, device, 1'700'000'000'000, 1, answered.size(), 0});
  Status done = writer.definition({digest, json::parse(definition)["version"], definition});
  for (const auto& [id, record] : answered) {
    store::Event event;
    event.survey = survey, event.response = id, event.device = device, event.seq = seq++;
    event.form_hash = digest, event.at = 1'700'000'000'000 + seq, event.body = record.dump();
    event.sha256 = event.digest();
    if (done) done = writer.event(event);
  }
  if (done) done = writer.finish();
  return done ? out : "";
}

inline std::string response_id(std::size_t number) {
  std::string id(32, '0');
  for (std::size_t place = 31; number > 0; number /= 16, --place) id[place] = "0123456789abcdef"[number % 16];
  return id;
}

struct ResultsDesk {
  FixedClock clock{1'000'000};
  SeededRandom random{7};
  ResultsSession session{clock, random};
  std::string attachment;  ///< of the last call

  json call(const char* command, const json& request = json::object()) {
    Reply reply = session.call(command, request.dump());
    attachment = std::move(reply.attachment);
    return json::parse(reply.json);
  }
  /// The file in pieces; the reply of whatever came last.
  json take(const std::string& bytes, std::size_t piece = 1000) {
    call("take_file", {{"name", "some.takestock"}});
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      const std::string part = bytes.substr(at, piece);
      session.attach(part);
      call("take_part");
    }
    json ended = call("take_end");
    for (json left = ended; left["ok"] && left["left"] > 0;) left = call("take_on");
    return ended;
  }
};

}  // namespace takestock::commands
