// Random pairs of queries on the results page: what both show together tells of no small group.
// TAKESTOCK_PAIRS: how many pairs (132).
#include <doctest/doctest.h>

#include <cstdlib>
#include <map>

#include "unit/commands/results_desk.h"

namespace takestock::commands {
namespace {

constexpr int kThreshold = 10;
constexpr std::size_t kQueries = 12;  // of one visit: each with each other one is a pair

const char kSurvey[] = R"json({
  "takestock": 1, "id": "pairs", "version": "1", "title": "Pairs",
  "choices": {
    "region": [{"name": "a", "label": "a"}, {"name": "b", "label": "b"}, {"name": "c", "label": "c"},
               {"name": "d", "label": "d"}, {"name": "e", "label": "e"}],
    "kind": [{"name": "a", "label": "a"}, {"name": "b", "label": "b"}, {"name": "c", "label": "c"}],
    "view": [{"name": "a", "label": "a"}, {"name": "b", "label": "b"}, {"name": "c", "label": "c"},
             {"name": "dk", "label": "dk"}],
    "dish": [{"name": "a", "label": "a"}, {"name": "b", "label": "b"}]},
  "survey": [
    {"type": "select_one region", "name": "region", "label": "region"},
    {"type": "select_one kind", "name": "kind", "label": "kind"},
    {"type": "select_one kind", "name": "year", "label": "year"},
    {"type": "select_one view", "name": "view", "label": "view"},
    {"type": "select_one view", "name": "next", "label": "next"},
    {"type": "select_multiple dish", "name": "dish", "label": "dish"}],
  "measures": [
    {"name": "first", "type": "share", "label": "first", "numerator": "${view} = 'a'"},
    {"name": "known", "type": "share", "label": "known", "numerator": "${next} = 'a' or ${next} = 'b'",
     "base": "${next} != '' and ${next} != 'dk'"}],
  "attributes": ["region", "kind", "year"]
})json";

/// Of every question a byte of what a group's answers may be: a bit for each choice, one for a blank.
using Group = std::uint64_t;
const char* const kQuestions[] = {"region", "kind", "year", "view", "next", "dish", "dish/a", "dish/b"};
constexpr Group kAnswered = 0x7f, kBlank = 0x80, kEverybody = ~Group{0};

int place_of(const std::string& question) {
  for (int i = 0; i < 8; ++i)
    if (question == kQuestions[i]) return i * 8;
  FAIL("no such question: ", question);
  return 0;
}
Group only(Group group, const std::string& question, Group answers) {
  return group & ~((0xff & ~answers) << place_of(question));
}
Group choice(const std::string& label) { return label == "dk" ? 8 : Group{1} << (label[0] - 'a'); }
Group part(const json& head) {
  return head["part"] == "skipped" ? kBlank : head["part"] == "not_asked" ? 0 : choice(head["label"]);
}
/// Who gave that answer; of several choices each is a question of its own.
Group answering(Group group, const std::string& question, const json& head) {
  if (question != "dish") return only(group, question, part(head));
  return only(only(group, "dish", kAnswered), "dish/" + head["label"].get<std::string>(), 1);
}

std::string words(Group group) {
  std::string out;
  for (int question = 0; question < 8; ++question) {
    const Group answers = group >> question * 8 & 0xff;
    if (answers == 0xff) continue;
    out += std::string(out.empty() ? "" : ", ") + kQuestions[question] + " is";
    for (int bit = 0; bit < 7; ++bit)
      if (answers >> bit & 1) out += std::string(" ") + static_cast<char>('a' + bit);
    if (answers & kBlank) out += " blank";
  }
  return out.empty() ? "everybody" : out;
}

/// Every count that was shown, by its group.
class Reader {
 public:
  void read(const json& shown, Group where) {
    add(where, shown["responded"]);
    for (const json& measure : shown["measures"]) read_measure(measure, where);
    for (const json& table : shown["tables"]) read_table(table, where);
  }

  /// Groups of which what was shown tells that they are small, with the two that give it away.
  std::size_t leaks() const {
    std::size_t found = 0;
    for (const auto& [group, count] : counts_) {
      found += is_small(count);
      for (const auto& [larger, more] : counts_) {
        const bool leak = group != larger && (group & ~larger) == 0 && is_small(more - count);
        if (leak) MESSAGE(count, " of ", words(group), " and ", more, " of ", words(larger));
        found += leak;
      }
    }
    return found;
  }
  std::size_t shown() const { return counts_.size(); }

 private:
  static bool is_small(int count) { return count > 0 && count < kThreshold; }

  void add(Group group, const json& text) {
    std::string digits;
    for (const char c : text.get<std::string>())
      if (c != ',') digits += c;
    if (digits == "[c]" || digits == "-" || digits.empty()) return;
    const int count = std::stoi(digits);
    const auto [at, fresh] = counts_.emplace(group, count);
    CHECK(at->second == count);
  }

  void read_figures(const json& line, const std::string& name, Group group) {
    const bool known = name == "known";
    const std::string question = known ? "next" : "view";
    add(only(group, question, known ? 7 : kAnswered), line["base"]);
    add(only(group, question, known ? 3 : 1), line["count"]);
    if (line["count"] == "[c]") CHECK(line["value"] == "[c]");
  }
  void read_measure(const json& measure, Group where) {
    read_figures(measure, measure["name"], where);
    for (const json& line : measure["lines"])
      read_figures(line, measure["name"], answering(where, measure["by"]["name"], line));
  }

  void read_table(const json& table, Group where) {
    const std::string rows = table["name"], by = table["by"].is_null() ? "" : table["by"]["name"];
    const std::size_t width = table["columns"].size();
    for (std::size_t column = 0; column <= width; ++column) {
      const Group group = column < width ? answering(where, by, table["columns"][column]) : where;
      add(only(group, rows, kAnswered), table["bases"][column]);
      add(only(group, rows, kBlank), table["skipped"][column]);
      for (const json& row : table["rows"]) {
        const json& cell = column < width ? row["cells"][column] : row["all"];
        add(answering(group, rows, row), cell["count"]);
        if (cell["count"] == "[c]") CHECK(cell["share"] == "[c]");
      }
    }
  }

  std::map<Group, int> counts_;
};

class Visit {
 public:
  explicit Visit(std::uint64_t seed) : random_(seed) {
    Answered answered;
    const std::size_t people = 60 + random_.next() % 300;
    for (std::size_t i = 0; i < people; ++i) answered.emplace_back(response_id(i + 1), person());
    desk_.take(file_of(kSurvey, answered), 1 << 20);
    REQUIRE(desk_.call("count")["responses"] == people);
  }

  void ask(Reader& reader) {
    json request = {{"measures", one_in(2) ? json{"all"} : json::array()}, {"where", json::array()}};
    if (one_in(2)) request["by"] = attribute();
    if (one_in(2)) request["tables"] = json::array({json::array({question(), one_in(3) ? "" : attribute()})});
    Group where = kEverybody;
    for (const char* filter : {"region", "kind", "year", "view"}) {
      if (!one_in(4)) continue;
      const std::string label(1, static_cast<char>('a' + random_.next() % 3));
      request["where"].push_back(json::array({filter, label}));
      where = only(where, filter, choice(label));
    }
    const json shown = desk_.call("publish", request);
    CHECK_MESSAGE(shown["ok"] == true, request.dump(), shown.dump());
    if (shown["ok"] == true) reader.read(shown, where);
  }

 private:
  bool one_in(std::uint64_t n) { return random_.next() % n == 0; }
  std::string attribute() { return kQuestions[random_.next() % 3]; }
  std::string question() { return kQuestions[random_.next() % 6]; }
  /// The first choices are the most frequent: so there are large groups and small ones.
  std::string skewed(std::uint64_t choices) {
    const std::uint64_t at = std::min(random_.next() % choices, random_.next() % choices);
    return std::string(1, static_cast<char>('a' + at));
  }
  json person() {
    json out = {{"region", skewed(5)}, {"kind", skewed(3)}, {"year", skewed(3)}};
    if (!one_in(12)) out["view"] = one_in(10) ? "dk" : skewed(3);
    if (!one_in(12)) out["next"] = one_in(10) ? "dk" : skewed(3);
    json dishes = json::array();
    if (one_in(2)) dishes.push_back("a");
    if (one_in(5)) dishes.push_back("b");
    if (!dishes.empty()) out["dish"] = dishes;
    return out;
  }

  SeededRandom random_;
  ResultsDesk desk_;
};

std::size_t wanted_pairs() {
  const char* const text = std::getenv("TAKESTOCK_PAIRS");
  return text ? static_cast<std::size_t>(std::atol(text)) : 132;
}

TEST_CASE(
    "no pair of queries on the results page tells a count, or a difference of two, below the threshold") {
  const std::size_t pairs = wanted_pairs(), of_visit = kQueries * (kQueries - 1) / 2;
  std::size_t leaks = 0, shown = 0;
  for (std::size_t done = 0, seed = 1; done < pairs; done += of_visit, ++seed) {
    Visit visit(seed);
    Reader reader;
    for (std::size_t query = 0; query < kQueries; ++query) visit.ask(reader);
    const std::size_t its = reader.leaks();
    CHECK_MESSAGE(its == 0, "visit ", seed);
    leaks += its, shown += reader.shown();
  }
  CHECK(leaks == 0);
  CHECK(shown > pairs / 10);
  MESSAGE(pairs, " pairs, ", shown, " counts shown, ", leaks, " leaks");
}

}  // namespace
}  // namespace takestock::commands
