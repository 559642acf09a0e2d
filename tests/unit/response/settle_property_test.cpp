// Random surveys and random answers: what is settled step by step is what an independent reading of the rules
// gives from the answers alone.
#include <cmath>
#include <optional>
#include <vector>

#include "filled.h"

namespace takestock::response {
namespace {

/// A random expression over earlier questions, its text, and its meaning worked out apart from the engine.
struct Formula {
  enum Op { number, reference, plus, minus, times, less, equal, filled, both, either } op = number;
  double value = 0;
  std::size_t target = 0;
  std::vector<Formula> parts;
};

using Inputs = std::vector<std::optional<double>>;

double worth(const Formula& f, const Inputs& inputs) {
  const auto part = [&](std::size_t i) { return worth(f.parts[i], inputs); };
  const auto true_of = [&](std::size_t i) { return part(i) != 0 && !std::isnan(part(i)); };
  switch (f.op) {
    case Formula::number:
      return f.value;
    case Formula::reference:
      return inputs[f.target].value_or(NAN);
    case Formula::plus:
      return inputs[f.parts[0].target].value_or(0) + part(1);
    case Formula::minus:
      return part(0) - part(1);
    case Formula::times:
      return part(0) * part(1);
    case Formula::less:
      return part(0) < part(1);
    case Formula::equal:
      return part(0) == part(1);
    case Formula::both:
      return true_of(0) && true_of(1);
    case Formula::either:
      return true_of(0) || true_of(1);
    case Formula::filled:
      return inputs[f.target].has_value();
  }
  return NAN;
}

std::string name(std::size_t i) { return "n" + std::to_string(i); }

std::string written(const Formula& f) {
  const auto infix = [&](const char* op) {
    return "(" + written(f.parts[0]) + op + written(f.parts[1]) + ")";
  };
  switch (f.op) {
    case Formula::number:
      return std::to_string(static_cast<int>(f.value));
    case Formula::reference:
      return "${" + name(f.target) + "}";
    case Formula::plus:
      return "(coalesce(" + written(f.parts[0]) + ", 0) + " + written(f.parts[1]) + ")";
    case Formula::minus:
      return infix(" - ");
    case Formula::times:
      return infix(" * ");
    case Formula::less:
      return infix(" < ");
    case Formula::equal:
      return "(" + written(f.parts[0]) + " = " + written(f.parts[1]) + " + 0)";
    case Formula::both:
      return infix(" and ");
    case Formula::either:
      return infix(" or ");
    case Formula::filled:
      return "(${" + name(f.target) + "} != ``)";
  }
  return {};
}

/// A survey of groups, questions and calculations in random order; a formula only reads what has a lower
/// rank.
class RandomSurvey {
 public:
  struct Item {
    enum Kind { group, question, calculation } kind = question;
    std::size_t parent = 0;  ///< 0: the root, else item number + 1
    std::optional<Formula> relevant, calculation_of, constraint, required;
  };

  RandomSurvey(SeededRandom& dice, std::size_t size) : dice_(dice) {
    for (std::size_t i = 0; i < size; ++i) items.push_back(item(i));
    rank();
    for (std::size_t i = 0; i < size; ++i) give_formulas(i);
  }

  std::string json() const { return children(0); }
  bool in_group(std::size_t i, std::size_t group) const {
    for (; items[i].parent != 0; i = items[i].parent - 1)
      if (items[i].parent == group + 1) return true;
    return false;
  }

  std::vector<Item> items;
  std::vector<std::size_t> by_rank;

 private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : dice_.next() % n; }

  Item item(std::size_t i) {
    Item made;
    made.kind = below(4) == 0 ? Item::group : below(2) ? Item::question : Item::calculation;
    const std::size_t parent = below(i + 1);
    if (parent > 0 && items[parent - 1].kind == Item::group && depth(parent) < 6) made.parent = parent;
    return made;
  }

  std::size_t depth(std::size_t parent) const {
    return parent == 0 ? 0 : 1 + depth(items[parent - 1].parent);
  }

  /// Random, but a group comes before what is in it.
  void rank() {
    std::vector<bool> placed(items.size());
    while (by_rank.size() < items.size()) {
      std::size_t pick = below(items.size());
      while (placed[pick] || (items[pick].parent != 0 && !placed[items[pick].parent - 1]))
        pick = (pick + 1) % items.size();
      placed[pick] = true;
      by_rank.push_back(pick);
    }
  }

  void give_formulas(std::size_t position) {
    const std::size_t i = by_rank[position];
    Item& it = items[i];
    sources_.clear();
    for (std::size_t k = 0; k < position; ++k)
      if (items[by_rank[k]].kind != Item::group) sources_.push_back(by_rank[k]);
    if (below(2)) it.relevant = condition(2);
    if (it.kind == Item::calculation) it.calculation_of = number(3);
    if (it.kind != Item::question) return;
    for (std::size_t k = 0; k < items.size(); ++k)
      if (items[k].kind != Item::group) sources_.push_back(k);
    if (below(2)) it.constraint = condition(2);
    if (below(2)) it.required = condition(2);
  }

  Formula leaf(Formula::Op op) {
    Formula f;
    f.op = sources_.empty() ? Formula::number : op;
    f.value = static_cast<double>(below(6));
    if (!sources_.empty()) f.target = sources_[below(sources_.size())];
    return f;
  }

  Formula number(int depth) {
    const std::size_t op = below(depth == 0 ? 2 : 5);
    if (op == 0) return leaf(Formula::number);
    Formula f = leaf(Formula::reference);
    if (op == 1 || f.op == Formula::number) return f;
    const auto operation = static_cast<Formula::Op>(op);
    const bool plus = operation == Formula::plus;
    return {operation, 0, 0, {plus ? f : number(depth - 1), number(depth - 1)}};
  }

  Formula condition(int depth) {
    const auto op = static_cast<Formula::Op>(Formula::less + below(depth == 0 ? 3 : 5));
    if (op == Formula::filled && !sources_.empty()) return leaf(op);
    if (op < Formula::filled) return {op, 0, 0, {number(depth), number(depth)}};
    if (op == Formula::filled) return {Formula::less, 0, 0, {number(0), number(0)}};
    return {op, 0, 0, {condition(depth - 1), condition(depth - 1)}};
  }

  std::string children(std::size_t parent) const {
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i)
      if (items[i].parent == parent) out += (out.empty() ? "" : ", ") + one(i);
    return out;
  }

  std::string following(std::size_t parent) const {
    const std::string some = children(parent);
    return some.empty() ? some : ", " + some;
  }

  std::string one(std::size_t i) const {
    const Item& it = items[i];
    static const char* const kTypes[] = {"group", "decimal", "calculate"};
    std::string out = std::string("{'type': '") + kTypes[it.kind] + "', 'name': '" + name(i) + "'";
    if (it.kind != Item::calculation) out += ", 'label': 'L'";
    const auto add = [&](const char* key, const std::optional<Formula>& f) {
      if (f) out += std::string(", '") + key + "': '" + written(*f) + "'";
    };
    add("relevant", it.relevant), add("calculation", it.calculation_of), add("constraint", it.constraint),
        add("required", it.required);
    if (it.kind == Item::group)
      out += ", 'children': [{'type': 'note', 'name': 'note" + name(i) + "', 'label': 'L'}" +
             following(i + 1) + "]";
    return out + "}";
  }

  SeededRandom& dice_;
  std::vector<std::size_t> sources_;
};

/// The rules, straight: relevance and values in order of rank, then what hangs on them.
struct Expected {
  std::vector<bool> relevant, invalid, required;
  Inputs values;

  Expected(const RandomSurvey& survey, const Inputs& answers) : values(survey.items.size()) {
    const auto& items = survey.items;
    relevant.resize(items.size()), invalid.resize(items.size()), required.resize(items.size());
    const auto holds = [&](const Formula& f) {
      return worth(f, values) != 0 && !std::isnan(worth(f, values));
    };
    for (const std::size_t i : survey.by_rank) {
      relevant[i] = (items[i].parent == 0 || relevant[items[i].parent - 1]) &&
                    (!items[i].relevant || holds(*items[i].relevant));
      if (!relevant[i]) continue;
      if (items[i].calculation_of) {
        const double result = worth(*items[i].calculation_of, values);
        if (!std::isnan(result)) values[i] = result;
      } else {
        values[i] = answers[i];
      }
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i].required) required[i] = holds(*items[i].required);
      if (items[i].constraint) invalid[i] = values[i] && !holds(*items[i].constraint);
    }
  }
};

struct Snapshot {
  std::vector<std::uint8_t> flags;
  std::vector<std::string> texts;
  std::string record;
  explicit Snapshot(const Response& response)
      : flags(response.flag_view().begin(), response.flag_view().end()), record(response.record(true)) {
    std::string scratch;
    for (NodeId node = 0; node < response.size(); ++node) texts.emplace_back(response.text(node, scratch));
  }
  bool operator==(const Snapshot& other) const {
    return flags == other.flags && texts == other.texts && record == other.record;
  }
};

void compare(const Filled& filled, const RandomSurvey& survey, const Expected& expected) {
  for (std::size_t i = 0; i < survey.items.size(); ++i) {
    INFO(name(i));
    const NodeId node = filled.at(name(i));
    REQUIRE(filled.response->relevant(node) == expected.relevant[i]);
    if (survey.items[i].kind == RandomSurvey::Item::group) continue;
    REQUIRE(filled.response->blank(node) == !expected.values[i].has_value());
    if (expected.values[i]) REQUIRE(filled.response->number(node) == *expected.values[i]);
    REQUIRE(((filled.response->flags(node) & kInvalid) != 0) == expected.invalid[i]);
    REQUIRE(((filled.response->flags(node) & kRequired) != 0) == expected.required[i]);
  }
}

/// Every difference is told, and nothing else.
void compare_changes(const Snapshot& before, const Response& response, const Changes& changes) {
  std::vector<NodeId> flags;
  for (NodeId node = 0; node < response.size(); ++node)
    if (before.flags[node] != response.flags(node)) flags.push_back(node);
  REQUIRE(changes.flags == flags);
}

void answer_at_random(std::uint64_t seed, std::size_t size, int answers) {
  CAPTURE(seed);
  SeededRandom dice(seed);
  const RandomSurvey survey(dice, size);
  Filled filled(survey.json());
  Inputs given(size);
  compare(filled, survey, Expected(survey, given));
  for (int n = 0; n < answers; ++n) {
    const std::size_t i = dice.next() % size;
    if (survey.items[i].kind != RandomSurvey::Item::question) continue;
    const Snapshot before(*filled.response);
    std::optional<double> value;
    if (dice.next() % 4 != 0) value = static_cast<double>(dice.next() % 6);
    const auto set = [&] { value ? filled.set(name(i), *value) : filled.set(name(i), ""); };
    set();
    const Snapshot after(*filled.response);
    compare_changes(before, *filled.response, filled.changes);
    filled.response->undo();
    REQUIRE(Snapshot(*filled.response) == before);
    set();
    REQUIRE(Snapshot(*filled.response) == after);
    given[i] = value;
    compare(filled, survey, Expected(survey, given));
  }
  Filled again(read_survey(survey_json(survey.json())));
  REQUIRE(again.response->restore(filled.response->record(true)).ok());
  compare(again, survey, Expected(survey, given));
}

TEST_CASE(
    "Answer by answer a response is what the rules give from the answers alone, and undo gives back what "
    "was") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) answer_at_random(seed, 4 + seed % 30, 40);
}

TEST_CASE("A larger survey with long chains settles the same way") { answer_at_random(4711, 300, 120); }

}  // namespace
}  // namespace takestock::response
