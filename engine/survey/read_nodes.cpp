#include <cmath>
#include <iterator>

#include "survey/reading.h"

namespace takestock::survey {
namespace {

enum Key {
  kType,
  kName,
  kLabel,
  kRelevant,
  kConstraint,
  kCalculation,
  kRequired,
  kHint,
  kGuidanceHint,
  kNumberKey,
  kAppearance,
  kRequiredMessage,
  kConstraintMessage,
  kReadOnly,
  kDefault,
  kChoiceFilter,
  kParameters,
  kChildren,
  kKeys
};

constexpr unsigned bit(Type type) { return 1u << static_cast<unsigned>(type); }
constexpr unsigned kSelects = bit(Type::select_one) | bit(Type::select_multiple);
constexpr unsigned kCaptured = bit(Type::geopoint) | bit(Type::image) | bit(Type::audio) | bit(Type::barcode);
constexpr unsigned kAsked = kSelects | bit(Type::text) | bit(Type::integer) | bit(Type::decimal) |
                            bit(Type::date) | bit(Type::time) | bit(Type::date_time) | bit(Type::range) |
                            bit(Type::acknowledge) | kCaptured;
constexpr unsigned kShown = kAsked | bit(Type::note);
constexpr unsigned kAll = ~0u;

/// Which key may stand where, in the order of Key.
constexpr KeyRule kRules[kKeys] = {{"type", kText},
                                   {"name", kText},
                                   {"label", kText | kObject},
                                   {"relevant", kText},
                                   {"constraint", kText},
                                   {"calculation", kText},
                                   {"required", kText | kBoolean},
                                   {"hint", kText | kObject},
                                   {"guidance_hint", kText | kObject},
                                   {"number", kText},
                                   {"appearance", kText},
                                   {"required_message", kText | kObject},
                                   {"constraint_message", kText | kObject},
                                   {"read_only", kText | kBoolean},
                                   {"default", kText | kNumber},
                                   {"choice_filter", kText},
                                   {"parameters", kObject},
                                   {"children", kList}};
constexpr unsigned kTypesOf[kKeys] = {kAll,
                                      kAll,
                                      kAll,
                                      kAll,
                                      kAsked,
                                      kAsked | bit(Type::calculate) | bit(Type::hidden),
                                      kAsked,
                                      kShown,
                                      kShown,
                                      kShown,
                                      kShown | bit(Type::group),
                                      kAsked,
                                      kAsked,
                                      kAsked,
                                      (kAsked & ~kCaptured) | bit(Type::hidden),
                                      kSelects,
                                      bit(Type::range),
                                      bit(Type::group)};

/// Types of XLSForm that this program does not offer yet.
constexpr std::string_view kLaterTypes[] = {"repeat",
                                            "begin_repeat",
                                            "rank",
                                            "geotrace",
                                            "geoshape",
                                            "video",
                                            "file",
                                            "select_one_from_file",
                                            "select_multiple_from_file",
                                            "select_one_external",
                                            "phonenumber",
                                            "email",
                                            "audit",
                                            "start-geopoint",
                                            "background-audio",
                                            "xml-external",
                                            "csv-external"};
constexpr std::string_view kTypes[] = {
    "group", "note",     "select_one", "select_multiple", "text",      "integer", "decimal", "date",
    "time",  "dateTime", "range",      "acknowledge",     "calculate", "hidden",  "start",   "end",
    "today", "username", "deviceid",   "geopoint",        "image",     "audio",   "barcode"};

/// The appearances of XLSForm, and "budget".
constexpr std::string_view kAppearances[] = {"multiline",
                                             "field-list",
                                             "numbers",
                                             "thousands-sep",
                                             "url",
                                             "ex:",
                                             "signature",
                                             "draw",
                                             "minimal",
                                             "quick",
                                             "autocomplete",
                                             "search",
                                             "likert",
                                             "list",
                                             "list-nolabel",
                                             "label",
                                             "image-map",
                                             "columns",
                                             "columns-pack",
                                             "columns-flex",
                                             "columns-1",
                                             "columns-2",
                                             "columns-3",
                                             "columns-4",
                                             "columns-5",
                                             "horizontal",
                                             "horizontal-compact",
                                             "no-buttons",
                                             "no-calendar",
                                             "month-year",
                                             "year",
                                             "ethiopian",
                                             "coptic",
                                             "islamic",
                                             "vertical",
                                             "picker",
                                             "rating",
                                             "bearing",
                                             "hidden-answer",
                                             "masked",
                                             "table-list",
                                             "budget",
                                             "w1",
                                             "w2",
                                             "w3",
                                             "w4",
                                             "w5",
                                             "w6"};

/// The words of a text, one after the other; "" at the end.
std::string_view next_word(std::string_view& text) {
  const std::size_t start = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(start);
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

template <typename List>
bool contains(const List& list, std::string_view word) {
  for (const std::string_view each : list) {
    if (each == word) return true;
  }
  return false;
}

class NodeReader {
 public:
  NodeReader(Reading& reading, std::vector<Pending>& pending)
      : reading_(reading), parts_(reading.parts), pending_(pending) {}

  void read_children(json::Value list, Slot parent, std::size_t depth) {
    Slot previous = kNoSlot;
    for (json::Value object = list.first(); object && !reading_.report.full(); object = object.next()) {
      if (!expect_kind(object, kObject, "A question or group", reading_.report)) continue;
      const auto slot = static_cast<Slot>(parts_.nodes.size());
      parts_.nodes.emplace_back();
      parts_.nodes[slot].parent = parent;
      (previous == kNoSlot ? parts_.nodes[parent].first_child : parts_.nodes[previous].next_sibling) = slot;
      previous = slot;
      read_node(object, slot, depth);
    }
  }

 private:
  Node& node(Slot slot) { return parts_.nodes[slot]; }

  [[gnu::cold]] void problem(json::Value at, const char* code, std::string text) {
    reading_.report.add(at, code, std::move(text));
  }

  [[gnu::noinline]] void read_node(json::Value object, Slot slot, std::size_t depth) {
    json::Value found[kKeys];
    find_members(object, kRules, "a question or group", reading_.report, found);
    read_name(object, found[kName], slot);
    if (!read_type(object, found[kType], slot)) return;
    check_keys(object, found, node(slot).type);
    read_texts(found, node(slot));
    read_expressions(found, slot);
    if (found[kAppearance]) read_appearance(found[kAppearance], node(slot));
    if (found[kNumberKey]) read_number(found[kNumberKey], node(slot));
    if (node(slot).type == Type::range) read_parameters(found[kParameters], node(slot));
    if (found[kDefault]) read_default(found[kDefault], slot);
    if (node(slot).type == Type::group) read_group(found[kChildren], slot, depth);
  }

  void read_name(json::Value object, json::Value name, Slot slot) {
    if (!name) {
      if (!object.find("name")) problem(object, "missing_key", "Every question and group has a \"name\".");
      return;
    }
    if (!valid_name(name.text()) || reserved_name(name.text())) return refuse_name(name);
    node(slot).name = parts_.pool.keep(name.text());
    const std::uint32_t other = parts_.slots.add(node(slot).name, slot);
    if (other != NameIndex::kNone) refuse_double(name, other);
  }

  [[gnu::cold]] void refuse_name(json::Value name) {
    if (!valid_name(name.text())) {
      problem(name, "bad_name",
              "A name has 1 to 64 letters, digits, \"_\", \"-\" and \".\" and starts with a letter or \"_\", "
              "unlike " +
                  quoted(name.text()) + ".");
    } else {
      problem(
          name, "reserved_name",
          "The name " + quoted(name.text()) + " has a meaning of its own and cannot be given to a question.");
    }
  }

  [[gnu::cold]] void refuse_double(json::Value name, Slot other) {
    const bool same = node(other).name == name.text();
    problem(name, "duplicate_name",
            same ? "There is a " + quoted(name.text()) + " already; names are unique in the whole definition."
                 : "There is a " + quoted(node(other).name) +
                       " already; names that differ only in case are not allowed.");
  }

  bool read_type(json::Value object, json::Value value, Slot slot) {
    if (!value) {
      if (!object.find("type")) problem(object, "missing_key", "Every question and group has a \"type\".");
      return false;
    }
    std::string_view rest = value.text();
    const std::string_view word = next_word(rest);
    const std::optional<Type> type = type_named(word);
    if (!type || *type == Type::repeat) return refuse_type(value, word), false;
    node(slot).type = *type;
    read_list_name(value, rest, slot);
    return true;
  }

  [[gnu::cold]] void refuse_type(json::Value value, std::string_view word) {
    if (contains(kLaterTypes, word)) {
      problem(value, "unsupported", "The type " + quoted(word) + " is not offered yet.");
    } else {
      problem(value, "unknown_type", "There is no type " + quoted(word) + "." + did_you_mean(word, kTypes));
    }
  }

  void read_list_name(json::Value value, std::string_view rest, Slot slot) {
    const std::string_view name = next_word(rest), more = next_word(rest);
    const bool select = (bit(node(slot).type) & kSelects) != 0;
    if (select == name.empty() || !more.empty())
      refuse_list_name(value, name, more, slot);
    else if (select)
      take_list(value, name, slot);
  }

  [[gnu::cold]] void refuse_list_name(json::Value value, std::string_view name, std::string_view more,
                                      Slot slot) {
    const bool select = (bit(node(slot).type) & kSelects) != 0;
    const std::string type = type_name(node(slot).type);
    if (!select) {
      problem(
          value, "unknown_type",
          "The type " + quoted(type) + " stands alone; only the selects are followed by the name of a list.");
    } else if (name.empty()) {
      problem(value, "missing_list", "A select says from which list, as in \"" + type + " yes_no\".");
    } else if (more == "or_other") {
      problem(value, "unsupported",
              "\"or_other\" is not offered yet; add a choice \"other\" and a text question that is relevant "
              "to it.");
    } else {
      problem(value, "unknown_type", "A select is followed by the name of one list and nothing else.");
    }
  }

  [[gnu::cold]] void take_list(json::Value value, std::string_view name, Slot slot) {
    const std::uint32_t list = reading_.lists.find(name);
    if (list == NameIndex::kNone) {
      std::vector<std::string_view> names;
      for (const ChoiceList& each : parts_.lists) names.push_back(each.name);
      problem(value, "unknown_list",
              "There is no list " + quoted(name) + " in \"choices\"." + did_you_mean(name, names));
      return;
    }
    node(slot).list = list;
    if (node(slot).type == Type::select_multiple) check_spaces(value, parts_.lists[list]);
  }

  /// The answer of a select_multiple is the names with a space in between.
  [[gnu::cold]] void check_spaces(json::Value value, const ChoiceList& list) {
    for (const Choice& choice : list.choices) {
      if (!has_space(choice.name)) continue;
      problem(value, "choice_white_space",
              "The choice " + quoted(choice.name) + " of the list " + quoted(list.name) +
                  " has white space in its name, which a select_multiple cannot store.");
      return;
    }
  }

  void check_keys(json::Value object, json::Value* found, Type type) {
    for (std::size_t key = 0; key < kKeys; ++key) {
      if (found[key] && !(kTypesOf[key] & bit(type))) refuse_key(found[key], key, type);
    }
    if ((bit(type) & kShown) && !found[kLabel]) require(object, "label", type);
    if (type == Type::calculate && !found[kCalculation]) require(object, "calculation", type);
    if (type == Type::group && !found[kChildren]) require(object, "children", type);
    check_message(found[kRequiredMessage], found[kRequired], "required");
    check_message(found[kConstraintMessage], found[kConstraint], "constraint");
  }

  [[gnu::cold]] void refuse_key(json::Value& value, std::size_t key, Type type) {
    reading_.report.add_key(
        value, "key_not_for_type",
        quoted(kRules[key].key) + " has no meaning for the type " + quoted(type_name(type)) + ".");
    value = json::Value();
  }

  [[gnu::cold]] void require(json::Value object, const char* key, Type type) {
    if (object.find(key)) return;  // it is there and its kind is wrong
    problem(object, "missing_key", "The type " + quoted(type_name(type)) + " needs a " + quoted(key) + ".");
  }

  void check_message(json::Value message, json::Value rule, const char* key) {
    if (message && !rule) refuse_message(message, key);
  }

  [[gnu::cold]] void refuse_message(json::Value message, const char* key) {
    reading_.report.add_key(message, "missing_key",
                            quoted(message.key()) + " is never shown without " + quoted(key) + ".");
  }

  void read_texts(const json::Value* found, Node& node) {
    node.label = read_text(reading_, found[kLabel]);
    node.hint = read_text(reading_, found[kHint]);
    node.guidance_hint = read_text(reading_, found[kGuidanceHint]);
    node.required_message = read_text(reading_, found[kRequiredMessage]);
    node.constraint_message = read_text(reading_, found[kConstraintMessage]);
  }

  void read_expressions(const json::Value* found, Slot slot) {
    expression(found[kRelevant], slot, &Node::relevant);
    expression(found[kConstraint], slot, &Node::constraint);
    expression(found[kCalculation], slot, &Node::calculation);
    expression(found[kChoiceFilter], slot, &Node::choice_filter);
    condition(found[kRequired], slot, &Node::required, &Node::required_if);
    condition(found[kReadOnly], slot, &Node::read_only, &Node::read_only_if);
  }

  void expression(json::Value text, Slot slot, ExpressionId Node::*target) {
    if (text) pending_.push_back(Pending{text, slot, target});
  }

  /// true, false, XLSForm's words for them, or an expression.
  void condition(json::Value value, Slot slot, bool Node::*constant, ExpressionId Node::*target) {
    if (!value) return;
    const std::string_view text = value.text();
    if (value.boolean() || same_but_for_case(text, "yes") || same_but_for_case(text, "true") ||
        text == "true()") {
      node(slot).*constant = true;
    } else if (!value.is(json::Kind::boolean) && !same_but_for_case(text, "no") &&
               !same_but_for_case(text, "false") && text != "false()") {
      expression(value, slot, target);
    }
  }

  [[gnu::cold]] void read_appearance(json::Value value, Node& node) {
    std::string_view rest = value.text();
    for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest)) {
      if (!contains(kAppearances, word)) {
        problem(value, "unknown_appearance",
                "There is no appearance " + quoted(word) + "." + did_you_mean(word, kAppearances));
      }
      if (word == "multiline" && node.type == Type::text) node.multiline = true;
      if (word == "field-list" && node.type == Type::group) node.field_list = true;
    }
    node.appearance = parts_.keep_word(value.text());
  }

  [[gnu::cold]] void read_number(json::Value value, Node& node) {
    constexpr std::size_t kNumberBytes = 16;
    if (value.text().empty() || value.text().size() > kNumberBytes || has_space(value.text()) ||
        has_control_character(value.text())) {
      problem(value, "wrong_value",
              "A \"number\" is what is printed before the question, as \"12\" or \"3b\": 1 to 16 bytes "
              "without white space.");
    } else {
      node.number = parts_.keep_word(value.text());
    }
  }

  /// XLSForm's defaults: from 1 to 10 in steps of 1.
  [[gnu::cold]] void read_parameters(json::Value object, Node& node) {
    constexpr KeyRule kParameterRules[] = {{"start", kNumber}, {"end", kNumber}, {"step", kNumber}};
    json::Value found[3];
    if (object) find_members(object, kParameterRules, "the parameters of a range", reading_.report, found);
    Range range{1, 10, 1};
    if (found[0]) range.start = found[0].number();
    if (found[1]) range.end = found[1].number();
    if (found[2]) range.step = found[2].number();
    const double span = range.end - range.start;
    if (!std::isfinite(span) || !(range.step > 0) || span < range.step) {
      problem(object, "wrong_range",
              "A range goes up from \"start\" to \"end\" in steps of \"step\", at least one.");
    }
    node.range = static_cast<std::uint32_t>(parts_.ranges.size());
    parts_.ranges.push_back(range);
  }

  [[gnu::cold]] void read_default(json::Value value, Slot slot) {
    if (value.is(json::Kind::string) && is_dynamic_default(value.text())) {
      expression(value, slot, &Node::default_expression);
      return;
    }
    const std::string text(value.is(json::Kind::number) ? expression::number_text(value.number())
                                                        : value.text());
    const std::string mistake = default_mistake(parts_, node(slot), text);
    if (mistake.empty())
      node(slot).default_text = parts_.keep_word(text);
    else
      problem(value, "wrong_default", mistake);
  }

  [[gnu::cold]] void read_group(json::Value children, Slot slot, std::size_t depth) {
    if (!children) return;
    if (!children.first()) problem(children, "empty", "A group has at least one question.");
    if (depth == DefinitionLimits::kDepth)
      problem(children, "limit", "Groups are nested at most 32 deep.");
    else
      read_children(children, slot, depth + 1);
  }

  Reading& reading_;
  Parts& parts_;
  std::vector<Pending>& pending_;
};

std::size_t count_nodes(json::Value list, std::size_t depth) {
  std::size_t count = 0;
  for (json::Value object = list.first(); object; object = object.next()) {
    ++count;
    if (depth < DefinitionLimits::kDepth) count += count_nodes(object.find("children"), depth + 1);
  }
  return count;
}

}  // namespace

void read_nodes(Reading& reading, json::Value children, std::vector<Pending>& pending) {
  const std::size_t count = 1 + count_nodes(children, 0);
  if (!children.first()) reading.report.add(children, "empty", "A survey has at least one question.");
  if (count > DefinitionLimits::kNodes) {
    reading.report.add(children, "limit",
                       "A definition has at most 100,000 questions, groups and calculations.");
    return;
  }
  reading.parts.nodes.reserve(count);
  reading.parts.slots.reserve(count);
  pending.reserve(2 * count);
  reading.parts.nodes.emplace_back();
  reading.parts.nodes[0].name = "data";
  NodeReader(reading, pending).read_children(children, 0, 0);
}

}  // namespace takestock::survey
