// What the hub counts of itself, as Prometheus reads it (text format 0.0.4).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/doors.h"

namespace takestock::hub {

/// Counts of values up to each bound, and their sum.
class Histogram {
 public:
  explicit Histogram(std::array<double, 8> bounds) : bounds_(bounds) {}
  void add(double value);
  /// Lines <name>_bucket, _sum and _count. `labels`: "store=\"main\"".
  void print(std::string& out, const std::string& name, const std::string& labels) const;

 private:
  std::array<double, 8> bounds_;
  std::array<std::uint64_t, 9> counts_{};
  double sum_ = 0;
};

/// Any thread.
class Metrics {
 public:
  explicit Metrics(Clock& clock) : clock_(clock), started_(clock.now()) {}

  /// `endpoint` is a pattern, never what was asked.
  void request(std::string_view endpoint, int status, double seconds);
  /// A committed batch of that store.
  void batch(const std::string& store, std::size_t jobs, double commit_seconds);
  void failed_batch(const std::string& store);
  void queue(const std::string& store, std::size_t jobs);  ///< as it is now
  void connections(std::int64_t change);
  /// An event of sync: "stored", "held", "invalid", "fork", "refused", "repeated".
  void event(std::string_view verdict);

  std::string text() const;

 private:
  struct Store {
    std::uint64_t failed = 0;
    std::size_t queue = 0;
    Histogram sizes{{1, 2, 4, 8, 16, 64, 128, 256}};
    Histogram commits{{0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2}};
  };
  void print_requests(std::string& out) const;
  void print_stores(std::string& out) const;

  Clock& clock_;
  const Millis started_;
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> requests_;
  Histogram seconds_{{0.001, 0.005, 0.01, 0.05, 0.1, 0.3, 1, 5}};
  std::map<std::string, Store> stores_;
  std::map<std::string, std::uint64_t, std::less<>> events_;
  std::int64_t connections_ = 0;
};

}  // namespace takestock::hub
