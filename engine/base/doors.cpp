#include "base/doors.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#else
#include <sys/random.h>

#include <chrono>
#include <ctime>
#endif

#include <cstdlib>

namespace takestock {
namespace {

#ifdef __EMSCRIPTEN__

// clang-format off
EM_JS(double, takestock_now, (), { return Date.now(); });
EM_JS(int, takestock_offset, (double utc), { return -new Date(utc).getTimezoneOffset(); });
EM_JS(void, takestock_random, (unsigned char* out, int size), {
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(HEAPU8.subarray(out + at, out + Math.min(size, at + 65536)));
});
// clang-format on

class SystemClock final : public Clock {
 public:
  Millis now() override { return static_cast<Millis>(takestock_now()); }
  int offset_minutes(Millis utc) override { return takestock_offset(static_cast<double>(utc)); }
};

class SystemRandom final : public Random {
 public:
  void fill(std::uint8_t* out, std::size_t size) override { takestock_random(out, static_cast<int>(size)); }
};

#else

class SystemClock final : public Clock {
 public:
  Millis now() override {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  }
  int offset_minutes(Millis utc) override {
    std::time_t seconds = static_cast<std::time_t>((utc - ((utc % 1000) + 1000) % 1000) / 1000);
    std::tm local{};
    localtime_r(&seconds, &local);
    return static_cast<int>(local.tm_gmtoff / 60);
  }
};

class SystemRandom final : public Random {
 public:
  void fill(std::uint8_t* out, std::size_t size) override {
    while (size > 0) {
      const ssize_t got = getrandom(out, size, 0);
      if (got <= 0) std::abort();
      out += got;
      size -= static_cast<std::size_t>(got);
    }
  }
};

#endif

}  // namespace

std::uint64_t SeededRandom::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

void SeededRandom::fill(std::uint8_t* out, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(next() >> 56);
}

Clock& system_clock() {
  static SystemClock clock;
  return clock;
}

Random& system_random() {
  static SystemRandom random;
  return random;
}

}  // namespace takestock
