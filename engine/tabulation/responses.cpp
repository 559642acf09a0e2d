#include "tabulation/responses.h"

#include <algorithm>
#include <map>

#include "tabulation/body_reader.h"
#include "tabulation/formula.h"

namespace takestock::tabulation {

using survey::Definition;
using survey::ExpressionId;
using survey::Slot;

namespace {

constexpr std::size_t kBlock = 65'536, kManyVersions = 255;

/// Conditions of a node and of the groups around it, each with the node it belongs to.
std::vector<Slot> conditions_of(const Definition& definition, Slot slot) {
  std::vector<Slot> conditions;
  for (; slot != survey::kNoSlot; slot = definition.node(slot).parent)
    if (definition.node(slot).relevant != survey::kNoExpression) conditions.push_back(slot);
  return conditions;
}

}  // namespace

struct Responses::State {
  State(Codebook made, const std::set<std::string, std::less<>>& texts)
      : codebook(std::move(made)), cells{codebook, columns, {}} {
    for (const Question& question : codebook.questions()) {
      columns.emplace_back(question, texts.count(question.name) > 0);
      cells.tables.emplace_back(question.codes);
    }
    for (const auto& version : codebook.versions()) readers.emplace_back(*version, cells);
  }

  void resize(std::size_t wanted) {
    for (Column& column : columns) column.resize(wanted);
    version_of.resize(wanted);
    room = wanted;
  }

  std::size_t version_named(std::string_view form_hash) {
    const auto& versions = codebook.versions();
    if (last < versions.size() && versions[last]->digest() == form_hash) return last;
    last = 0;
    while (last < versions.size() && versions[last]->digest() != form_hash) ++last;
    return last;
  }

  Status finish_version(const Responses& responses, std::size_t version);
  Status finish_question(const Responses& responses, std::size_t version, std::size_t question);
  void mark(std::size_t version, std::size_t question, const std::vector<std::uint8_t>* asked);

  Codebook codebook;
  std::vector<Column> columns;
  Cells cells;
  std::vector<BodyReader> readers;  ///< by version
  std::vector<std::uint8_t> version_of;
  std::size_t rows = 0, room = 0, last = 0;
  std::map<Slot, std::vector<std::uint8_t>> masks;  ///< of the version at hand, by the condition's node
};

Responses::Responses(Codebook codebook, const std::set<std::string, std::less<>>& texts)
    : state_(std::make_unique<State>(std::move(codebook), texts)) {}
Responses::~Responses() = default;
Responses::Responses(Responses&&) noexcept = default;
Responses& Responses::operator=(Responses&&) noexcept = default;

const Codebook& Responses::codebook() const { return state_->codebook; }
std::size_t Responses::rows() const { return state_->rows; }
const Column& Responses::column(std::size_t question) const { return state_->columns[question]; }
std::size_t Responses::version(std::size_t row) const { return state_->version_of[row]; }
std::size_t Responses::unplaced() const { return state_->cells.unplaced; }

Status Responses::add(std::string_view form_hash, std::string_view body) {
  const std::size_t version = state_->version_named(form_hash);
  if (version == state_->readers.size() || version > kManyVersions)
    return Error{Code::not_found, "The definition that a response answers is not there.",
                 std::string(form_hash)};
  if (state_->rows == state_->room) state_->resize(std::max(kBlock, 2 * state_->room));
  if (Status read = state_->readers[version].read(body, state_->rows); !read) return read;
  state_->version_of[state_->rows++] = static_cast<std::uint8_t>(version);
  return Done{};
}

void Responses::drop_last() {
  --state_->rows;
  for (Column& column : state_->columns) column.clear(state_->rows);
}

Status Responses::finish() {
  state_->resize(state_->rows);
  for (std::size_t version = 0; version < state_->readers.size(); ++version)
    if (Status finished = state_->finish_version(*this, version); !finished) return finished;
  return Done{};
}

Status Responses::State::finish_version(const Responses& responses, std::size_t version) {
  masks.clear();
  if (std::find(version_of.begin(), version_of.end(), version) == version_of.end()) return Done{};
  for (std::size_t question = 0; question < columns.size(); ++question)
    if (Status finished = finish_question(responses, version, question); !finished) return finished;
  masks.clear();
  return Done{};
}

Status Responses::State::finish_question(const Responses& responses, std::size_t version,
                                         std::size_t question) {
  const Definition& definition = *codebook.versions()[version];
  const Slot slot = definition.slot_named(codebook.questions()[question].name);
  if (slot == survey::kNoSlot || codebook.find(definition.node(slot)) != question) {
    mark(version, question, nullptr);
    return Done{};
  }
  for (const Slot condition : conditions_of(definition, slot)) {
    auto& mask = masks[condition];
    if (mask.empty()) {
      const auto text = definition.expression_text(definition.node(condition).relevant);
      auto formula = Formula::compile(text, definition, condition);
      if (!formula) return formula.error();
      auto truths = formula->truths(responses);
      if (!truths) return truths.error();
      mask = std::move(*truths);
    }
    mark(version, question, &mask);
  }
  return Done{};
}

/// What is blank in a row of that version where `asked` is 0 (absent: everywhere) was not asked.
void Responses::State::mark(std::size_t version, std::size_t question,
                            const std::vector<std::uint8_t>* asked) {
  Column& column = columns[question];
  for (std::size_t row = 0; row < rows; ++row) {
    const bool hidden = version_of[row] == version && (!asked || !(*asked)[row]);
    if (hidden && column.code(row) == kSkipped) column.set_code(row, kNotAsked);
  }
}

std::set<std::string, std::less<>> texts_of_conditions(const results::Versions& versions) {
  std::set<std::string, std::less<>> texts;
  for (const auto& version : versions) {
    for (Slot slot = 0; slot < version->nodes().size(); ++slot) {
      const ExpressionId relevant = version->node(slot).relevant;
      if (relevant == survey::kNoExpression) continue;
      const auto formula = Formula::compile(version->expression_text(relevant), *version, slot);
      if (!formula) continue;
      for (const Slot read : formula->references()) texts.insert(std::string(version->node(read).name));
    }
  }
  return texts;
}

}  // namespace takestock::tabulation
