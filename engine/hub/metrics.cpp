#include "hub/metrics.h"

#include <algorithm>
#include <cstdio>

namespace takestock::hub {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

void head(std::string& out, const char* name, const char* type, const char* help) {
  out += std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
}

void sample(std::string& out, const std::string& name, const std::string& labels, const std::string& value) {
  out += name;
  if (!labels.empty()) out += "{" + labels + "}";
  out += " " + value + "\n";
}

}  // namespace

void Histogram::add(double value) {
  const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), value);
  counts_[static_cast<std::size_t>(bound - bounds_.begin())] += 1;
  sum_ += value;
}

void Histogram::print(std::string& out, const std::string& name, const std::string& labels) const {
  const std::string before = labels.empty() ? "" : labels + ",";
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    below += counts_[i];
    const std::string bound = i < bounds_.size() ? number(bounds_[i]) : "+Inf";
    sample(out, name + "_bucket", before + "le=\"" + bound + "\"", std::to_string(below));
  }
  sample(out, name + "_sum", labels, number(sum_));
  sample(out, name + "_count", labels, std::to_string(below));
}

void Metrics::request(std::string_view endpoint, int status, double seconds) {
  const std::scoped_lock lock(mutex_);
  requests_[{std::string(endpoint), status}] += 1;
  seconds_.add(seconds);
}

void Metrics::batch(const std::string& store, std::size_t jobs, double commit_seconds) {
  const std::scoped_lock lock(mutex_);
  stores_[store].sizes.add(static_cast<double>(jobs));
  stores_[store].commits.add(commit_seconds);
}

void Metrics::failed_batch(const std::string& store) {
  const std::scoped_lock lock(mutex_);
  stores_[store].failed += 1;
}

void Metrics::queue(const std::string& store, std::size_t jobs) {
  const std::scoped_lock lock(mutex_);
  stores_[store].queue = jobs;
}

void Metrics::connections(std::int64_t change) {
  const std::scoped_lock lock(mutex_);
  connections_ += change;
}

void Metrics::event(std::string_view verdict) {
  const std::scoped_lock lock(mutex_);
  const auto known = events_.find(verdict);
  if (known != events_.end()) known->second += 1;
  if (known == events_.end()) events_.emplace(verdict, 1);
}

void Metrics::print_requests(std::string& out) const {
  head(out, "takestock_requests_total", "counter", "Requests by endpoint and status.");
  for (const auto& row : requests_)
    sample(out, "takestock_requests_total",
           "endpoint=\"" + row.first.first + "\",status=\"" + std::to_string(row.first.second) + "\"",
           std::to_string(row.second));
  head(out, "takestock_request_seconds", "histogram", "From the end of a request to its answer.");
  seconds_.print(out, "takestock_request_seconds", "");
}

void Metrics::print_stores(std::string& out) const {
  const auto each = [&out, this](const char* name, const char* type, const char* help, auto print) {
    head(out, name, type, help);
    for (const auto& row : stores_) print(std::string(name), "store=\"" + row.first + "\"", row.second);
  };
  each("takestock_queue", "gauge", "Jobs waiting for the store.",
       [&out](const auto& name, const auto& labels, const Store& store) {
         sample(out, name, labels, std::to_string(store.queue));
       });
  each("takestock_failed_batches_total", "counter", "Batches that could not be committed at once.",
       [&out](const auto& name, const auto& labels, const Store& store) {
         sample(out, name, labels, std::to_string(store.failed));
       });
  each("takestock_batch_jobs", "histogram", "Jobs in a transaction.",
       [&out](const auto& name, const auto& labels, const Store& store) {
         store.sizes.print(out, name, labels);
       });
  each("takestock_commit_seconds", "histogram", "How long a commit takes.",
       [&out](const auto& name, const auto& labels, const Store& store) {
         store.commits.print(out, name, labels);
       });
}

std::string Metrics::text() const {
  const std::scoped_lock lock(mutex_);
  std::string out;
  head(out, "takestock_uptime_seconds", "gauge", "Since the hub was started.");
  sample(out, "takestock_uptime_seconds", "", number(static_cast<double>(clock_.now() - started_) / 1000));
  head(out, "takestock_connections", "gauge", "Open connections.");
  sample(out, "takestock_connections", "", std::to_string(connections_));
  print_requests(out);
  print_stores(out);
  head(out, "takestock_events_total", "counter", "Events of sync by verdict.");
  for (const auto& row : events_)
    sample(out, "takestock_events_total", "verdict=\"" + row.first + "\"", std::to_string(row.second));
  return out;
}

}  // namespace takestock::hub
