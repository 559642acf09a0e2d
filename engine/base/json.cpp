#include "base/json.h"

#include <algorithm>
#include <cstring>

#include "base/number.h"
#include "base/order.h"
#include "base/utf8.h"

namespace takestock::json {

/// A string's text is source[start, start + size), behind its opening quote; if it is escaped, see
/// resolved(). The same for keys.
struct Document::Entry {
  std::uint32_t start = 0;
  std::uint32_t size = 0;
  std::uint32_t next = 0;  ///< sibling; 0: the last one
  std::uint32_t key_start = 0;
  std::uint16_t key_size = 0;
  Kind kind = Kind::null;
  bool escaped : 1;
  bool key_escaped : 1;
  bool filled : 1;  ///< array or object that has children; boolean: true

  Entry() : escaped(false), key_escaped(false), filled(false) {}
};

const char* kind_name(Kind kind) {
  switch (kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "true or false";
    case Kind::number:
      return "a number";
    case Kind::string:
      return "a text";
    case Kind::array:
      return "a list";
    case Kind::object:
      return "an object";
  }
  return "";
}

Place PlaceWalk::to(std::size_t offset) {
  for (; offset_ < offset && offset_ < source_.size(); ++offset_) {
    const auto c = static_cast<unsigned char>(source_[offset_]);
    const bool line_end = c == '\n' || (c == '\r' && source_.substr(offset_ + 1, 1) != "\n");
    if (line_end) {
      ++place_.line;
      place_.column = 1;
    } else if ((c & 0xc0) != 0x80) {
      ++place_.column;
    }
  }
  return place_;
}

Place place_of(std::string_view source, std::size_t offset) { return PlaceWalk(source).to(offset); }

void append_step(std::string& pointer, std::string_view key) {
  pointer += '/';
  for (const char c : key) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
}

// --- values
// -----------------------------------------------------------------------------------------------------

Kind Value::kind() const { return document_->entry(index_).kind; }

bool Value::boolean() const { return is(Kind::boolean) && document_->entry(index_).filled; }

std::string_view Value::number_text() const {
  if (!is(Kind::number)) return {};
  const auto& entry = document_->entry(index_);
  return document_->source_.substr(entry.start, entry.size);
}

double Value::number() const {
  const std::string_view written = number_text();
  return written.empty() ? 0 : decimal_number(written);
}

std::string_view Value::text() const {
  if (!is(Kind::string)) return {};
  const auto& entry = document_->entry(index_);
  return document_->resolved(entry.start, entry.size, entry.escaped);
}

bool Value::escaped() const { return is(Kind::string) && document_->entry(index_).escaped; }

std::size_t Value::offset() const {
  const auto& entry = document_->entry(index_);
  return entry.kind == Kind::string ? entry.start - 1 : entry.start;
}

std::string_view Value::key() const {
  if (!document_) return {};
  const auto& entry = document_->entry(index_);
  return document_->resolved(entry.key_start, entry.key_size, entry.key_escaped);
}

std::size_t Value::key_offset() const {
  const auto& entry = document_->entry(index_);
  return entry.key_start ? entry.key_start - 1 : offset();
}

Value Value::first() const {
  const bool parent = is(Kind::array) || is(Kind::object);
  return parent && document_->entry(index_).filled ? Value(document_, index_ + 1) : Value();
}

Value Value::next() const {
  if (!document_) return {};
  const std::uint32_t next = document_->entry(index_).next;
  return next ? Value(document_, next) : Value();
}

std::size_t Value::size() const {
  std::size_t count = 0;
  for (Value child = first(); child; child = child.next()) ++count;
  return count;
}

Value Value::find(std::string_view wanted) const {
  Value found;
  if (!is(Kind::object)) return found;
  for (Value member = first(); member; member = member.next()) {
    if (member.key() == wanted) found = member;
  }
  return found;
}

// --- reading
// ----------------------------------------------------------------------------------------------------

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

int hex_digit(char c) {
  if (digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Bytes of a string that need a closer look: quote, backslash, control characters, and everything beyond
/// ASCII.
struct Special {
  bool at[256];
  constexpr Special() : at() {
    for (int c = 0; c < 256; ++c) at[c] = c < 0x20 || c == '"' || c == '\\' || c >= 0x80;
  }
};
constexpr Special kSpecial;

/// True if none of the eight bytes is special; false without a reason only behind one that is.
bool plain_eight(const char* at) {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHighs = kOnes << 7;
  std::uint64_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  const std::uint64_t quote = bytes ^ kOnes * '"', backslash = bytes ^ kOnes * '\\';
  return ((bytes | (bytes - kOnes * 0x20) | (quote - kOnes) | (backslash - kOnes)) & kHighs) == 0;
}

}  // namespace

class Parser {
 public:
  Parser(Document& document, const Limits& limits)
      : document_(document),
        limits_(limits),
        begin_(document.source_.data()),
        p_(begin_),
        end_(begin_ + document.source_.size()) {}

  void run() {
    if (document_.source_.size() > limits_.bytes || document_.source_.size() > 0xfffffff0u) {
      fail_limit(0, "The text is longer than ", limits_.bytes, " bytes.");
      return;
    }
    if (document_.source_.substr(0, 3) == "\xef\xbb\xbf") p_ += 3;
    skip_space();
    std::uint32_t root = 0;
    if (!value(root, 0)) return;
    skip_space();
    if (p_ != end_) unexpected("Nothing may follow the end of the document");
  }

 private:
  using Entry = Document::Entry;

  // What is wrong is told out of the way: these are large, and called once at most.
  [[gnu::cold, gnu::noinline]] bool fail(std::size_t offset, std::string_view message,
                                         Code code = Code::bad_text) {
    document_.mistake_ = std::make_unique<Mistake>(Mistake{offset, code, std::string(message)});
    return false;
  }

  [[gnu::cold, gnu::noinline]] bool fail_limit(std::size_t offset, const char* before, std::size_t limit,
                                               const char* after) {
    return fail(offset, before + std::to_string(limit) + after, Code::limit);
  }

  std::uint32_t offset() const { return static_cast<std::uint32_t>(p_ - begin_); }

  [[gnu::cold, gnu::noinline]] bool unexpected(const char* expected) {
    const std::string expectation(expected);
    if (p_ == end_) return fail(offset(), expectation + ", but the text ends here.");
    const auto c = static_cast<unsigned char>(*p_);
    if (c <= 0x20 || c == 0x7f) return fail(offset(), expectation + ".");
    const std::size_t size = c < 0x80 ? 1 : sequence_length();
    if (size == 0) return fail(offset(), "These bytes are not valid UTF-8.");
    return fail(offset(), expectation + ", but here stands \"" + std::string(p_, size) + "\".");
  }

  /// Bytes of the UTF-8 sequence at a byte beyond ASCII; 0 if it is none.
  std::size_t sequence_length() const {
    std::size_t next = offset();
    utf8_next(document_.source_, next);
    const std::size_t size = next - offset();
    return size > 1 ? size : 0;
  }

  void skip_space() {
    while (p_ != end_ && (*p_ == ' ' || *p_ == '\n' || *p_ == '\r' || *p_ == '\t')) ++p_;
  }

  bool skip(char c) {
    if (p_ == end_ || *p_ != c) return false;
    ++p_;
    return true;
  }

  Entry& at(std::uint32_t index) {
    return document_.blocks_[index / Document::kBlock][index % Document::kBlock];
  }

  bool add(std::uint32_t& index) {
    if (document_.count_ >= limits_.values) {
      return fail_limit(offset(), "There are more than ", limits_.values, " values.");
    }
    index = document_.count_++;
    if (index % Document::kBlock == 0) add_block(index);
    at(index).start = offset();
    return true;
  }

  /// Every value takes a byte, but for one that is missing at the end: a short text needs no whole block.
  [[gnu::noinline]] void add_block(std::uint32_t first) {
    const std::size_t most = document_.source_.size() + 1 - first;
    document_.blocks_.push_back(std::make_unique<Entry[]>(std::min<std::size_t>(most, Document::kBlock)));
  }

  bool value(std::uint32_t& index, std::size_t depth) {
    if (!add(index)) return false;
    if (p_ == end_) return unexpected("A value is expected");
    switch (*p_) {
      case '{':
      case '[':
        return nested(index, depth);
      case '"':
        return string_value(at(index));
      case 't':
        return literal(at(index), "true", Kind::boolean, true);
      case 'f':
        return literal(at(index), "false", Kind::boolean, false);
      case 'n':
        return literal(at(index), "null", Kind::null, false);
      default:
        return number(at(index));
    }
  }

  bool nested(std::uint32_t index, std::size_t depth) {
    if (depth >= limits_.depth) {
      return fail_limit(offset(), "Lists and objects are nested more than ", limits_.depth, " deep.");
    }
    const bool object = *p_ == '{';
    at(index).kind = object ? Kind::object : Kind::array;
    ++p_;
    skip_space();
    if (skip(object ? '}' : ']')) return true;
    if (!children(index, object, depth)) return false;
    if (object) note_duplicates(index);
    return true;
  }

  bool children(std::uint32_t parent, bool object, std::size_t depth) {
    at(parent).filled = true;
    for (std::uint32_t previous = 0;;) {
      Entry key;
      if (object && !member_key(key)) return false;
      std::uint32_t child = 0;
      if (!value(child, depth + 1)) return false;
      if (object) take_key(at(child), key);
      if (previous) at(previous).next = child;
      previous = child;
      skip_space();
      if (skip(object ? '}' : ']')) return true;
      if (!skip(','))
        return unexpected(object ? "A comma or \"}\" is expected" : "A comma or \"]\" is expected");
      skip_space();
    }
  }

  bool member_key(Entry& key) {
    if (p_ == end_ || *p_ != '"') return unexpected("A key in double quotes is expected");
    if (!string_value(key)) return false;
    if (offset() - key.start > limits_.key_bytes) {
      return fail_limit(key.start - 1, "A key is longer than ", limits_.key_bytes, " bytes.");
    }
    skip_space();
    if (!skip(':')) return unexpected("A colon is expected after the key");
    skip_space();
    return true;
  }

  static void take_key(Entry& child, const Entry& key) {
    child.key_start = key.start;
    child.key_size = static_cast<std::uint16_t>(key.size);
    child.key_escaped = key.escaped;
  }

  [[gnu::noinline]] bool literal(Entry& entry, std::string_view word, Kind kind, bool filled) {
    if (std::string_view(p_, static_cast<std::size_t>(end_ - p_)).substr(0, word.size()) != word) {
      return unexpected("A value is expected");
    }
    p_ += word.size();
    entry.kind = kind;
    entry.filled = filled;
    return true;
  }

  bool digits() {
    if (p_ == end_ || !digit(*p_)) return unexpected("A digit is expected");
    while (p_ != end_ && digit(*p_)) ++p_;
    return true;
  }

  [[gnu::noinline]] bool number(Entry& entry) {
    const char* start = p_;
    const bool negative = skip('-');
    if (!negative && !digit(*p_)) return unexpected("A value is expected");
    const bool zero = p_ != end_ && *p_ == '0';
    if (!digits()) return false;
    if (zero && p_ - start > (negative ? 2 : 1))
      return fail(entry.start, "A number may not start with a needless 0.");
    if (skip('.') && !digits()) return false;
    if (skip('e') || skip('E')) {
      if (!skip('+')) skip('-');
      if (!digits()) return false;
    }
    entry.kind = Kind::number;
    entry.size = static_cast<std::uint32_t>(p_ - start);
    return true;
  }

  bool string_value(Entry& entry) {
    entry.kind = Kind::string;
    entry.start = offset() + 1;
    const char* start = ++p_;
    if (!plain_characters()) return false;
    if (*p_ == '"') {
      entry.size = static_cast<std::uint32_t>(p_++ - start);
      return true;
    }
    return escaped_value(entry, start);
  }

  [[gnu::noinline]] bool escaped_value(Entry& entry, const char* start) {
    std::string text(start, p_);
    if (!escaped_characters(text)) return false;
    entry.escaped = true;
    document_.unescaped_.push_back(Document::Unescaped{entry.start, std::move(text)});
    return true;
  }

  /// Up to the next quote or backslash, which is there when this is true.
  bool plain_characters() {
    for (;;) {
      const char* p = p_;
      while (end_ - p >= 8 && plain_eight(p)) p += 8;
      while (p != end_ && !kSpecial.at[static_cast<unsigned char>(*p)]) ++p;
      p_ = p;
      if (p_ == end_) return fail(offset(), "A text in double quotes has no end.");
      const auto c = static_cast<unsigned char>(*p_);
      if (c == '"' || c == '\\') return true;
      if (c < 0x20)
        return fail(
            offset(),
            "A line break, tab or other control character inside a text is written \\n, \\t or \\u....");
      const std::size_t size = sequence_length();
      if (size == 0) return fail(offset(), "These bytes are not valid UTF-8.");
      p_ += size;
    }
  }

  bool escaped_characters(std::string& text) {
    while (*p_ != '"') {
      if (!escape(text)) return false;
      const char* start = p_;
      if (!plain_characters()) return false;
      text.append(start, p_);
    }
    ++p_;
    return true;
  }

  bool escape(std::string& text) {
    static constexpr char kLetters[] = "\"\\/bfnrt", kMeanings[] = "\"\\/\b\f\n\r\t";
    const std::uint32_t start = offset();
    ++p_;
    if (p_ == end_) return fail(start, "A text in double quotes has no end.");
    if (*p_ == 'u') return unicode_escape(text, start);
    const char* letter = *p_ ? std::strchr(kLetters, *p_) : nullptr;
    if (!letter) return fail(start, "A backslash is followed by one of \" \\ / b f n r t u.");
    text += kMeanings[letter - kLetters];
    ++p_;
    return true;
  }

  bool unicode_escape(std::string& text, std::uint32_t start) {
    std::uint32_t point = 0;
    if (!four_digits(point, start)) return false;
    if (point >= 0xd800 && point <= 0xdfff) {
      std::uint32_t low = 0;
      const bool pair = point < 0xdc00 && end_ - p_ > 1 && p_[0] == '\\' && p_[1] == 'u';
      if (pair) {
        ++p_;
        if (!four_digits(low, start)) return false;
      }
      if (low < 0xdc00 || low > 0xdfff)
        return fail(start, "This is half of a surrogate pair; the other half is missing.");
      point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
    }
    utf8_append(text, point);
    return true;
  }

  bool four_digits(std::uint32_t& point, std::uint32_t start) {
    ++p_;
    for (int i = 0; i < 4; ++i, ++p_) {
      const int value = p_ != end_ ? hex_digit(*p_) : -1;
      if (value < 0) return fail(start, "\\u is followed by four hexadecimal digits.");
      point = point * 16 + static_cast<std::uint32_t>(value);
    }
    return true;
  }

  bool same_key(std::uint32_t a, std::uint32_t b) {
    const Entry &one = at(a), &other = at(b);
    if (one.key_size != other.key_size && !one.key_escaped && !other.key_escaped) return false;
    return key_of(a) == key_of(b);
  }

  std::string_view key_of(std::uint32_t index) { return Value(&document_, index).key(); }

  void note_duplicates(std::uint32_t parent) {
    std::size_t count = 0;
    for (std::uint32_t child = parent + 1; child; child = at(child).next) ++count;
    if (count <= 16)
      note_duplicates_pairwise(parent);
    else
      note_duplicates_sorted(parent, count);
  }

  void note_duplicates_pairwise(std::uint32_t parent) {
    for (std::uint32_t later = at(parent + 1).next; later; later = at(later).next) {
      for (std::uint32_t child = parent + 1; child != later; child = at(child).next) {
        if (!same_key(child, later)) continue;
        document_.duplicates_.push_back(later);
        break;
      }
    }
  }

  [[gnu::cold, gnu::noinline]] void note_duplicates_sorted(std::uint32_t parent, std::size_t count) {
    std::vector<std::uint32_t> members;
    members.reserve(count);
    for (std::uint32_t child = parent + 1; child; child = at(child).next) members.push_back(child);
    heap_sort(members.begin(), members.end(), [&](std::uint32_t a, std::uint32_t b) {
      const int order = key_of(a).compare(key_of(b));
      return order != 0 ? order < 0 : a < b;
    });
    for (std::size_t i = 1; i < count; ++i) {
      if (key_of(members[i - 1]) == key_of(members[i])) document_.duplicates_.push_back(members[i]);
    }
  }

  Document& document_;
  const Limits& limits_;
  const char* begin_;
  const char* p_;
  const char* end_;
};

// --- documents
// --------------------------------------------------------------------------------------------------

Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Document Document::read(std::string_view source, const Limits& limits) {
  Document document;
  document.source_ = source;
  Parser(document, limits).run();
  heap_sort(document.duplicates_.begin(), document.duplicates_.end());
  return document;
}

Value Document::root() const { return Value(this, 0); }

std::vector<Value> Document::duplicates() const {
  std::vector<Value> values;
  for (const std::uint32_t index : duplicates_) values.push_back(Value(this, index));
  return values;
}

const Document::Entry& Document::entry(std::uint32_t index) const {
  return blocks_[index / kBlock][index % kBlock];
}

std::string_view Document::resolved(std::uint32_t start, std::uint32_t size, bool escaped) const {
  if (!escaped) return source_.substr(start, size);
  return std::lower_bound(unescaped_.begin(), unescaped_.end(), start,
                          [](const Unescaped& each, std::uint32_t wanted) { return each.start < wanted; })
      ->text;
}

/// Entries are in document order, so the way down to a value leads through the last child that does not come
/// after it.
std::string Document::pointer(Value value) const {
  std::string pointer;
  for (Value at = root(); at.index_ != value.index_;) {
    const bool object = at.kind() == Kind::object;
    std::size_t position = 0;
    at = at.first();
    for (Value next = at.next(); next && next.index_ <= value.index_; next = at.next()) at = next, ++position;
    append_step(pointer, object ? std::string(at.key()) : std::to_string(position));
  }
  return pointer;
}

std::size_t Document::memory_bytes() const {
  std::size_t bytes = sizeof *this + std::min(blocks_.size() * kBlock, source_.size() + 1) * sizeof(Entry);
  for (const Unescaped& each : unescaped_) bytes += sizeof each + each.text.capacity();
  return bytes;
}

}  // namespace takestock::json
