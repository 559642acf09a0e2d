#include "survey/definition.h"

#include "survey/parts.h"

namespace takestock::survey {

std::vector<std::string> choice_columns(const ChoiceList& list) {
  std::vector<std::string> columns{"name"};
  columns.insert(columns.end(), list.columns.begin(), list.columns.end());
  return columns;
}

const std::string& choice_value(const Choice& choice, std::size_t column) {
  static const std::string kBlank;
  if (column == 0) return choice.name;
  return column <= choice.values.size() ? choice.values[column - 1] : kBlank;
}

// --- parts
// ------------------------------------------------------------------------------------------------------

std::string_view TextPool::keep(std::string_view text) {
  constexpr std::size_t kBlock = 32 * 1024;
  if (text.size() > left_) {
    left_ = text.size() > kBlock / 8 ? text.size() : kBlock;
    blocks_.emplace_back(new char[left_]);
    free_ = blocks_.back().get();
    bytes_ += left_;
  }
  text.copy(free_, text.size());
  const std::string_view kept(free_, text.size());
  free_ += text.size();
  left_ -= text.size();
  return kept;
}

std::uint32_t Parts::keep_word(std::string_view text) {
  words.push_back(pool.keep(text));
  return static_cast<std::uint32_t>(words.size() - 1);
}

namespace {

std::size_t bytes_of(const std::string& text) { return text.capacity() > 15 ? text.capacity() + 1 : 0; }

std::size_t bytes_of(const ChoiceList& list) {
  std::size_t bytes = sizeof list + bytes_of(list.name) + list.choices.capacity() * sizeof(Choice);
  for (const std::string& column : list.columns) bytes += sizeof column + bytes_of(column);
  for (const Choice& choice : list.choices) {
    bytes += bytes_of(choice.name);
    for (const std::string& value : choice.values) bytes += sizeof value + bytes_of(value);
  }
  return bytes;
}

template <typename T>
std::size_t bytes_of(const std::vector<T>& list) {
  return list.capacity() * sizeof(T);
}

}  // namespace

std::size_t Parts::memory_bytes() const {
  std::size_t bytes = sizeof *this + bytes_of(id) + bytes_of(version) + bytes_of(digest) +
                      bytes_of(languages) + pool.memory_bytes() + bytes_of(texts) + bytes_of(nodes) +
                      slots.memory_bytes() + bytes_of(ranges) + bytes_of(words) + bytes_of(expression_texts) +
                      dependencies.memory_bytes();
  for (const ChoiceList& list : lists) bytes += bytes_of(list);
  for (const expression::Expression& expression : expressions) bytes += expression.memory_bytes();
  return bytes;
}

// --- what a definition answers
// ----------------------------------------------------------------------------------

Definition::Definition(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Definition::~Definition() = default;

const std::string& Definition::id() const { return parts_->id; }
const std::string& Definition::version() const { return parts_->version; }
const std::string& Definition::digest() const { return parts_->digest; }
TextId Definition::title() const { return parts_->title; }
const std::vector<std::string>& Definition::languages() const { return parts_->languages; }

std::string_view Definition::text(TextId id, std::size_t language) const {
  std::string_view fallback;
  for (const Translation* at = &parts_->texts[id];; ++at) {
    if (at->language == language) return at->text;
    if (at->language == 0) fallback = at->text;
    if (at->last) return fallback;
  }
}

std::span<const Node> Definition::nodes() const { return parts_->nodes; }
Slot Definition::slot_named(std::string_view name) const { return parts_->slots.find(name); }

Slot Definition::slot_at(std::string_view path) const {
  constexpr std::string_view kRoot = "/data";
  if (path.substr(0, kRoot.size()) != kRoot) return kNoSlot;
  if (path.size() == kRoot.size()) return 0;
  const Slot slot = slot_named(path.substr(path.rfind('/') + 1));
  return slot != kNoSlot && this->path(slot) == path ? slot : kNoSlot;
}

std::string Definition::path(Slot slot) const {
  std::string path;
  for (; slot != kNoSlot; slot = node(slot).parent) path.insert(0, "/" + std::string(node(slot).name));
  return path;
}

const ChoiceList& Definition::list(const Node& node) const { return parts_->lists[node.list]; }
const std::vector<ChoiceList>& Definition::choice_lists() const { return parts_->lists; }
const Range& Definition::range(const Node& node) const { return parts_->ranges[node.range]; }
std::string_view Definition::question_number(const Node& node) const { return parts_->word(node.number); }
std::string_view Definition::default_text(const Node& node) const { return parts_->word(node.default_text); }
std::string_view Definition::appearance(const Node& node) const { return parts_->word(node.appearance); }

const expression::Expression& Definition::expression(ExpressionId id) const {
  return parts_->expressions[id];
}
std::string_view Definition::expression_text(ExpressionId id) const { return parts_->expression_texts[id]; }
const Dependencies& Definition::dependencies() const { return parts_->dependencies; }
std::size_t Definition::memory_bytes() const { return sizeof *this + parts_->memory_bytes(); }

}  // namespace takestock::survey
