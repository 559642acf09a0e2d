// What a response owns, and how it settles. Private to the room.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "expression/expression.h"
#include "response/marks.h"
#include "response/response.h"
#include "response/typed.h"
#include "survey/dependencies.h"

namespace takestock::response {

/// Where a node stands beside its flags.
enum Standing : std::uint8_t {
  kOff = 1,       ///< its own relevant expression is false
  kStale = 2,     ///< its calculation or choice filter waits until the node is relevant
  kHeld = 4,      ///< its restored value is not to be calculated again in this settle
  kVolatile = 8,  ///< its calculation reads the clock or chance
};

/// A cell with its compiled expression at hand.
struct Step {
  const expression::Expression* expression;
  Slot slot;
  survey::Aspect aspect;
  bool gives_number = false;  ///< see Expression::gives_number()
};

/// A calculation or choice filter, by its node.
struct Waiting {
  NodeId node;
  survey::CellId cell;
  bool operator<(const Waiting& other) const {
    return node != other.node ? node < other.node : cell < other.cell;
  }
};

/// The choices that a filter leaves, computed when somebody asks.
struct Filter {
  NodeId node;
  const expression::Expression* expression;
  std::vector<std::size_t> columns;  ///< those the expression reads
  std::vector<std::uint32_t> offered;
  bool fresh = false;
};

/// What to put back, newest last: of each change the node's state before, and its own value if that changed
/// too.
struct Journal {
  enum Own : std::uint8_t { same, number, answer };
  struct Entry {
    NodeId node;
    std::uint8_t flags, standing;
    Own own = same;
    double number;      ///< as read by expressions
    double own_number;  ///< if own == number
  };
  std::vector<Entry> entries;
  std::vector<Answer> answers;  ///< of the entries with own == answer, in their order
  std::vector<Failure> failures;
  void clear() { entries.clear(), answers.clear(), failures.clear(); }
};

/// Nodes are numbered as the definition's slots. Behind them stand the columns of the choice that is being
/// filtered (so that a bound column reads like any node), and last the document.
struct Response::State {
  State(std::shared_ptr<const survey::Definition> definition, Clock& clock, Random& random,
        const Response& tree);

  // Reading (tree.cpp).
  const survey::Node& node(NodeId id) const { return nodes[id]; }
  bool is_node(NodeId id) const { return id < count; }
  bool is_group(NodeId id) const {
    return id >= document() || (id < count && nodes[id].first_child != expression::kNoSlot);
  }
  NodeId document() const { return static_cast<NodeId>(flags.size() - 1); }
  bool seen(NodeId id) const {
    return (flags[id] & (kRelevant | kAnswered | kInvalidType)) == (kRelevant | kAnswered);
  }
  NodeId end_of(NodeId id) const { return ends[id]; }
  void append_text(NodeId, std::string& out) const;
  bool any_seen(NodeId group) const;

  // Making (making.cpp).
  void list_ends();
  void list_steps();
  void list_filters();
  void start();
  void set_default(NodeId);
  void forget();

  // Changing one node (settle.cpp). put() takes what differs from the value there is.
  void change(NodeId, Typed);
  void put(NodeId, Typed);
  bool differs(NodeId, const Typed&) const;
  double number_of(NodeId) const;
  void put_number(NodeId, double);
  void remember(NodeId id) {
    journal.entries.push_back({id, flags[id], standing[id], Journal::same, numbers[id], 0});
  }
  void set_flag(NodeId, Flag, bool on);
  void touch(NodeId);
  void show(NodeId from);

  // Evaluating (settle.cpp).
  void settle();
  void settle_all();
  void settle_again();
  void let_go();
  void sweep();
  void run(survey::CellId);
  void run_relevant(NodeId, const Step&);
  void run_calculation(NodeId, const Step&);
  void run_number(NodeId, const Step&);
  void run_constraint(NodeId, const Step&);
  void take(NodeId, const expression::Value& calculated);
  void wait(NodeId);
  bool truth(const Step&, bool otherwise);
  void fail(const Step&, const Error&);
  void succeed(const Step& step) {
    if (!failures.empty()) drop_failures(step);
  }
  void drop_failures(const Step&);
  void roll_back();
  void take_changes(Changes&);

  // Choices (choices.cpp).
  Filter* filter_of(NodeId);
  void run_filter(NodeId);
  const std::vector<std::uint32_t>& offered(Filter&);
  bool offers(const Filter&, const survey::Choice&);
  bool offers_all(NodeId, const Answer&);
  std::string still_offered(const Filter&, std::string_view names);
  void look_at(const Filter&, const survey::Choice&);

  // Records (record.cpp).
  std::string json(NodeId) const;
  bool is_stored(NodeId) const;
  bool is_volatile(NodeId id) const { return standing[id] & kVolatile; }
  bool outlives(NodeId) const;

  std::shared_ptr<const survey::Definition> definition;
  std::span<const survey::Node> nodes;
  const survey::Dependencies& dependencies;
  const Response& tree;
  expression::Environment environment;
  NodeId count;
  std::size_t language = 0;

  std::vector<std::uint8_t> flags, standing;
  std::vector<double> numbers;
  std::vector<Answer> answers;
  std::vector<NodeId> ends;      ///< behind the last descendant
  std::vector<Step> steps;       ///< by CellId
  std::vector<Waiting> waiting;  ///< ascending
  std::vector<Filter> filters;   ///< ascending nodes

  Marks due;  ///< cells
  Marks changed_values, changed_flags, changed_choices;
  Journal journal;
  std::vector<Failure> failures;
  bool touched = false;
};

}  // namespace takestock::response
