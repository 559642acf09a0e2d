// How long 1,000,000 responses of 21 answers take from a database into columns, and figures from there.
//
//   results-bench FOLDER [RESPONSES [CSV]]   makes FOLDER/results.db if it is not there, then measures; CSV:
//   the
//                                            same answers, for others to be measured with (results.mjs)
//
// 13 questions of one choice, 3 of several (6 choices), 3 whole numbers, 2 short texts, 10 % blank; region
// (10), council type (8), role (6), year (3) and a weight.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "base/doors.h"
#include "expression/expression.h"
#include "statistics/intervals.h"
#include "tabulation/counting.h"
#include "tabulation/formula.h"
#include "tabulation/stored_responses.h"

using namespace takestock;
using namespace takestock::tabulation;

namespace {

std::string definition_text() {
  std::string choices, survey;
  const auto list = [&](const std::string& name, int count) {
    choices += (choices.empty() ? "\"" : ",\"") + name + "\":[";
    for (int i = 0; i < count; ++i) {
      const std::string code = name + std::to_string(i);
      choices += (i ? ",{\"name\":\"" : "{\"name\":\"") + code + "\",\"label\":\"" + code + "\"}";
    }
    choices += "]";
  };
  const auto ask = [&](const std::string& type, const std::string& name) {
    survey += (survey.empty() ? "{\"type\":\"" : ",{\"type\":\"") + type + "\",\"name\":\"" + name +
              "\",\"label\":\"" + name + "\"}";
  };
  list("region", 10), list("type", 8), list("role", 6), list("year", 3), list("agree", 6), list("tick", 6);
  for (const char* name : {"region", "type", "role", "year"}) ask(std::string("select_one ") + name, name);
  ask("decimal", "weight");
  for (int i = 1; i <= 13; ++i) ask("select_one agree", "q" + std::to_string(i));
  for (int i = 1; i <= 3; ++i) ask("select_multiple tick", "m" + std::to_string(i));
  for (int i = 1; i <= 3; ++i) ask("integer", "n" + std::to_string(i));
  for (int i = 1; i <= 2; ++i) ask("text", "t" + std::to_string(i));
  return "{\"takestock\":1,\"id\":\"bench\",\"version\":\"1\",\"title\":\"Bench\",\"choices\":{" + choices +
         "},\"survey\":[" + survey + "]}";
}

std::string body(SeededRandom& random) {
  std::string out = "{";
  const auto name = [&](const std::string& question) {
    out += (out.size() > 1 ? ",\"" : "\"") + question + "\":";
  };
  const auto one = [&](const std::string& question, const std::string& list, std::uint64_t count) {
    name(question);
    out += "\"" + list + std::to_string(random.next() % count) + "\"";
  };
  const auto blank = [&] { return random.next() % 10 == 0; };
  one("region", "region", 10), one("type", "type", 8), one("role", "role", 6), one("year", "year", 3);
  name("weight");
  out += "0." + std::to_string(random.next() % 9 + 1);
  for (int i = 1; i <= 13; ++i)
    if (!blank()) one("q" + std::to_string(i), "agree", 6);
  for (int i = 1; i <= 3; ++i) {
    if (blank()) continue;
    name("m" + std::to_string(i));
    const std::uint64_t set = random.next() % 63 + 1;
    std::string names;
    for (int tick = 0; tick < 6; ++tick)
      if (set >> tick & 1) names += (names.empty() ? "\"tick" : ",\"tick") + std::to_string(tick) + "\"";
    out += "[" + names + "]";
  }
  for (int i = 1; i <= 3; ++i) {
    if (blank()) continue;
    name("n" + std::to_string(i));
    out += std::to_string(random.next() % 1000);
  }
  for (int i = 1; i <= 2; ++i) {
    if (blank()) continue;
    name("t" + std::to_string(i));
    out += "\"a few words " + std::to_string(random.next() % 100'000) + "\"";
  }
  return out + "}";
}

std::string hex_id(SeededRandom& random) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string id;
  for (int i = 0; i < 32; ++i) id += kDigits[random.next() & 15];
  return id;
}

/// The rows as add_events() leaves them, without the digests' checks: they are not what is measured.
void make(store::Store& store, const survey::Definition& definition, const std::string& json, int responses) {
  (void)store.save_definition("bench", "1", definition.digest(), json);
  (void)store.database().execute("PRAGMA synchronous=OFF; BEGIN");
  auto insert = store.database().prepare(
      "INSERT INTO event(survey, response, device, seq, sha256, form_hash, kind, base, at, offset_minutes, "
      "body) "
      "VALUES('bench', ?1, ?2, 1, ?3, ?4, 'submit', '', 1700000000000, 0, ?5)");
  SeededRandom random(1);
  char id[40];
  for (int i = 0; i < responses; ++i) {
    std::snprintf(id, sizeof id, "%08x", i);
    (*insert)->bind(0, id + hex_id(random).substr(8));
    (*insert)->bind(1, hex_id(random));
    (*insert)->bind(2, hex_id(random) + hex_id(random));
    (*insert)->bind(3, definition.digest());
    (*insert)->bind(4, body(random));
    if (!(*insert)->step()) std::exit(1);
    (*insert)->reset();
  }
  (void)store.database().execute("COMMIT");
}

std::string cell(const Responses& rows, std::size_t question, std::size_t row) {
  const Column& column = rows.column(question);
  const auto& codes = rows.codebook().questions()[question].codes;
  if (!column.answered(row)) return "";
  std::string out;
  switch (column.kind()) {
    case Kind::one:
      return codes[column.code(row) - kFirstCode].name;
    case Kind::number:
      return expression::number_text(column.number(row));
    case Kind::several:
      for (std::size_t choice = 0; choice < codes.size(); ++choice)
        if (column.ticked(choice, row)) out += (out.empty() ? "" : " ") + codes[choice].name;
      return out;
    default:
      return "a few words";
  }
}

void write_csv(const Responses& rows, const char* path) {
  std::FILE* const file = std::fopen(path, "wb");
  if (!file) std::exit(1);
  const auto& questions = rows.codebook().questions();
  for (std::size_t q = 0; q < questions.size(); ++q)
    std::fprintf(file, "%s%s", q ? "," : "", questions[q].name.c_str());
  for (std::size_t row = 0; row < rows.rows(); ++row)
    for (std::size_t q = 0; q < questions.size(); ++q)
      std::fprintf(file, "%c%s", q ? ',' : '\n', cell(rows, q, row).c_str());
  std::fputc('\n', file);
  if (std::fclose(file) != 0) std::exit(1);
}

template <typename Act>
double milliseconds(int times, Act act) {
  std::vector<double> all;
  for (int i = 0; i < times; ++i) {
    const auto start = std::chrono::steady_clock::now();
    act();
    all.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

}  // namespace

int main(int count_of_args, char** args) {
  if (count_of_args < 2) return std::fputs("results-bench FOLDER [RESPONSES [CSV]]\n", stderr), 2;
  const int responses = count_of_args > 2 ? std::atoi(args[2]) : 1'000'000;
  const std::string json = definition_text();
  const auto definition = survey::Definition::read(json).definition;
  if (!definition) return std::fputs("The survey cannot be read.\n", stderr), 1;
  std::unique_ptr<store::Store> store;
  const double opening = milliseconds(1, [&] {
    auto database = store::open_sqlite(std::string(args[1]) + "/results.db");
    if (!database) std::exit(1);
    auto opened = store::Store::open(std::move(*database), system_clock(), system_random());
    if (!opened) std::exit(1);
    store = std::move(*opened);
  });
  const auto there = store->definitions();
  if (!there || there->empty()) make(*store, *definition, json, responses);
  Responses rows(Codebook({definition}, {"", {}}), {});
  const auto one_of = [](std::span<const store::Event> events) { return &events.back(); };
  const std::clock_t before = std::clock();
  const double filling = milliseconds(1, [&] {
    if (!read_responses(*store, "bench", one_of, rows)) std::exit(1);
  });
  std::printf(
      "%zu responses; opening (with its check) %.0f ms, filling %.0f ms (%.0f ms of CPU), unplaced %zu\n",
      rows.rows(), opening, filling, 1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC,
      rows.unplaced());

  if (count_of_args > 3) write_csv(rows, args[3]);

  const auto column = [&](const char* name) { return *rows.codebook().find(name); };
  const Groups region = groups_of(rows, column("region")), q3 = groups_of(rows, column("q3"));
  const std::vector<double>& weights = rows.column(column("weight")).numbers();
  const Rows plain{rows.rows(), {}, {}}, weighted{rows.rows(), {}, weights};
  const auto formula = Formula::compile("${q3} = 'agree0' or ${q3} = 'agree1'", *definition);
  const auto base = Formula::compile("${q3} != ''", *definition);
  double sum = 0;
  std::printf("headline share        %.2f ms\n", milliseconds(9, [&] {
                const auto in = formula->truths(rows), asked = base->truths(rows);
                std::size_t n = 0, counted = 0;
                for (std::size_t row = 0; row < in->size(); ++row)
                  n += (*asked)[row], counted += (*asked)[row] & (*in)[row];
                sum += static_cast<double>(counted) / static_cast<double>(n);
              }));
  std::printf("crosstab              %.2f ms\n",
              milliseconds(9, [&] { sum += count(q3, region, plain).total().n; }));
  std::printf("crosstab, weighted    %.2f ms\n",
              milliseconds(9, [&] { sum += count(q3, region, weighted).total().weight; }));
  std::printf("13 by region, weighted, with intervals  %.2f ms\n", milliseconds(5, [&] {
                for (int i = 1; i <= 13; ++i) {
                  const Groups q = groups_of(rows, column(("q" + std::to_string(i)).c_str()));
                  const auto table = count(q, region, weighted);
                  for (std::size_t group = 0; group < region.count; ++group) {
                    const auto whole = table.column_total(group);
                    for (std::size_t code = kFirstCode; code < q.count; ++code) {
                      const auto interval = statistics::wilson_weighted(
                          table.at(code, group).weight / (whole.weight > 0 ? whole.weight : 1), whole.weight,
                          whole.weight_squares, 0.95);
                      sum += interval ? interval->low : 0;
                    }
                  }
                }
              }));
  return sum > 0 ? 0 : 1;
}
