#include "tabulation/leaf.h"

#include <cmath>
#include <cstring>
#include <unordered_map>

namespace takestock::tabulation {

using survey::Slot;

namespace {

constexpr std::size_t kPairs = 65'536, kRemembered = 65'536, kWordBits = 64;

template <typename T, typename Cell>
void look_up(const std::vector<Cell>& codes, const std::vector<T>& values, std::vector<T>& out) {
  const T* const value = values.data();
  for (std::size_t row = 0; row < codes.size(); ++row) out[row] = value[codes[row]];
}

std::uint64_t bits_of(double number) {
  std::uint64_t bits;
  std::memcpy(&bits, &number, sizeof bits);
  return bits;
}

}  // namespace

Leaf::Leaf(const expression::Expression& expression, const survey::Definition& definition, Slot self,
           const Responses& responses)
    : expression_(expression),
      definition_(definition),
      self_(self),
      responses_(responses),
      tree_(definition),
      environment_{system_clock(), system_random()} {
  bool all = expression.reads_unbound_paths();
  for (const Slot slot : expression.references())
    all = all || !survey::holds_value(definition.node(slot).type);
  if (all)
    for (Slot slot = 0; slot < definition.nodes().size(); ++slot) bind(slot);
  else
    for (const Slot slot : expression.references()) bind(slot);
}

void Leaf::bind(Slot slot) {
  const survey::Node& node = definition_.node(slot);
  if (!survey::holds_value(node.type)) return;
  if (const auto question = responses_.codebook().find(node)) bound_.push_back({slot, *question});
}

std::size_t Leaf::codes(std::size_t bound) const {
  return kFirstCode + responses_.codebook().questions()[bound_[bound].question].codes.size();
}

bool Leaf::all_of(Kind kind) const {
  for (const Bound& bound : bound_)
    if (responses_.column(bound.question).kind() != kind) return false;
  return true;
}

void Leaf::load_code(const Bound& bound, std::size_t code) {
  if (code < kFirstCode)
    tree_.clear(bound.slot);
  else
    tree_.set(bound.slot, responses_.codebook().questions()[bound.question].codes[code - kFirstCode].name);
}

void Leaf::load(const Bound& bound, std::size_t row) {
  const Column& column = responses_.column(bound.question);
  if (column.kind() == Kind::one) return load_code(bound, column.code(row));
  if (!column.answered(row)) return tree_.clear(bound.slot);
  if (column.kind() == Kind::number) return tree_.set(bound.slot, column.number(row));
  if (column.kind() == Kind::text) return tree_.set(bound.slot, column.text(row));
  std::string names;
  const auto& codes = responses_.codebook().questions()[bound.question].codes;
  for (std::size_t choice = 0; choice < codes.size(); ++choice)
    if (column.ticked(choice, row)) names += (names.empty() ? "" : " ") + codes[choice].name;
  tree_.set(bound.slot, names);
}

std::uint64_t Leaf::choices(std::size_t row) const {
  std::uint64_t set = 0;
  const std::size_t count = codes(0) - kFirstCode;
  for (std::size_t choice = 0; choice < count; ++choice)
    set |= static_cast<std::uint64_t>(column(0).ticked(choice, row)) << choice;
  return set;
}

template <typename T>
T Leaf::evaluate() {
  const expression::Context context{tree_, self_};
  if constexpr (std::is_same_v<T, double>) {
    const auto value = expression_.evaluate_number(context, environment_);
    if (value) return *value;
    error_ = value.error();
  } else {
    const auto value = expression_.evaluate_boolean(context, environment_);
    if (value) return *value ? 1 : 0;
    error_ = value.error();
  }
  return T();
}

template <typename T>
void Leaf::by_row(std::vector<T>& out) {
  for (std::size_t row = 0; row < out.size() && !error_; ++row) {
    for (const Bound& bound : bound_) load(bound, row);
    out[row] = evaluate<T>();
  }
}

template <typename T>
void Leaf::by_code(std::vector<T>& out) {
  std::vector<T> values(codes(0));
  for (std::size_t code = 0; code < values.size() && !error_; ++code) {
    load_code(bound_[0], code);
    values[code] = evaluate<T>();
  }
  column(0).is_wide() ? look_up(column(0).wide(), values, out) : look_up(column(0).narrow(), values, out);
}

template <typename T>
void Leaf::by_two_codes(std::vector<T>& out) {
  const std::size_t wide = codes(1);
  std::vector<T> values(codes(0) * wide);
  for (std::size_t pair = 0; pair < values.size() && !error_; ++pair) {
    load_code(bound_[0], pair / wide);
    load_code(bound_[1], pair % wide);
    values[pair] = evaluate<T>();
  }
  for (std::size_t row = 0; row < out.size(); ++row)
    out[row] = values[column(0).code(row) * wide + column(1).code(row)];
}

template <typename T, typename Key>
void Leaf::by_key(std::vector<T>& out, Key key) {
  std::unordered_map<std::uint64_t, T> known;
  for (std::size_t row = 0; row < out.size() && !error_; ++row) {
    // A blank has a key of its own: no number has these bits, and 64 choices cannot all be blank.
    const std::uint64_t wanted = column(0).answered(row) ? key(row) : bits_of(NAN);
    const auto found = known.find(wanted);
    if (found != known.end()) {
      out[row] = found->second;
      continue;
    }
    load(bound_[0], row);
    out[row] = evaluate<T>();
    if (known.size() < kRemembered) known.emplace(wanted, out[row]);
  }
}

template <typename T>
Result<std::vector<T>> Leaf::run() {
  std::vector<T> out(responses_.rows());
  const bool pure = !expression_.volatile_result();
  const bool one = pure && bound_.size() == 1, coded = pure && all_of(Kind::one);
  if (pure && bound_.empty())
    out.assign(out.size(), evaluate<T>());
  else if (one && coded)
    by_code(out);
  else if (coded && bound_.size() == 2 && codes(0) * codes(1) <= kPairs)
    by_two_codes(out);
  else if (one && all_of(Kind::number))
    by_key(out, [&](std::size_t row) { return bits_of(column(0).number(row)); });
  else if (one && all_of(Kind::several) && codes(0) - kFirstCode < kWordBits - 1)
    by_key(out, [&](std::size_t row) { return choices(row); });
  else
    by_row(out);
  if (error_) return *error_;
  return out;
}

template Result<std::vector<std::uint8_t>> Leaf::run<std::uint8_t>();
template Result<std::vector<double>> Leaf::run<double>();

}  // namespace takestock::tabulation
