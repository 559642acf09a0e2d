#include "base/digest.h"
#include "survey/reading.h"

namespace takestock::survey {
namespace {

enum Key {
  kFormat,
  kId,
  kVersion,
  kLanguages,
  kDefaultLanguage,
  kTitle,
  kChoices,
  kSurvey,
  kMeasures,
  kAttributes,
  kKeys
};

constexpr KeyRule kRules[kKeys] = {{"takestock", kNumber},      {"id", kText},
                                   {"version", kText},          {"languages", kList},
                                   {"default_language", kText}, {"title", kText | kObject},
                                   {"choices", kObject},        {"survey", kList},
                                   {"measures", kList},         {"attributes", kList}};
constexpr Key kNeeded[] = {kFormat, kId, kVersion, kTitle, kSurvey};

void require_keys(json::Value root, Report& report) {
  for (const Key key : kNeeded) {
    if (!root.find(kRules[key].key)) {
      report.add(root, "missing_key", "A definition needs a " + quoted(kRules[key].key) + ".");
    }
  }
}

/// Everything but the dependencies.
void read_parts(Reading& reading, json::Value root) {
  if (!expect_kind(root, kObject, "A definition", reading.report)) return;
  json::Value found[kKeys];
  find_members(root, kRules, "a definition", reading.report, found);
  require_keys(root, reading.report);
  read_settings(reading, found);
  if (found[kChoices]) read_choices(reading, found[kChoices]);
  std::vector<Pending> pending;
  if (found[kSurvey]) read_nodes(reading, found[kSurvey], pending);
  compile_expressions(reading, pending);
}

/// The object of the node with that slot: nodes are numbered as their objects stand in the source.
json::Value object_of(json::Value list, Slot& slot) {
  for (json::Value object = list.first(); object; object = object.next()) {
    if (!object.is(json::Kind::object)) continue;
    if (--slot == 0) return object;
    if (json::Value inside = object_of(object.find("children"), slot)) return inside;
  }
  return {};
}

json::Value expression_in(json::Value object) {
  for (const char* key : {"calculation", "relevant", "choice_filter"}) {
    if (json::Value text = object.find(key)) return text;
  }
  return object;
}

}  // namespace

class Reader {
 public:
  static Definition::Outcome read(std::string_view source, std::string_view digest) {
    auto parts = std::make_unique<Parts>();
    Definition::Outcome outcome;
    outcome.problems = read_into(*parts, source);
    if (parts->nodes.empty()) return outcome;
    parts->digest = digest.empty() ? sha256_hex(source) : digest;
    Parts& kept = *parts;
    std::shared_ptr<Definition> definition(new Definition(std::move(parts)));
    const std::vector<Slot> cycle = Dependencies::build(*definition, kept.dependencies);
    if (!cycle.empty()) add_cycle(outcome.problems, *definition, cycle, source);
    if (outcome.problems.empty()) outcome.definition = std::move(definition);
    return outcome;
  }

 private:
  /// The document and its values are gone when this returns.
  static std::vector<Problem> read_into(Parts& parts, std::string_view source) {
    const json::Document document = json::Document::read(source, limits());
    Report report(document);
    report.add_syntax();
    Reading reading{parts, report, {}};
    if (document.ok()) read_parts(reading, document.root());
    return report.finish();
  }

  static json::Limits limits() {
    json::Limits limits;
    limits.bytes = DefinitionLimits::kBytes;
    return limits;
  }

  static void add_cycle(std::vector<Problem>& problems, const Definition& definition,
                        const std::vector<Slot>& cycle, std::string_view source) {
    const json::Document document = json::Document::read(source, limits());
    Report report(document);
    Slot slot = cycle.front();
    const json::Value object = object_of(document.root().find("survey"), slot);
    report.add(expression_in(object), "cycle", cycle_sentence(definition, cycle));
    for (Problem& problem : report.finish()) problems.push_back(std::move(problem));
  }

  static std::string cycle_sentence(const Definition& definition, const std::vector<Slot>& cycle) {
    constexpr std::size_t kShown = 20;
    std::string names;
    for (std::size_t i = 0; i < cycle.size() && i < kShown; ++i)
      names += std::string(definition.node(cycle[i]).name) + " -> ";
    if (cycle.size() > kShown) names += "... -> ";
    return "These depend on each other in a circle: " + names +
           std::string(definition.node(cycle.front()).name) + ".";
  }
};

Definition::Outcome Definition::read(std::string_view json, std::string_view digest) {
  return Reader::read(json, digest);
}

}  // namespace takestock::survey
