#include "conformance.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "expression/open_scope.h"
#include "files.h"
#include "options.h"
#include "xml_tree.h"

namespace takestock::cli {
namespace {

using expression::Context;
using expression::Environment;
using expression::Expression;
using expression::kNoNode;
using expression::NodeId;
using expression::OpenScope;
using expression::Value;
using Json = nlohmann::json;

constexpr char kUsage[] = "conformance xpath CASES.jsonl DOCS.json [--profile P] [--at-least PERCENT]";
constexpr Millis kCapturedAt = 1773595230000;  // 2026-03-15T17:20:30Z, in Phoenix
constexpr int kCapturedZone = -420;

struct Tally {
  int passed = 0;
  int all = 0;
  double percent() const { return all == 0 ? 100.0 : 100.0 * passed / all; }
};

// One case's answer, in the words of the corpus.
struct Answer {
  std::string type;
  Json value;
};

Json number_json(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  return number;
}

double json_number(const Json& value) {
  if (value.is_number()) return value.get<double>();
  const std::string word = value.is_string() ? value.get<std::string>() : std::string();
  if (word == "Infinity") return std::numeric_limits<double>::infinity();
  if (word == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::numeric_limits<double>::quiet_NaN();
}

// Equal to 12 significant digits.
bool same_number(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  if (a == b) return true;
  return std::fabs(a - b) <= 1e-12 * std::fmax(std::fabs(a), std::fabs(b));
}

// Nodes are pairs of location and text; a text that was too long to note is null.
bool same_nodes(const Json& expected, const Json& got) {
  if (expected.size() != got.size()) return false;
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (expected[i][0] != got[i][0] || (!expected[i][1].is_null() && expected[i][1] != got[i][1]))
      return false;
  return true;
}

bool same(const Json& expected, const Answer& got, bool type_only) {
  if (expected.at("type") != got.type) return false;
  if (type_only || got.type == "error") return true;
  const Json& value = expected.at("value");
  if (got.type == "number") return same_number(json_number(value), json_number(got.value));
  return got.type == "nodeset" ? same_nodes(value, got.value) : value == got.value;
}

class Run {
 public:
  Run(const Json& docs, std::vector<std::string> profiles) : docs_(docs), profiles_(std::move(profiles)) {}

  Status take(const std::string& line) {
    const Json one = Json::parse(line, nullptr, false);
    if (!one.is_object()) return Error{Code::bad_text, "A line of the cases is not a JSON object.", {}};
    try {
      judge(one);
    } catch (const Json::exception& reason) {
      return Error{
          Code::bad_text, std::string("A case does not have the documented shape: ") + reason.what(), {}};
    }
    return Done{};
  }

  bool report(double at_least) const {
    for (const auto& row : tallies_)
      std::printf("%-32s %5d of %5d  %6.2f %%\n", row.first.c_str(), row.second.passed, row.second.all,
                  row.second.percent());
    if (!failures_.empty()) std::printf("\n");
    for (const std::string& failure : failures_) std::printf("%s\n", failure.c_str());
    std::printf("\nagreed%s: %d of %d, %.2f %% (at least %.2f %%)\n",
                profiles_.empty() ? "" : " in the chosen profiles", agreed_.passed, agreed_.all,
                agreed_.percent(), at_least);
    return agreed_.percent() >= at_least;
  }

 private:
  bool wanted(const std::string& profile) const {
    for (const std::string& one : profiles_)
      if (one == profile) return true;
    return profiles_.empty();
  }

  void judge(const Json& one) {
    const std::string tier = one.at("tier"), profile = one.at("profile");
    if (!wanted(profile) || !one.contains("expect") || !one["expect"].is_object()) return;
    const Answer got = answer(one);
    const bool passed = same(one.at("expect"), got, tier == "nondeterministic");
    count(tallies_[tier + " " + profile], passed);
    if (tier == "agreed") count(agreed_, passed);
    if (!passed) note_failure(one, got);
  }

  static void count(Tally& tally, bool passed) {
    tally.all += 1;
    tally.passed += passed ? 1 : 0;
  }

  void note_failure(const Json& one, const Answer& got) {
    const std::string line = one.at("id").get<std::string>() + " [" + one.at("tier").get<std::string>() +
                             " " + one.at("profile").get<std::string>() + "] " + one.at("expr").dump() +
                             "\n    expected " + one.at("expect").dump() + "\n    got      " + got.type +
                             " " + got.value.dump();
    failures_.push_back(line);
  }

  XmlTree* document(const std::string& key) {
    std::unique_ptr<XmlTree>& kept = trees_[key];
    if (kept) return kept.get();
    Result<std::unique_ptr<XmlTree>> read = XmlTree::read(docs_.at(key).get<std::string>());
    if (!read.ok()) return nullptr;
    kept = std::move(read).value();
    kept->bind_prefix("xhtml", "http://www.w3.org/1999/xhtml");
    kept->bind_prefix("mathml", "http://www.w3.org/1998/Math/MathML");
    kept->bind_prefix("jr", "http://openrosa.org/javarosa");
    return kept.get();
  }

  NodeId locate(const XmlTree& tree, const std::string& location) {
    const Result<Expression> path = Expression::compile(location, scope_);
    if (!path.ok()) return kNoNode;
    const Result<Value> found = path->evaluate({tree, tree.document()}, environment_);
    return found.ok() && !found->nodes().empty() ? found->nodes().front() : kNoNode;
  }

  static Answer error(const std::string& sentence) { return {"error", sentence}; }

  Answer answer(const Json& one) {
    XmlTree* tree = document(one.at("doc"));
    if (tree == nullptr) return error("The document cannot be read.");
    tree->set_root(0);
    const NodeId node = locate(*tree, one.at("context"));
    const NodeId root = one.contains("root") ? locate(*tree, one.at("root")) : 0;
    if (node == kNoNode || root == kNoNode) return error("There is no such node in the document.");
    tree->set_root(root);
    const Result<Expression> compiled = Expression::compile(one.at("expr").get<std::string>(), scope_);
    if (!compiled.ok()) return error(compiled.error().message);
    return evaluated(*compiled, one.at("want"), *tree, {*tree, node});
  }

  Answer evaluated(const Expression& compiled, const std::string& want, const XmlTree& tree,
                   const Context& context) {
    if (want == "number") return given(compiled.evaluate_number(context, environment_));
    if (want == "string") return given(compiled.evaluate_string(context, environment_));
    if (want == "boolean") return given(compiled.evaluate_boolean(context, environment_));
    const Result<Value> value = compiled.evaluate(context, environment_);
    if (!value.ok()) return error(value.error().message);
    switch (value->type()) {
      case Value::Type::boolean:
        return {"boolean", value->boolean(tree)};
      case Value::Type::number:
        return {"number", number_json(value->number(tree))};
      case Value::Type::string:
        return {"string", value->string(tree)};
      case Value::Type::nodeset:
        break;
    }
    return {"nodeset", nodes_json(tree, value->nodes())};
  }

  template <typename T>
  static Answer given(const Result<T>& result) {
    if (!result.ok()) return error(result.error().message);
    return named(*result);
  }
  static Answer named(double number) { return {"number", number_json(number)}; }
  static Answer named(bool truth) { return {"boolean", truth}; }
  static Answer named(const std::string& text) { return {"string", text}; }

  static Json nodes_json(const XmlTree& tree, const std::vector<NodeId>& nodes) {
    Json out = Json::array();
    std::string scratch;
    for (NodeId node : nodes) out.push_back({tree.location(node), std::string(tree.text(node, scratch))});
    return out;
  }

  const Json& docs_;
  const std::vector<std::string> profiles_;
  OpenScope scope_;
  FixedClock clock_{kCapturedAt, kCapturedZone};
  SeededRandom random_{1};
  Environment environment_{clock_, random_};
  std::map<std::string, std::unique_ptr<XmlTree>> trees_;
  std::map<std::string, Tally> tallies_;
  Tally agreed_;
  std::vector<std::string> failures_;
};

Status take_lines(Run& run, std::string_view cases) {
  while (!cases.empty()) {
    const std::size_t end = std::min(cases.find('\n'), cases.size());
    if (end > 0) {
      const Status taken = run.take(std::string(cases.substr(0, end)));
      if (!taken.ok()) return taken;
    }
    cases.remove_prefix(std::min(end + 1, cases.size()));
  }
  return Done{};
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> out;
  std::size_t from = 0;
  while (from < list.size()) {
    const std::size_t end = std::min(list.find(',', from), list.size());
    out.push_back(list.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

}  // namespace

int conformance(std::vector<std::string> arguments) {
  const Result<Options> options = Options::read(arguments, {"--profile", "--at-least"}, {});
  if (!options.ok()) return misused("conformance", options.error().message, kUsage);
  const std::vector<std::string>& files = options->files();
  if (files.size() != 3 || files[0] != "xpath")
    return misused("conformance", "It wants the word xpath and two files.", kUsage);
  const Result<std::string> cases = read_file(files[1]);
  if (!cases.ok()) return failed("conformance", cases.error());
  const Result<std::string> docs_text = read_file(files[2]);
  if (!docs_text.ok()) return failed("conformance", docs_text.error());
  const Json docs = Json::parse(*docs_text, nullptr, false);
  if (!docs.is_object()) return failed("conformance", {Code::bad_text, "It is not a JSON object.", files[2]});
  Run run(docs, split(options->value("--profile")));
  const Status taken = take_lines(run, *cases);
  if (!taken.ok()) return failed("conformance", taken.error());
  const double at_least =
      options->has("--at-least") ? std::atof(options->value("--at-least").c_str()) : 100.0;
  return run.report(at_least) ? 0 : 1;
}

}  // namespace takestock::cli
