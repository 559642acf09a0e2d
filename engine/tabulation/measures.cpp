#include "tabulation/measures.h"

#include <algorithm>
#include <cstdlib>

#include "survey/members.h"
#include "survey/names.h"
#include "survey/report.h"
#include "tabulation/codebook.h"
#include "tabulation/formula.h"
#include "tabulation/formula_text.h"

namespace takestock::tabulation {

using json::Value;
using survey::Definition;
using survey::KeyRule;
using survey::kList;
using survey::kNumber;
using survey::kObject;
using survey::kText;
using survey::quoted;
using survey::Report;

namespace {

constexpr const char* kTypes[] = {"share", "mean", "median", "sum", "net_score", "distribution", "ratio"};

enum Key { kName, kType, kLabel, kNumerator, kDenominator, kBase, kOf, kPlus, kMinus, kKeys };
constexpr KeyRule kRules[kKeys] = {{"name", kText},      {"type", kText},        {"label", kText | kObject},
                                   {"numerator", kText}, {"denominator", kText}, {"base", kText},
                                   {"of", kText},        {"plus", kList},        {"minus", kList}};

/// Which keys a type must have, and which it may have besides name, type and label.
struct TypeRule {
  std::vector<Key> needed, allowed;
};
TypeRule rule_of(MeasureType type) {
  switch (type) {
    case MeasureType::share:
      return {{kNumerator}, {kBase}};
    case MeasureType::net_score:
      return {{kOf, kPlus, kMinus}, {}};
    case MeasureType::distribution:
      return {{kOf}, {}};
    case MeasureType::ratio:
      return {{kNumerator, kDenominator}, {kBase}};
    default:
      return {{kOf}, {kBase}};
  }
}

bool has(const std::vector<Key>& keys, Key key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

std::size_t character_in(const std::string& where) {
  const std::size_t at = where.find_first_of("0123456789");
  return at == std::string::npos ? 1 : std::strtoul(where.c_str() + at, nullptr, 10);
}

class MeasureReader {
 public:
  MeasureReader(Report& report, const Definition& definition, std::string_view language)
      : report_(report), definition_(definition), language_(language) {}

  Measures read(Value root) {
    std::vector<Value> spidergrams;
    for (Value object = root.find("measures").first(); object; object = object.next()) {
      if (!survey::expect_kind(object, kObject, "A measure", report_)) continue;
      if (object.find("type").is(json::Kind::string) && object.find("type").text() == "spidergram")
        spidergrams.push_back(object);
      else
        read_measure(object);
    }
    for (const Value object : spidergrams) read_spidergram(object);
    for (Value name = root.find("attributes").first(); name; name = name.next()) read_attribute(name);
    return std::move(measures_);
  }

 private:
  void read_measure(Value object) {
    for (Value& found : found_) found = {};
    measure_ = {};
    survey::find_members(object, kRules, "a measure", report_, found_);
    for (const Key key : {kName, kType, kLabel})
      if (!object.find(kRules[key].key)) missing(object, key);
    read_name();
    read_label();
    if (found_[kType] && read_type()) read_keys(object);
    measures_.measures.push_back(measure_);
  }

  void missing(Value object, Key key) {
    report_.add(object, "missing_key", "A measure of this type needs a " + quoted(kRules[key].key) + ".");
  }

  void read_name() {
    if (!found_[kName]) return;
    measure_.name = found_[kName].text();
    const auto drawn = [&](const Spidergram& spidergram) { return spidergram.name == measure_.name; };
    const auto& spidergrams = measures_.spidergrams;
    const bool known = std::any_of(spidergrams.begin(), spidergrams.end(), drawn);
    if (!survey::valid_name(measure_.name))
      report_.add(
          found_[kName], "bad_name",
          "A measure is named with letters, digits, \"_\", \"-\" and \".\", starting with a letter or "
          "\"_\", unlike " +
              quoted(measure_.name) + ".");
    else if (measure_.name == "all")
      report_.add(found_[kName], "reserved_name", "\"all\" means all measures; give this one another name.");
    else if (known || measures_.find(measure_.name))
      report_.add(found_[kName], "duplicate_name",
                  "There is a measure " + quoted(measure_.name) + " already.");
  }

  void read_label() {
    const Value label = found_[kLabel];
    const std::string& preferred = definition_.languages().front();
    if (label.is(json::Kind::object) && !label.find(preferred))
      report_.add(label, "missing_translation",
                  "This text is missing in the default language, " + preferred + ".");
    Value text = label;
    if (label.is(json::Kind::object))
      text = label.find(language_) ? label.find(language_) : label.find(preferred);
    if (text && !text.is(json::Kind::string))
      report_.add(text, "wrong_kind", "A label is a text.");
    else if (text && text.text().find_first_not_of(" \t\r\n") == std::string_view::npos)
      report_.add(text, "empty", "This text is empty.");
    measure_.label = text.text();
  }

  bool read_type() {
    const auto* const type = std::find(std::begin(kTypes), std::end(kTypes), found_[kType].text());
    measure_.type = static_cast<MeasureType>(type - std::begin(kTypes));
    if (type != std::end(kTypes)) return true;
    report_.add(
        found_[kType], "unknown_type",
        "A measure is a share, mean, median, sum, net_score, distribution, ratio or spidergram, unlike " +
            quoted(found_[kType].text()) + ".");
    return false;
  }

  void read_keys(Value object) {
    const TypeRule rule = rule_of(measure_.type);
    for (int key = kNumerator; key < kKeys; ++key) {
      const bool needed = has(rule.needed, Key(key));
      if (found_[key] && !needed && !has(rule.allowed, Key(key)))
        report_.add_key(
            found_[key], "key_not_for_type",
            quoted(kRules[key].key) + " means nothing for a " + measure_type_name(measure_.type) + ".");
      if (needed && !object.find(kRules[key].key)) missing(object, Key(key));
    }
    const std::pair<Key, std::string*> texts[] = {{kNumerator, &measure_.numerator},
                                                  {kDenominator, &measure_.denominator},
                                                  {kBase, &measure_.base},
                                                  {kOf, &measure_.of}};
    for (const auto& [key, text] : texts) read_expression(found_[key], *text);
    if (measure_.type == MeasureType::net_score || measure_.type == MeasureType::distribution)
      read_question();
  }

  void read_expression(Value value, std::string& text) {
    if (!value) return;
    text = value.text();
    const auto compiled = Formula::compile(text, definition_);
    if (compiled) return;
    const bool unknown = compiled.error().message.find("Nothing here is named") == 0;
    report_.add_inside(value, character_in(compiled.error().where),
                       unknown ? "unknown_reference" : "bad_expression", compiled.error().message);
  }

  void read_question() {
    if (!found_[kOf]) return;
    measure_.question = question_of(measure_.of);
    const survey::Slot slot = definition_.slot_named(measure_.question);
    if (slot == survey::kNoSlot || !survey::holds_value(definition_.node(slot).type)) {
      if (measure_.question.empty())
        report_.add(found_[kOf], "wrong_value", "Here stands the name of one question, as in \"${q3}\".");
      return;
    }
    const survey::Node& node = definition_.node(slot);
    if (measure_.type == MeasureType::distribution) return;
    if (node.type != survey::Type::select_one) {
      report_.add(found_[kOf], "wrong_value", "A net score is of a question with one choice (select_one).");
      return;
    }
    read_choices(found_[kPlus], node, measure_.plus);
    read_choices(found_[kMinus], node, measure_.minus);
  }

  void read_choices(Value list, const survey::Node& node, std::vector<std::string>& names) {
    if (list && !list.first()) report_.add(list, "empty", "This list is empty.");
    for (Value name = list.first(); name; name = name.next()) {
      if (!survey::expect_kind(name, kText, "The name of a choice", report_)) continue;
      const auto& choices = definition_.list(node).choices;
      const auto same = [&](const survey::Choice& choice) { return choice.name == name.text(); };
      if (std::none_of(choices.begin(), choices.end(), same))
        report_.add(name, "unknown_choice",
                    quoted(node.name) + " has no choice " + quoted(name.text()) + ".");
      const auto& plus = measure_.plus;
      if (std::find(plus.begin(), plus.end(), name.text()) != plus.end())
        report_.add(name, "duplicate_choice", "This choice is counted already.");
      names.emplace_back(name.text());
    }
  }

  void read_spidergram(Value object) {
    enum { kItsName, kItsType, kItsLabel, kLow, kHigh, kSeries, kItsKeys };
    static constexpr KeyRule kItsRules[kItsKeys] = {
        {"name", kText},  {"type", kText},   {"label", kText | kObject},
        {"low", kNumber}, {"high", kNumber}, {"series", kList}};
    Value its[kItsKeys] = {};
    measure_ = {};
    survey::find_members(object, kItsRules, "a spidergram", report_, its);
    for (const int key : {kItsName, kItsLabel, kSeries})
      if (!object.find(kItsRules[key].key)) missing(object, kItsRules[key].key);
    found_[kName] = its[kItsName], found_[kLabel] = its[kItsLabel];
    read_name();
    read_label();
    Spidergram spidergram{measure_.name, measure_.label, 0, 1, {}};
    for (Value series = its[kSeries].first(); series; series = series.next())
      if (survey::expect_kind(series, kObject, "A series of a spidergram", report_))
        read_series(series, spidergram);
    if (!spidergram.series.empty()) read_range(object, its[kLow], its[kHigh], spidergram);
    measures_.spidergrams.push_back(std::move(spidergram));
  }

  void read_series(Value object, Spidergram& spidergram) {
    static constexpr KeyRule kItsRules[] = {{"label", kText | kObject}, {"axes", kList}};
    Value its[2] = {};
    survey::find_members(object, kItsRules, "a series", report_, its);
    for (const KeyRule& rule : kItsRules)
      if (!object.find(rule.key)) missing(object, rule.key);
    found_[kLabel] = its[0];
    measure_.label.clear();
    read_label();
    Spidergram::Series series{measure_.label, {}};
    for (Value name = its[1].first(); name; name = name.next()) read_axis(name, spidergram, series);
    const std::size_t wanted = spidergram.series.empty() ? 0 : spidergram.series.front().axes.size();
    if (its[1] && series.axes.size() < 3)
      report_.add(its[1], "wrong_value", "A spidergram has at least three axes.");
    else if (its[1] && wanted > 0 && series.axes.size() != wanted)
      report_.add(its[1], "wrong_value",
                  "Each series has as many axes as the first, which has " + std::to_string(wanted) + ".");
    spidergram.series.push_back(std::move(series));
  }

  void read_axis(Value name, const Spidergram& spidergram, Spidergram::Series& series) {
    if (!survey::expect_kind(name, kText, "The name of a measure", report_)) return;
    const Measure* const measure = measures_.find(name.text());
    const auto& axes = spidergram.series.empty() ? series.axes : spidergram.series.front().axes;
    const Measure* const first = axes.empty() ? measure : measures_.find(axes.front());
    series.axes.emplace_back(name.text());
    if (!measure)
      report_.add(name, "unknown_reference", "There is no measure " + quoted(name.text()) + ".");
    else if (!drawable(measure->type))
      report_.add(name, "wrong_value", "An axis is a mean, a median, a share or a net score.");
    else if (first && first->type != measure->type)
      report_.add(
          name, "wrong_value",
          "All axes are of one type; the first is a " + std::string(measure_type_name(first->type)) + ".");
  }

  static bool drawable(MeasureType type) {
    return type == MeasureType::mean || type == MeasureType::median || type == MeasureType::share ||
           type == MeasureType::net_score;
  }

  void read_range(Value object, Value low, Value high, Spidergram& spidergram) {
    const auto& axes = spidergram.series.front().axes;
    const Measure* const first = axes.empty() ? nullptr : measures_.find(axes.front());
    const bool points = first && first->type == MeasureType::net_score;
    const bool parts = points || (first && first->type == MeasureType::share);
    spidergram.low = low ? low.number() : points ? -1 : 0;
    spidergram.high = high ? high.number() : 1;
    if (!parts && !low) missing(object, "low");
    if (!parts && !high) missing(object, "high");
    if (spidergram.low >= spidergram.high)
      report_.add(high ? high : object, "wrong_value", "\"high\" is more than \"low\".");
  }

  void missing(Value object, std::string_view key) {
    report_.add(object, "missing_key", "This needs a " + quoted(key) + ".");
  }

  void read_attribute(Value name) {
    if (!survey::expect_kind(name, kText, "An attribute", report_)) return;
    const std::string text(name.text());
    const survey::Slot slot = definition_.slot_named(text);
    const auto& known = measures_.attributes;
    if (slot == survey::kNoSlot)
      report_.add(name, "unknown_reference", "Nothing here is named " + quoted(text) + ".");
    else if (!survey::holds_value(definition_.node(slot).type))
      report_.add(name, "wrong_value", quoted(text) + " is no question, calculation or hidden value.");
    else if (std::find(known.begin(), known.end(), text) != known.end())
      report_.add(name, "duplicate_name", quoted(text) + " is an attribute already.");
    else
      measures_.attributes.push_back(text);
  }

  Report& report_;
  const Definition& definition_;
  std::string_view language_;
  Value found_[kKeys];
  Measure measure_;
  Measures measures_;
};

}  // namespace

const char* measure_type_name(MeasureType type) { return kTypes[static_cast<std::size_t>(type)]; }

std::string question_of(std::string_view expression) { return std::string(only_reference(bare(expression))); }

const Measure* Measures::find(std::string_view name) const {
  for (const Measure& measure : measures)
    if (measure.name == name) return &measure;
  return nullptr;
}

Measures::Outcome Measures::read(std::string_view source, const Definition& definition,
                                 std::string_view language) {
  const json::Document document = json::Document::read(source);
  Report report(document);
  Outcome outcome;
  if (!document.ok()) {
    report.add_syntax();
    outcome.problems = report.finish();
    return outcome;
  }
  Measures measures = MeasureReader(report, definition, language).read(document.root());
  outcome.problems = report.finish();
  if (outcome.problems.empty()) outcome.measures = std::move(measures);
  return outcome;
}

std::set<std::string, std::less<>> texts_of_measures(const Measures& measures, const Definition& definition) {
  std::set<std::string, std::less<>> texts;
  for (const Measure& measure : measures.measures) {
    for (const std::string* text : {&measure.numerator, &measure.denominator, &measure.base, &measure.of}) {
      if (text->empty()) continue;
      const auto formula = Formula::compile(*text, definition);
      if (!formula) continue;
      for (const survey::Slot slot : formula->references())
        texts.insert(std::string(definition.node(slot).name));
    }
  }
  return texts;
}

}  // namespace takestock::tabulation
