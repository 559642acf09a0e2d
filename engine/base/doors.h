// The doors to the outside: time and chance. Everything that needs them is handed them,
// so that a test or a simulator decides what they say.
#pragma once

#include <cstddef>
#include <cstdint>

namespace takestock {

/// Milliseconds since 1970-01-01T00:00:00Z.
using Millis = std::int64_t;

/// The time and the time zone of this device.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Millis now() = 0;
  /// Minutes east of UTC at that instant (+60 for British Summer Time, -420 for Phoenix).
  virtual int offset_minutes(Millis utc) = 0;
};

/// Random bytes, from the operating system or from a seed.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::uint8_t* out, std::size_t size) = 0;
};

/// A clock that says what it is told, for tests, replays and conformance runs.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Millis now = 0, int offset_minutes = 0) : now_(now), offset_(offset_minutes) {}
  Millis now() override { return now_; }
  int offset_minutes(Millis) override { return offset_; }
  void set(Millis now) { now_ = now; }
  void advance(Millis by) { now_ += by; }

 private:
  Millis now_;
  int offset_;
};

/// splitmix64 from a seed: the same seed gives the same bytes everywhere. Never for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::uint8_t* out, std::size_t size) override;
  std::uint64_t next();

 private:
  std::uint64_t state_;
};

/// The operating system's (or the browser's) clock and random source; never null, owned by the library.
Clock& system_clock();
Random& system_random();

}  // namespace takestock
