// Regular expressions without back-tracking: the pattern becomes a program for a machine that keeps the set
// of all places it could be at (Thompson 1968; Pike), so that no pattern and no text takes more than length x
// length steps.
#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "expression/expression.h"

namespace takestock::expression {
namespace {

constexpr std::size_t kPatternCharacters = 1000;
constexpr int kGreatestCount = 1000;
constexpr int kGroupDepth = 100;
constexpr std::size_t kInstructions = 20000;

struct Range {
  char32_t first, last;
};
using Ranges = std::vector<Range>;

struct CharacterClass {
  Ranges ranges;
  bool negated = false;
};

bool holds(const CharacterClass& set, char32_t c) {
  for (const Range& range : set.ranges)
    if (c >= range.first && c <= range.last) return !set.negated;
  return set.negated;
}

const Ranges kDigits = {{'0', '9'}};
const Ranges kWord = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
const Ranges kSpace = {{'\t', '\r'},     {' ', ' '},       {0xa0, 0xa0},     {0x1680, 0x1680},
                       {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f},
                       {0x3000, 0x3000}, {0xfeff, 0xfeff}};
constexpr char32_t kLastCharacter = 0x10ffff;

bool is_word(char32_t c) { return c < 0x80 && holds({kWord, false}, c); }

// What is in none of the ranges, which are in order.
Ranges others(const Ranges& ranges) {
  Ranges out;
  char32_t from = 0;
  for (const Range& range : ranges) {
    if (range.first > from) out.push_back({from, range.first - 1});
    from = range.last + 1;
  }
  out.push_back({from, kLastCharacter});
  return out;
}

enum class Step : std::uint8_t {
  character,
  any,
  one_of,
  split,
  jump,
  text_start,
  text_end,
  word_edge,
  no_word_edge,
  match
};

struct Instruction {
  Step step;
  std::uint32_t a = 0;  // the character, the class, or where to go
  std::uint32_t b = 0;  // where else to go
};

// The parsed pattern.
struct Piece {
  enum Kind : std::uint8_t { single, sequence, choice, repeat } kind = sequence;
  Instruction instruction{Step::match, 0, 0};
  int least = 1, most = 1;  // most < 0: no limit
  std::vector<Piece> parts;
};

struct Refusal {
  Error error;
};

[[noreturn]] void limit(const char* message) { throw Refusal{{Code::limit, message, {}}}; }

class PatternParser {
 public:
  PatternParser(std::string_view pattern, std::vector<CharacterClass>& classes) : classes_(classes) {
    for (std::size_t at = 0; at < pattern.size();) text_ += utf8_next(pattern, at);
    if (text_.size() > kPatternCharacters) limit("The regular expression is longer than 1,000 characters.");
  }

  Piece run() {
    Piece out = choice();
    if (!done()) refuse("a ')' is never opened");
    return out;
  }

 private:
  [[noreturn]] void refuse(std::string_view what) {
    std::string message = "The regular expression cannot be read: ";
    message.append(what).append(1, '.');
    throw Refusal{{Code::bad_expression, std::move(message), "character " + std::to_string(at_ + 1)}};
  }
  bool done() const { return at_ >= text_.size(); }
  char32_t peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : 0; }
  bool take(char32_t c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  Piece choice() {
    if (++depth_ > kGroupDepth) limit("The regular expression is nested more than 100 deep.");
    Piece out;
    out.kind = Piece::choice;
    do {
      out.parts.push_back(sequence());
    } while (take('|'));
    --depth_;
    return out.parts.size() == 1 ? std::move(out.parts.front()) : std::move(out);
  }

  Piece sequence() {
    Piece out;
    while (!done() && peek() != '|' && peek() != ')') out.parts.push_back(repeated(atom()));
    return out;
  }

  Piece repeated(Piece inner) {
    for (;;) {
      int least = 0, most = -1;
      if (take('+'))
        least = 1;
      else if (take('?'))
        most = 1;
      else if (!take('*') && !counted(least, most))
        return inner;
      if (!take('?') && peek() == '+') refuse("possessive repetition is not offered");
      Piece out;
      out.kind = Piece::repeat;
      out.least = least;
      out.most = most;
      out.parts.push_back(std::move(inner));
      inner = std::move(out);
    }
  }

  // {n}, {n,} or {n,m}; any other '{' stands for itself.
  bool counted(int& least, int& most) {
    const std::size_t from = at_;
    if (!take('{') || !count(least)) return at_ = from, false;
    most = least;
    if (take(',') && !count(most)) most = -1;
    if (!take('}')) return at_ = from, false;
    if (most >= 0 && most < least) refuse("a repetition counts down");
    return true;
  }
  bool count(int& out) {
    const std::size_t from = at_;
    for (out = 0; peek() >= '0' && peek() <= '9'; ++at_) {
      out = out * 10 + static_cast<int>(peek() - '0');
      if (out > kGreatestCount) limit("A regular expression repeats more than 1,000 times.");
    }
    return at_ > from;
  }

  static Piece single(Step step, std::uint32_t a = 0) {
    Piece out;
    out.kind = Piece::single;
    out.instruction = {step, a, 0};
    return out;
  }
  Piece one_of(Ranges ranges, bool negated) {
    classes_.push_back({std::move(ranges), negated});
    return single(Step::one_of, static_cast<std::uint32_t>(classes_.size() - 1));
  }

  Piece atom() {
    const char32_t c = text_[at_++];
    switch (c) {
      case '(':
        return group();
      case '[':
        return bracket();
      case '.':
        return single(Step::any);
      case '^':
        return single(Step::text_start);
      case '$':
        return single(Step::text_end);
      case '\\':
        return escape();
      case '*':
      case '+':
      case '?':
        --at_;
        refuse("there is nothing to repeat");
      default:
        return single(Step::character, c);
    }
  }

  Piece group() {
    if (take('?') && !take(':')) refuse("only groups '(...)' and '(?:...)' are offered");
    Piece out = choice();
    if (!take(')')) refuse("a ')' is missing");
    return out;
  }

  Piece escape() {
    if (done()) refuse("it ends with '\\'");
    if (take('b')) return single(Step::word_edge);
    if (take('B')) return single(Step::no_word_edge);
    if (peek() >= '1' && peek() <= '9') refuse("back-references are not offered");
    Ranges ranges;
    if (class_escape(ranges)) return one_of(std::move(ranges), false);
    return single(Step::character, character_escape());
  }

  bool class_escape(Ranges& out) {
    const char32_t c = peek();
    const Ranges* known = c == 'd' || c == 'D'   ? &kDigits
                          : c == 'w' || c == 'W' ? &kWord
                          : c == 's' || c == 'S' ? &kSpace
                                                 : nullptr;
    if (known == nullptr) return false;
    ++at_;
    const Ranges chosen = c >= 'a' ? *known : others(*known);
    out.insert(out.end(), chosen.begin(), chosen.end());
    return true;
  }

  char32_t character_escape() {
    const char32_t c = text_[at_++];
    switch (c) {
      case 't':
        return '\t';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'v':
        return '\v';
      case '0':
        return 0;
      case 'x':
        return code(2);
      case 'u':
        return code(4);
      default:
        break;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) refuse("this escape is not offered");
    return c;
  }

  char32_t code(int digits) {
    char32_t out = 0;
    for (int i = 0; i < digits; ++i, ++at_) {
      const char32_t c = peek();
      if (c >= '0' && c <= '9')
        out = out * 16 + (c - '0');
      else if ((c | 32) >= 'a' && (c | 32) <= 'f')
        out = out * 16 + ((c | 32) - 'a' + 10);
      else
        refuse(digits == 2 ? "'\\x' needs 2 hexadecimal digits" : "'\\u' needs 4 hexadecimal digits");
    }
    return out;
  }

  Piece bracket() {
    const bool negated = take('^');
    Ranges ranges;
    while (!take(']')) {
      if (done()) refuse("a ']' is missing");
      member(ranges);
    }
    return one_of(std::move(ranges), negated);
  }

  void member(Ranges& ranges) {
    char32_t low = 0;
    if (!member_character(ranges, low)) return;
    if (peek() != '-' || peek(1) == ']' || at_ + 1 >= text_.size()) return ranges.push_back({low, low});
    ++at_;
    char32_t high = 0;
    if (!member_character(ranges, high)) {
      ranges.push_back({low, low});
      ranges.push_back({'-', '-'});
      return;
    }
    if (high < low) refuse("a range of characters runs backwards");
    ranges.push_back({low, high});
  }

  // One character of a class; false if a class escape was added instead.
  bool member_character(Ranges& ranges, char32_t& out) {
    if (!take('\\')) return out = text_[at_++], true;
    if (done()) refuse("it ends with '\\'");
    if (class_escape(ranges)) return false;
    out = take('b') ? U'\b' : character_escape();
    return true;
  }

  std::u32string text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::vector<CharacterClass>& classes_;
};

class Assembler {
 public:
  explicit Assembler(std::vector<Instruction>& code) : code_(code) {}

  void assemble(const Piece& piece) {
    switch (piece.kind) {
      case Piece::single:
        add(piece.instruction);
        return;
      case Piece::sequence:
        for (const Piece& part : piece.parts) assemble(part);
        return;
      case Piece::choice:
        return choice(piece);
      case Piece::repeat:
        return repeat(piece);
    }
  }
  std::uint32_t add(Instruction instruction) {
    if (code_.size() >= kInstructions) limit("The regular expression repeats too much in all.");
    code_.push_back(instruction);
    return static_cast<std::uint32_t>(code_.size() - 1);
  }

 private:
  std::uint32_t here() const { return static_cast<std::uint32_t>(code_.size()); }

  void choice(const Piece& piece) {
    std::vector<std::uint32_t> ends;
    for (std::size_t i = 0; i < piece.parts.size(); ++i) {
      const bool is_last = i + 1 == piece.parts.size();
      const std::uint32_t split = is_last ? 0 : add({Step::split, here() + 1, 0});
      assemble(piece.parts[i]);
      if (is_last) break;
      ends.push_back(add({Step::jump, 0, 0}));
      code_[split].b = here();
    }
    for (std::uint32_t end : ends) code_[end].a = here();
  }

  void repeat(const Piece& piece) {
    const Piece& inner = piece.parts.front();
    for (int i = 0; i < piece.least; ++i) assemble(inner);
    if (piece.most < 0) {
      const std::uint32_t split = add({Step::split, here() + 1, 0});
      assemble(inner);
      add({Step::jump, split, 0});
      code_[split].b = here();
      return;
    }
    std::vector<std::uint32_t> splits;
    for (int i = piece.least; i < piece.most; ++i) {
      splits.push_back(add({Step::split, here() + 1, 0}));
      assemble(inner);
    }
    for (std::uint32_t split : splits) code_[split].b = here();
  }

  std::vector<Instruction>& code_;
};

// The set of places of the program that the machine is at.
class Places {
 public:
  explicit Places(std::size_t size) : seen_(size, 0) {}
  bool insert(std::uint32_t place) {
    if (seen_[place] == round_) return false;
    seen_[place] = round_;
    list_.push_back(place);
    return true;
  }
  void clear() {
    list_.clear();
    ++round_;
  }
  const std::vector<std::uint32_t>& list() const { return list_; }

 private:
  std::vector<std::uint32_t> seen_;
  std::vector<std::uint32_t> list_;
  std::uint32_t round_ = 1;
};

}  // namespace

struct Regex::Machine {
  std::vector<Instruction> code;
  std::vector<CharacterClass> classes;

  bool accepts(const Instruction& at, char32_t c) const {
    switch (at.step) {
      case Step::character:
        return at.a == c;
      case Step::any:
        return c != '\n' && c != '\r' && c != 0x2028 && c != 0x2029;
      case Step::one_of:
        return holds(classes[at.a], c);
      default:
        return false;
    }
  }

  // What stands before and behind the place in the text; kNothing at its ends.
  struct Around {
    char32_t before, behind;
  };
  static constexpr char32_t kNothing = 0xffffffff;

  static bool passes(Step step, const Around& around) {
    const bool edge = is_word(around.before) != is_word(around.behind);
    switch (step) {
      case Step::text_start:
        return around.before == kNothing;
      case Step::text_end:
        return around.behind == kNothing;
      case Step::word_edge:
        return edge;
      default:
        return !edge;
    }
  }

  // Adds a place and all that can be reached from it without a character.
  void enter(Places& places, std::uint32_t start, const Around& around,
             std::vector<std::uint32_t>& waiting) const {
    waiting.push_back(start);
    while (!waiting.empty()) {
      const std::uint32_t place = waiting.back();
      waiting.pop_back();
      if (!places.insert(place)) continue;
      const Instruction& at = code[place];
      if (at.step == Step::jump)
        waiting.push_back(at.a);
      else if (at.step == Step::split)
        waiting.push_back(at.b), waiting.push_back(at.a);
      else if (at.step >= Step::text_start && at.step <= Step::no_word_edge && passes(at.step, around))
        waiting.push_back(place + 1);
    }
  }

  bool run(std::string_view text) const {
    Places now(code.size()), then(code.size());
    std::vector<std::uint32_t> waiting;
    std::size_t at = 0;
    Around around{kNothing, text.empty() ? kNothing : utf8_next(text, at)};
    enter(now, 0, around, waiting);
    while (around.behind != kNothing && !now.list().empty()) {
      around = {around.behind, at < text.size() ? utf8_next(text, at) : kNothing};
      then.clear();
      for (std::uint32_t place : now.list())
        if (accepts(code[place], around.before)) enter(then, place + 1, around, waiting);
      std::swap(now, then);
    }
    const auto& list = now.list();
    return around.behind == kNothing &&
           std::find(list.begin(), list.end(), static_cast<std::uint32_t>(code.size() - 1)) != list.end();
  }
};

Regex::Regex(std::unique_ptr<Machine> machine) : machine_(std::move(machine)) {}
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;

Result<Regex> Regex::compile(std::string_view pattern) {
  auto machine = std::make_unique<Machine>();
  try {
    const Piece whole = PatternParser(pattern, machine->classes).run();
    Assembler assembler(machine->code);
    assembler.assemble(whole);
    assembler.add({Step::match, 0, 0});
  } catch (Refusal& refusal) {
    return std::move(refusal.error);
  }
  return Regex(std::move(machine));
}

bool Regex::matches(std::string_view text) const { return machine_->run(text); }

}  // namespace takestock::expression
