#include "hub/settings.h"

#include <doctest/doctest.h>

using namespace takestock;
using namespace takestock::hub;

TEST_CASE("settings are taken as they stand, what is absent keeps its value") {
  Settings settings;
  REQUIRE(read_settings(
              R"({"address":"::1","port":81,"origin":"https://a.example.org","trusted_proxies":["10.0.0.1"],
    "stores":[{"name":"main"},{"name":"north","postgres":"dbname=north"}],"rounds":{"n":"north"},"log":"errors",
    "limits":{"queue":7,"requests_per_second":0.5}})",
              settings)
              .ok());
  CHECK(settings.address == "::1");
  CHECK(settings.port == 81);
  CHECK(settings.stores.at(1).postgres == "dbname=north");
  CHECK(settings.rounds.at("n") == "north");
  CHECK(settings.log_errors_only);
  CHECK(settings.limits.queue == 7);
  CHECK(settings.limits.requests_per_second == 0.5);
  CHECK(settings.limits.idle_ms == Limits().idle_ms);
  CHECK(complete_settings(settings).ok());
}

TEST_CASE("a mistake in the settings is said with its place") {
  const auto place = [](const char* json) {
    Settings settings;
    const Status read = read_settings(json, settings);
    return read.ok() ? "" : read.error().where;
  };
  CHECK(place("{\n\"port\":}") == "settings.json, line 2");
  CHECK(place(R"({"prot":1})") == "settings.json: /prot");
  CHECK(place(R"({"port":65536})") == "settings.json: /port");
  CHECK(place(R"({"port":"80"})") == "settings.json: /port");
  CHECK(place(R"({"limits":{"queue":0}})") == "settings.json: /limits/queue");
  CHECK(place(R"({"stores":[{"name":"a"},{"nam":"b"}]})") == "settings.json: /stores/1/nam");
  CHECK(place(R"({"rounds":{"a":1}})") == "settings.json: /rounds");
  CHECK(place(R"({"port":1,"port":2})") == "settings.json: /port");
  CHECK(place("[]") == "settings.json: /");
}
