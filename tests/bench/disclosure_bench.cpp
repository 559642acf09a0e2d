// Random releases are protected, and an attacker of its own (tests/unit/disclosure/attacker.h) tries to undo
// it.
//   disclosure-bench [SETS [FIRST_SEED [PAIRS]]]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "disclosure/document.h"
#include "disclosure/ledger.h"
#include "unit/disclosure/attacker.h"
#include "unit/disclosure/surveys.h"

using namespace takestock;

namespace {

struct Tally {
  std::size_t small = 0, hidden = 0, leaks = 0, tried = 0, refused = 0, sets = 0, too_large = 0;
  double milliseconds = 0, longest = 0;
};

/// Of this process, in milliseconds.
double now() { return static_cast<double>(std::clock()) * 1000.0 / CLOCKS_PER_SEC; }

std::string protect(const nlohmann::json& release, Tally& tally) {
  const std::string source = release.dump();
  const double begin = now();
  Result<disclosure::Document> document = disclosure::read_document(source);
  const Result<disclosure::Summary> summary =
      document ? disclosure::protect(document->tables) : Result<disclosure::Summary>(document.error());
  const double took = now() - begin;
  tally.milliseconds += took;
  tally.longest = std::max(tally.longest, took);
  ++tally.sets;
  if (!summary) {
    std::printf("refused: %s (%s)\n", summary.error().message.c_str(), summary.error().where.c_str());
    ++tally.refused;
    return "";
  }
  tally.small += summary->small;
  tally.hidden += summary->hidden;
  for (const std::string& place : summary->exposed) std::printf("exposed: %s\n", place.c_str());
  return disclosure::redacted(source, *document);
}

void attack(const nlohmann::json& release, const std::string& published, std::uint64_t seed, Tally& tally) {
  attack::Attack attack(nlohmann::json::parse(published), 4000);
  if (attack.cells() == 0) {
    ++tally.too_large;
    return;
  }
  const std::vector<long> truth = attack::figures_of(release);
  for (const std::string& leak : attack.leaks(&truth)) {
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), leak.c_str());
    ++tally.leaks;
  }
  tally.tried += attack.tried();
}

void print(const char* what, const Tally& tally) {
  std::printf(
      "%s: %zu sets, %zu refused, %zu too large to attack; %zu intervals tried, %zu leaks; %zu small, %zu "
      "hidden, %.3f each; %.1f ms a set, the longest %.0f ms\n",
      what, tally.sets, tally.refused, tally.too_large, tally.tried, tally.leaks, tally.small, tally.hidden,
      static_cast<double>(tally.hidden) / static_cast<double>(std::max<std::size_t>(tally.small, 1)),
      tally.milliseconds / static_cast<double>(tally.sets), tally.longest);
}

void run(const char* what, nlohmann::json (*make)(std::uint64_t), std::uint64_t first, std::uint64_t sets) {
  Tally tally;
  for (std::uint64_t seed = first; seed < first + sets; ++seed) {
    const nlohmann::json release = make(seed);
    const std::string published = protect(release, tally);
    if (!published.empty()) attack(release, published, seed, tally);
  }
  print(what, tally);
}

/// Two tables asked for one after the other; each is judged beside what was shown before.
std::string queried(const std::string& source, Tally& tally) {
  Result<disclosure::Document> document = disclosure::read_document(source);
  disclosure::Ledger ledger(document->tables.threshold, document->tables.open);
  for (disclosure::Table& table : document->tables.tables) {
    const Result<disclosure::Summary> summary = ledger.show({&table, 1});
    if (!summary) std::printf("refused: %s\n", summary.error().message.c_str());
    tally.refused += !summary;
    tally.hidden += summary ? summary->hidden : 0;
    tally.small += summary ? summary->small : 0;
  }
  return disclosure::redacted(source, *document);
}

void run_queries(std::uint64_t first, std::uint64_t pairs) {
  Tally tally;
  const double begin = now();
  for (std::uint64_t seed = first; seed < first + pairs; ++seed) {
    const std::string source = attack::random_queries(seed).dump();
    const attack::Attack attack(nlohmann::json::parse(queried(source, tally)), 4000);
    tally.leaks += attack.differences();
    if (attack.differences() > 0) std::printf("pair %llu\n", static_cast<unsigned long long>(seed));
    ++tally.sets;
    tally.too_large += attack.cells() == 0;
  }
  tally.milliseconds = now() - begin;
  print("pairs of queries, by differences", tally);
}

}  // namespace

int main(int count, char** words) {
  const auto number = [&](int at, std::uint64_t otherwise) {
    return count > at ? std::strtoull(words[at], nullptr, 10) : otherwise;
  };
  const std::uint64_t sets = number(1, 1000), first = number(2, 1);
  run("sparse 10 x 8", attack::sparse_table, first, std::min<std::uint64_t>(sets, 200));
  run("random releases", attack::random_release, first, sets);
  run_queries(first, number(3, 1000));
}
