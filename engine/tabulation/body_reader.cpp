#include "tabulation/body_reader.h"

#include <cstring>
#include <optional>

#include "base/number.h"
#include "base/utf8.h"
#include "expression/expression.h"
#include "results/record.h"

namespace takestock::tabulation {

using JsonKind = json::Kind;

// --- codes by name

CodeTable::CodeTable(const std::vector<Category>& codes) {
  for (std::size_t place = 0; place < codes.size(); ++place) add(codes[place].name, place);
}

std::size_t CodeTable::hash(std::string_view name) {
  std::uint64_t h = name.size();
  for (std::size_t at = 0; at < name.size(); at += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, name.data() + at, name.size() - at < 8 ? name.size() - at : 8);
    h = (h ^ eight) * 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
  }
  return static_cast<std::size_t>(h);
}

std::size_t CodeTable::find(std::string_view name) const {
  if (entries_.empty()) return kNone;
  const std::size_t mask = entries_.size() - 1;
  for (std::size_t at = hash(name) & mask; entries_[at].place != kNone; at = (at + 1) & mask)
    if (entries_[at].name == name) return entries_[at].place;
  return kNone;
}

void CodeTable::add(std::string_view name, std::size_t place) {
  if (2 * (used_ + 1) > entries_.size()) grow();
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = hash(name) & mask;
  while (entries_[at].place != kNone) at = (at + 1) & mask;
  entries_[at] = {std::string(name), place};
  ++used_;
}

void CodeTable::grow() {
  std::vector<Entry> before(entries_.empty() ? 8 : 2 * entries_.size());
  before.swap(entries_);
  used_ = 0;
  for (const Entry& entry : before)
    if (entry.place != kNone) add(entry.name, entry.place);
}

// --- one answer

namespace {

Error too_many_values(const Question& question) {
  return {Code::limit,
          "\"" + question.name + "\" has more different answers than can be told apart in a table.", ""};
}

/// One answer into its cell. Nothing is written where false comes back: it is not of the question's type.
class Answers {
 public:
  Answers(Cells& cells, std::size_t row) : cells_(cells), row_(row) {}

  bool put_one(std::size_t column, std::string_view name) {
    std::size_t place = cells_.tables[column].find(name);
    if (place == CodeTable::kNone) place = add_code(column, name);
    if (place == CodeTable::kNone) return false;
    cells_.columns[column].set_code(row_, kFirstCode + place);
    return true;
  }
  bool put_choice(std::size_t column, std::string_view name) {
    const std::size_t place = cells_.tables[column].find(name);
    if (place == CodeTable::kNone) return false;
    cells_.columns[column].tick(row_, place);
    return true;
  }
  void put_number(std::size_t column, double number) { cells_.columns[column].set_number(row_, number); }
  void put_text(std::size_t column, std::string_view text) { cells_.columns[column].set_text(row_, text); }
  const std::optional<Error>& error() const { return error_; }

 private:
  std::size_t add_code(std::size_t column, std::string_view name) {
    Question& question = cells_.codebook.question(column);
    if (!question.open) return CodeTable::kNone;
    if (question.codes.size() == kWideCodes) {
      error_ = too_many_values(question);
      return CodeTable::kNone;
    }
    if (question.codes.size() == kNarrowCodes) cells_.columns[column].widen();
    question.codes.push_back({std::string(name), std::string(name), false});
    cells_.tables[column].add(name, question.codes.size() - 1);
    return question.codes.size() - 1;
  }
  Cells& cells_;
  const std::size_t row_;
  std::optional<Error> error_;
};

/// The same from a record that was read in the general way.
bool put_member(Answers& answers, const Column& column, std::size_t at, const results::Member& member) {
  const json::Value& value = member.value;
  const bool number = value.is(JsonKind::number), text = value.is(JsonKind::string);
  if (column.kind() == Kind::number) {
    if (number) answers.put_number(at, value.number());
    return number;
  }
  if (column.kind() == Kind::several) {
    bool any = value.is(JsonKind::array) && !value.first();
    for (json::Value item = value.first(); item; item = item.next())
      any = answers.put_choice(at, item.text()) || any;
    return any;
  }
  if (!number && (!text || value.text().empty())) return false;
  const std::string written = number ? expression::number_text(value.number()) : std::string(value.text());
  if (column.kind() == Kind::one) return answers.put_one(at, written);
  answers.put_text(at, written);
  return true;
}

}  // namespace

// --- the quick way

/// Walks through a record as our own programs write it; stops at anything else.
class BodyReader::Walk {
 public:
  Walk(const std::vector<Entry>& entries, std::string_view body, Answers& answers)
      : entries_(entries), at_(body.data()), end_(body.data() + body.size()), answers_(answers) {}

  bool read() {
    if (!take('{')) return false;
    for (bool first = true;; first = false) {
      if (take('}')) {
        if (depth_-- == 0) return at_ == end_;
        first = false;
      } else if (!(first || fresh_group_ || take(',')) || !member()) {
        return false;
      }
    }
  }

 private:
  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  bool member() {
    const Entry* entry = next_entry();
    if (!entry) return false;
    fresh_group_ = entry->group;
    if (entry->group) return ++depth_, take('{') && at_ != end_ && *at_ != '}';
    if (entry->column == kNoColumn) return false;
    switch (entry->kind) {
      case Kind::one:
        return words() && answers_.put_one(entry->column, text_);
      case Kind::several:
        return names(entry->column);
      case Kind::number:
        return number() && (answers_.put_number(entry->column, number_), true);
      case Kind::text:
        return words() && (answers_.put_text(entry->column, text_), true);
    }
    return false;
  }

  /// The entry that is named here; questions that were left blank are passed over.
  const Entry* next_entry() {
    const auto left = static_cast<std::size_t>(end_ - at_);
    while (next_ < entries_.size()) {
      const Entry& entry = entries_[next_++];
      if (entry.opening.size() > left || std::memcmp(at_, entry.opening.data(), entry.opening.size()) != 0)
        continue;
      at_ += entry.opening.size();
      return &entry;
    }
    return nullptr;
  }

  bool text() {
    if (!take('"')) return false;
    const char* const start = at_;
    bool plain = true;
    for (; at_ != end_ && *at_ != '"'; ++at_) {
      const auto byte = static_cast<unsigned char>(*at_);
      if (byte < 0x20 || byte == '\\') return false;
      plain = plain && byte < 0x80;
    }
    text_ = std::string_view(start, static_cast<std::size_t>(at_ - start));
    return take('"') && (plain || is_utf8(text_));
  }

  /// A text, or a number as one: calculations give both.
  bool words() {
    if (at_ != end_ && *at_ == '"') return text() && !text_.empty();
    if (!number()) return false;
    written_ = expression::number_text(number_);
    text_ = written_;
    return true;
  }

  bool names(std::size_t column) {
    if (!take('[')) return false;
    do {
      if (!text() || !answers_.put_choice(column, text_)) return false;
    } while (take(','));
    return take(']');
  }

  /// Whole numbers of up to 15 digits, and decimals as JSON has them, without an exponent.
  bool number() {
    const char* const start = at_;
    const bool negative = take('-');
    const char* const digits = at_;
    std::int64_t whole = 0;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9' && at_ - digits < 16)
      whole = whole * 10 + (*at_++ - '0');
    const std::ptrdiff_t count = at_ - digits;
    if (count == 0 || count > 15 || (*digits == '0' && count > 1)) return false;
    if (at_ == end_ || *at_ == 'e' || *at_ == 'E') return false;
    number_ = static_cast<double>(negative ? -whole : whole);
    return *at_ != '.' ? !(negative && whole == 0) : fraction(start);
  }

  bool fraction(const char* start) {
    const char* const digits = ++at_;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
    if (at_ == digits || at_ == end_ || *at_ == 'e' || *at_ == 'E') return false;
    number_ = decimal_number(std::string_view(start, static_cast<std::size_t>(at_ - start)));
    return true;
  }

  const std::vector<Entry>& entries_;
  const char *at_, *const end_;
  Answers& answers_;
  std::size_t next_ = 0, depth_ = 0;
  bool fresh_group_ = false;
  std::string_view text_;
  std::string written_;
  double number_ = 0;
};

// --- a record

BodyReader::BodyReader(const survey::Definition& version, Cells& cells) : cells_(cells) {
  for (const survey::Node& node : version.nodes().subspan(1)) {
    const auto column = cells.codebook.find(node);
    const bool group = !survey::holds_value(node.type);
    entries_.push_back({'"' + std::string(node.name) + "\":", column.value_or(kNoColumn),
                        column ? cells.columns[*column].kind() : Kind::text, group});
  }
}

Status BodyReader::read(std::string_view body, std::size_t row) {
  Answers answers(cells_, row);
  if (Walk(entries_, body, answers).read()) return Done{};
  clear(row);
  Status read = read_record(body, row);
  if (!read) clear(row);
  return read;
}

void BodyReader::clear(std::size_t row) {
  for (Column& column : cells_.columns) column.clear(row);
}

Status BodyReader::read_record(std::string_view body, std::size_t row) {
  const Result<results::Record> record = results::Record::read(body);
  if (!record) return record.error();
  Answers answers(cells_, row);
  for (const results::Member& member : record->members()) {
    if (member.blank()) continue;
    std::size_t column = kNoColumn;
    for (const Entry& entry : entries_) {
      if (entry.opening.size() == member.name.size() + 3 &&
          std::string_view(entry.opening).substr(1, member.name.size()) == member.name)
        column = entry.column;
    }
    if (column == kNoColumn || !put_member(answers, cells_.columns[column], column, member))
      ++cells_.unplaced;
    if (answers.error()) return *answers.error();
  }
  return Done{};
}

}  // namespace takestock::tabulation
