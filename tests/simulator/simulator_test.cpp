// TAKESTOCK_SEEDS: how many worlds (3,000). TAKESTOCK_FIRST_SEED: where to begin (1). TAKESTOCK_SEED: that
// one alone, told step by step. A long run, in parts:
//   TAKESTOCK_FIRST_SEED=500001 TAKESTOCK_SEEDS=1000 build/native/takestock-simulator -tc="whatever*"
#include <doctest/doctest.h>

#include <cstdlib>

#include "simulator/world.h"

using namespace takestock::simulator;

namespace {

std::uint64_t number(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

std::string all_of(const std::vector<std::string>& problems) {
  std::string all;
  for (const std::string& problem : problems) all += "\n  " + problem;
  return all;
}

/// The first seed at which the simulator finds that defect as a problem of that kind; 0: it does not.
struct Found {
  std::uint64_t seed = 0;
  std::string problem;
};
Found find(Defect defect, const std::string& kind, std::uint64_t seeds) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (const std::string& problem : run_world(seed, defect))
      if (problem.substr(0, kind.size()) == kind) return {seed, problem};
  }
  return {};
}

}  // namespace

TEST_CASE(
    "whatever devices, network, disks, clocks and hub do, nothing is lost, stale, doubled, torn, stuck or "
    "apart") {
  if (const std::uint64_t seed = number("TAKESTOCK_SEED", 0); seed != 0) {
    const auto problems = run_world(seed, static_cast<Defect>(number("TAKESTOCK_DEFECT", 0)), true);
    CHECK_MESSAGE(problems.empty(), "seed ", seed, all_of(problems));
    return;
  }
  const std::uint64_t first = number("TAKESTOCK_FIRST_SEED", 1), seeds = number("TAKESTOCK_SEEDS", 3'000);
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    const auto problems = run_world(seed);
    CHECK_MESSAGE(problems.empty(), "seed ", seed, all_of(problems));
  }
}

TEST_CASE("the same seed is the same world") {
  for (const std::uint64_t seed : {1, 2, 3}) CHECK(run_world(seed) == run_world(seed));
}

TEST_CASE("the simulator finds what is wrong") {
  struct Known {
    Defect defect;
    std::string name, kind;
  };
  for (const Known& known :
       {Known{Defect::reply_before_commit, "reply before commit", "lost"},
        Known{Defect::same_epoch, "same epoch", "lost"}, Known{Defect::sent_on_200, "sent on 200", "lost"},
        Known{Defect::device_clock, "device clock", "stale"},
        Known{Defect::nothing_taken_in, "nothing taken in", "apart"},
        Known{Defect::forks_unnoticed, "forks unnoticed", "lost"},
        Known{Defect::made_again_on_timeout, "made again on timeout", "doubled"},
        Known{Defect::no_gaps, "no gaps", "apart"}}) {
    CAPTURE(known.name);
    const Found found = find(known.defect, known.kind + ':', 600);
    MESSAGE(known.name, ": seed ", found.seed, ", ", found.problem.substr(0, 90));
    CHECK(found.seed != 0);
  }
}
