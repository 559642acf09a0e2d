// CPU time per answer in the engine alone, without a module or a call into one: workloads W1 to W4 (routes;
// relevance, sums and constraints; fan-out; a chain). Prints one line each: load and answer times, bytes held
// after loading.
#include <malloc.h>

#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "response/response.h"
#include "survey/definition.h"

namespace {

using takestock::response::Changes;
using takestock::response::NodeId;
using takestock::response::Response;

#ifdef __EMSCRIPTEN__
constexpr clockid_t kClock = CLOCK_MONOTONIC;
#else
constexpr clockid_t kClock = CLOCK_PROCESS_CPUTIME_ID;
#endif

double cpu_ms() {
  timespec now;
  clock_gettime(kClock, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

#ifdef __EMSCRIPTEN__
std::size_t held_bytes() { return static_cast<std::size_t>(mallinfo().uordblks); }
#else
std::size_t held_bytes() { return mallinfo2().uordblks + mallinfo2().hblkhd; }
#endif

std::string number(int n) { return std::to_string(n); }

std::string question(const std::string& type, const std::string& name, const std::string& rest = "") {
  return "{\"type\":\"" + type + "\",\"name\":\"" + name + "\",\"label\":\"Question " + name + "\"" + rest +
         "},";
}

std::string calculation(const std::string& name, const std::string& expression) {
  return "{\"type\":\"calculate\",\"name\":\"" + name + "\",\"calculation\":\"" + expression + "\"},";
}

std::string relevant(const std::string& expression) { return ",\"relevant\":\"" + expression + "\""; }

std::string routes() {
  std::string items;
  for (int i = 1; i <= 21; ++i) {
    const bool routed = i == 2 || i == 14 || i == 16;
    const std::string before = "${q" + number(i - 1) + "}";
    const std::string rest = routed ? relevant(before + " = 'yes' or " + before + " = 'dk'") : "";
    items += question(i % 2 ? "select_one yn" : "text", "q" + number(i), rest);
  }
  return items;
}

std::string sums(int n) {
  std::string items;
  for (int i = 1; i <= n; ++i) {
    std::string rest = ",\"constraint\":\". >= 0 and . <= 100\"";
    if (i > 1) rest += relevant("${q" + number(i - 1) + "} != 99");
    items += question("integer", "q" + number(i), rest);
    if (i <= 10) continue;
    std::string sum;
    for (int k = i - 10; k < i; ++k)
      sum += (sum.empty() ? "" : " + ") + ("coalesce(${q" + number(k) + "}, 0)");
    items += calculation("c" + number(i), sum);
  }
  return items;
}

std::string fan(int n) {
  std::string items = question("integer", "q0");
  for (int i = 1; i <= n; ++i)
    items += question("integer", "d" + number(i), relevant("${q0} > " + number(i % 10)));
  return items;
}

std::string chain(int n) {
  std::string items = question("integer", "q0") + calculation("c1", "coalesce(${q0}, 0) + 1");
  for (int i = 2; i <= n; ++i)
    items += calculation("c" + number(i), "coalesce(${c" + number(i - 1) + "}, 0) + 1");
  return items;
}

std::string definition(std::string items) {
  items.pop_back();
  return "{\"takestock\":1,\"id\":\"bench\",\"version\":\"1\",\"title\":\"Bench\",\"choices\":{\"yn\":[{"
         "\"name\":\"yes\",\"label\":\"Yes\"},"
         "{\"name\":\"no\",\"label\":\"No\"},{\"name\":\"dk\",\"label\":\"Do not know\"}]},\"survey\":[" +
         items + "]}";
}

struct Bench {
  takestock::FixedClock clock;
  takestock::SeededRandom random{1};
  std::unique_ptr<Response> response;
  Changes changes;
  double load_ms = 0;
  std::size_t bytes = 0;

  explicit Bench(const std::string& json) {
    const std::size_t before = held_bytes();
    const double start = cpu_ms();
    auto outcome = takestock::survey::Definition::read(json);
    if (!outcome.definition) std::printf("%s\n", outcome.problems.at(0).text.c_str()), std::exit(1);
    auto made = Response::make(outcome.definition, clock, random);
    response = std::move(*made);
    load_ms = cpu_ms() - start;
    outcome = {};
    bytes = held_bytes() - before;
  }

  void set(NodeId node, double value) {
    if (!response->set(node, value, changes).ok()) std::exit(1);
  }
  void set(NodeId node, std::string_view value) {
    if (!response->set(node, value, changes).ok()) std::exit(1);
  }
  NodeId at(const std::string& name) const { return response->node_at(name); }

  void report(const char* name, int size, int answers, const std::function<void(int)>& answer) {
    for (int i = 0; i < answers / 10; ++i) answer(i);
    const double start = cpu_ms();
    for (int i = 0; i < answers; ++i) answer(i);
    const double each = (cpu_ms() - start) / answers;
    std::printf("%s %5d: load %8.2f ms, %9zu bytes held, %10.6f ms an answer\n", name, size, load_ms, bytes,
                each);
  }
};

void run_routes() {
  Bench bench(definition(routes()));
  const NodeId q13 = bench.at("q13"), q4 = bench.at("q4");
  bench.report("W1", 21, 200'000, [&](int i) {
    if (i % 2)
      bench.set(q4, i % 4 == 1 ? "Some text 1" : "Some text 2");
    else
      bench.set(q13, i % 4 ? "yes" : "no");
  });
}

void run_sums(int size) {
  Bench bench(definition(sums(size)));
  std::vector<NodeId> nodes;
  for (int i = 1; i <= size; ++i) nodes.push_back(bench.at("q" + number(i)));
  for (int i = 0; i < size; ++i) bench.set(nodes[static_cast<std::size_t>(i)], 1 + i % 50);
  bench.report("W2", size, 100'000, [&](int i) {
    static constexpr double kValues[] = {7, 99, 5, 150};
    bench.set(nodes[static_cast<std::size_t>(i / 4 * 37 % (size - 1))], kValues[i % 4]);
  });
}

void run_fan(int size) {
  Bench bench(definition(fan(size)));
  for (int i = 1; i <= size; ++i) bench.set(bench.at("d" + number(i)), i % 50);
  const NodeId q0 = bench.at("q0");
  bench.report("W3", size, 500, [&](int i) {
    static constexpr double kValues[] = {0, 10, 5, 3, 8, 1, 9, 2, 7, 4, 6};
    bench.set(q0, kValues[i % 11]);
  });
}

void run_chain(int size) {
  Bench bench(definition(chain(size)));
  const NodeId q0 = bench.at("q0");
  bench.report("W4", size, 2'000, [&](int i) { bench.set(q0, i); });
}

}  // namespace

int main() {
  run_routes();
  for (const int size : {100, 1000, 5000}) run_sums(size);
  for (const int size : {100, 1000, 5000}) run_fan(size);
  for (const int size : {100, 1000}) run_chain(size);
}
