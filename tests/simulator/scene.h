// What all parts of a simulated world share: its seed, its time, its mistakes on purpose and its story.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "base/doors.h"

namespace takestock::simulator {

/// A defect that is put in, to see that the simulator finds it.
enum class Defect : std::uint8_t {
  none,
  reply_before_commit,    ///< the hub answers, and loses the work when it is killed right after
  same_epoch,             ///< a hub that was restored from a backup does not say so
  sent_on_200,            ///< the device takes any 200 for a receipt of everything, whatever the body
  device_clock,           ///< the device's clock decides who was last
  nothing_taken_in,       ///< the device passes over what others sent
  forks_unnoticed,        ///< a device that was put back has its old name, and the hub does not notice
  made_again_on_timeout,  ///< without an answer the device sends the same under a new name
  no_gaps,                ///< the hub believes that a device has everything up to its highest number
};

/// Chance from one seed.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}
  std::uint64_t below(std::uint64_t n) { return random_.next() % n; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  std::uint64_t seed() { return random_.next(); }

 private:
  SeededRandom random_;
};

struct Scene {
  Scene(std::uint64_t its_seed, Defect its_defect, bool its_verbose)
      : chance(SeededRandom(its_seed).next()), defect(its_defect), verbose(its_verbose) {}

  Chance chance;
  const Defect defect;
  const bool verbose;
  Millis now = 1'447'977'600'000;  ///< true time
  std::vector<std::string>
      problems;  ///< "lost: ..", "stale: ..", "doubled: ..", "torn: ..", "stuck: ..", "apart: .."

  void tell(const std::string& sentence) const {
    if (verbose)
      std::printf("  %9.1f s  %s\n", static_cast<double>(now - 1'447'977'600'000) / 1000, sentence.c_str());
  }
  void problem(const std::string& sentence) {
    tell("PROBLEM " + sentence);
    problems.push_back(sentence);
  }
};

/// A device's clock: the true time and an error.
class WrongClock final : public Clock {
 public:
  explicit WrongClock(const Scene& scene) : scene_(scene) {}
  Millis now() override { return scene_.now + error; }
  int offset_minutes(Millis) override { return 60; }
  Millis error = 0;

 private:
  const Scene& scene_;
};

}  // namespace takestock::simulator
