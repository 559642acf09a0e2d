// Functions on text: XPath 1.0 section 4.2, ODK XForms "string", selects, digests and identifiers.
// Positions and lengths count code points.
#include <cmath>
#include <limits>
#include <optional>

#include "base/digest.h"
#include "base/utf8.h"
#include "expression/functions.h"

namespace takestock::expression::text_functions {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// The first two arguments as text.
struct TwoTexts {
  TwoTexts(Evaluator& e, const Node& call)
      : first(e.text(e.child(call), first_scratch)), second(e.text(*e.next(e.child(call)), second_scratch)) {}
  std::string first_scratch, second_scratch;
  std::string_view first, second;
};

void string_of(Evaluator& e, const Node& call, std::string& out) { out = e.text(e.child(call)); }

// Calls `take` with the text of every node and every other argument, from argument `index` on.
template <typename Take>
void each_text(Evaluator& e, const Node& call, int index, Take take) {
  std::string scratch;
  for (const Node* part = e.argument(call, index); part != nullptr; part = e.next(*part)) {
    if (!e.gives_nodes(*part))
      take(e.text(*part, scratch));
    else
      for (NodeId node : e.nodes(*part)) take(e.tree.text(node, scratch));
  }
}

void concat(Evaluator& e, const Node& call, std::string& out) {
  each_text(e, call, 0, [&](std::string_view piece) {
    e.spend(piece.size());
    out += piece;
  });
}

void join(Evaluator& e, const Node& call, std::string& out) {
  const std::string glue = e.text(e.child(call));
  bool some = false;
  each_text(e, call, 1, [&](std::string_view piece) {
    e.spend(piece.size() + glue.size());
    if (some) out += glue;
    out += piece;
    some = true;
  });
}

bool starts_with(Evaluator& e, const Node& call) {
  const TwoTexts texts(e, call);
  return texts.first.substr(0, texts.second.size()) == texts.second;
}

bool ends_with(Evaluator& e, const Node& call) {
  const TwoTexts texts(e, call);
  return texts.first.size() >= texts.second.size() &&
         texts.first.substr(texts.first.size() - texts.second.size()) == texts.second;
}

bool contains(Evaluator& e, const Node& call) {
  const TwoTexts texts(e, call);
  e.step(texts.first.size() / 16);
  return texts.first.find(texts.second) != std::string_view::npos;
}

void substring_before(Evaluator& e, const Node& call, std::string& out) {
  const TwoTexts texts(e, call);
  const std::size_t found = texts.first.find(texts.second);
  if (found != std::string_view::npos) out = texts.first.substr(0, found);
}

void substring_after(Evaluator& e, const Node& call, std::string& out) {
  const TwoTexts texts(e, call);
  const std::size_t found = texts.first.find(texts.second);
  if (found != std::string_view::npos) out = texts.first.substr(found + texts.second.size());
}

double half_up(double x) { return std::floor(x + 0.5); }

// XPath 1.0: the characters whose position p has p >= round(start) and p < round(start) + round(length).
void substring(Evaluator& e, const Node& call, std::string& out) {
  const std::string whole = e.text(e.child(call));
  const Node* length = e.argument(call, 2);
  const double from = half_up(e.number(*e.argument(call, 1)));
  const double end =
      length == nullptr ? std::numeric_limits<double>::infinity() : from + half_up(e.number(*length));
  double position = 1;
  for (std::size_t at = 0; at < whole.size(); ++position) {
    const std::size_t start = at;
    utf8_next(whole, at);
    if (position >= from && position < end) out.append(whole, start, at - start);
  }
}

// A place in a text of `size` characters, counted from its end where negative.
std::size_t place_in(double place, double size) {
  if (std::isnan(place)) place = 0;
  place = std::trunc(place);
  if (place < 0) place += size;
  return static_cast<std::size_t>(std::fmin(std::fmax(place, 0), size));
}

// substr(text, start, end): from `start` (0 is the first character) up to, not including, `end`.
void substr(Evaluator& e, const Node& call, std::string& out) {
  const std::string whole = e.text(e.child(call));
  const auto size = static_cast<double>(utf8_length(whole));
  const Node* last = e.argument(call, 2);
  const std::size_t from = place_in(e.number(*e.argument(call, 1)), size);
  const std::size_t end = place_in(last == nullptr ? size : e.number(*last), size);
  if (from >= end) return;
  const std::size_t first_byte = utf8_offset(whole, from);
  out = whole.substr(first_byte, utf8_offset(whole, end) - first_byte);
}

double string_length(Evaluator& e, const Node& call) {
  std::string scratch;
  return static_cast<double>(utf8_length(e.text(e.child(call), scratch)));
}

void normalize_space(Evaluator& e, const Node& call, std::string& out) {
  std::string scratch;
  for (char c : trimmed(e.text(e.child(call), scratch))) {
    if (!is_space(c))
      out += c;
    else if (out.back() != ' ')
      out += ' ';
  }
}

void translate(Evaluator& e, const Node& call, std::string& out) {
  const TwoTexts texts(e, call);
  const std::string into = e.text(*e.argument(call, 2));
  e.step(texts.first.size() * (1 + texts.second.size() / 16));
  for (std::size_t at = 0; at < texts.first.size();) {
    const std::size_t start = at;
    const char32_t wanted = utf8_next(texts.first, at);
    std::size_t from = 0, to = 0;
    bool replaced = false;
    while (from < texts.second.size() && !replaced) {
      replaced = utf8_next(texts.second, from) == wanted;
      const bool has_other = to < into.size();
      const char32_t other = has_other ? utf8_next(into, to) : 0;
      if (replaced && has_other) utf8_append(out, other);
    }
    if (!replaced) out += texts.first.substr(start, at - start);
  }
}

// --- selects
// ------------------------------------------------------------------------------------------------------

// Takes the next word off `left`; "" at its end.
std::string_view next_word(std::string_view& left) {
  while (!left.empty() && is_space(left.front())) left.remove_prefix(1);
  std::size_t size = 0;
  while (size < left.size() && !is_space(left[size])) ++size;
  const std::string_view word = left.substr(0, size);
  left.remove_prefix(size);
  return word;
}

bool selected(Evaluator& e, const Node& call) {
  const TwoTexts texts(e, call);
  const std::string_view wanted = trimmed(texts.second);
  std::string_view left = texts.first;
  if (wanted.empty()) return trimmed(left).empty();
  for (std::string_view word = next_word(left); !word.empty(); word = next_word(left))
    if (word == wanted) return true;
  return false;
}

void selected_at(Evaluator& e, const Node& call, std::string& out) {
  std::string scratch;
  std::string_view left = e.text(e.child(call), scratch);
  double index = std::trunc(e.number(*e.argument(call, 1)));
  if (!(index >= 0)) return;
  std::string_view word = next_word(left);
  for (; index > 0 && !word.empty(); --index) word = next_word(left);
  out = word;
}

void choice_name(Evaluator& e, const Node& call, std::string& out) {
  std::string scratch;
  const std::string_view name = e.text(e.child(call), scratch);
  const NodeSet questions = e.nodes(*e.argument(call, 1));
  if (!questions.empty()) out = e.tree.choice_label(questions.front(), name);
}

double count_selected(Evaluator& e, const Node& call) {
  std::string scratch;
  std::string_view left = e.text(e.child(call), scratch);
  double words = 0;
  while (!next_word(left).empty()) ++words;
  return words;
}

// --- the rest
// -----------------------------------------------------------------------------------------------------

bool regex(Evaluator& e, const Node& call) {
  const TwoTexts texts(e, call);
  e.step(texts.first.size());
  if (const Regex* kept = e.pattern(call)) return kept->matches(texts.first);
  Result<Regex> made = Regex::compile(texts.second);
  if (!made.ok()) throw Failure{made.error()};
  return made->matches(texts.first);
}

// once(value): the node's own value where it has one already.
void once(Evaluator& e, const Node& call, std::string& out) {
  out = e.text(e.child(call));
  if (out.empty()) out = e.text(*e.argument(call, 1));
}

struct Algorithm {
  std::string_view name;
  std::string (*digest)(std::string_view);
};
constexpr Algorithm kAlgorithms[] = {
    {"MD5", md5}, {"SHA-1", sha1}, {"SHA-256", sha256}, {"SHA-384", sha384}, {"SHA-512", sha512}};

std::string digest_with(std::string_view algorithm, std::string_view data) {
  for (const Algorithm& known : kAlgorithms)
    if (known.name == algorithm) return known.digest(data);
  fail("digest() does not know the algorithm '", algorithm, "'.");
}

void digest(Evaluator& e, const Node& call, std::string& out) {
  const TwoTexts texts(e, call);
  e.step(texts.first.size());
  const Node* third = e.argument(call, 2);
  const std::string encoding = third == nullptr ? "base64" : e.text(*third);
  const std::string raw = digest_with(texts.second, texts.first);
  if (encoding == "hex")
    out = hex(raw);
  else if (encoding == "base64")
    out = base64(raw);
  else
    fail("digest() does not know the encoding '", encoding, "'.");
}

// What is not base64, or not text once decoded, gives "".
void base64_decode(Evaluator& e, const Node& call, std::string& out) {
  std::string scratch;
  std::optional<std::string> bytes = base64_bytes(trimmed(e.text(e.child(call), scratch)));
  if (bytes && is_utf8(*bytes)) out = std::move(*bytes);
}

void random_text(Evaluator& e, std::size_t size, std::string& out) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  while (out.size() < size) {
    std::uint8_t byte;
    e.environment.random.fill(&byte, 1);
    if (byte < 248) out += kAlphabet[byte % 62];
  }
}

// RFC 9562 version 4.
void uuid(Evaluator& e, const Node& call, std::string& out) {
  if (call.child != kNone) {
    const double size = e.number(e.child(call));
    if (!(size >= 0 && size <= 10000)) fail("uuid() can be asked for 0 to 10,000 characters.");
    return random_text(e, static_cast<std::size_t>(size), out);
  }
  std::string bytes(16, '\0');
  e.environment.random.fill(reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size());
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  out = hex(bytes);
  for (std::size_t at : {8, 13, 18, 23}) out.insert(at, 1, '-');
}

constexpr Function text_row(std::string_view name, int least, int most,
                            void (*run)(Evaluator&, const Node&, std::string&),
                            Reads reads = Reads::arguments) {
  Function row{name, least, most, Type::text, reads};
  row.text = run;
  return row;
}

// Known to the dialect, not offered here yet.
constexpr Function absent_row(std::string_view name, int arguments) {
  return Function{name, arguments, arguments, Type::text, Reads::arguments, Form::not_offered};
}

constexpr Function boolean_row(std::string_view name, int least, int most,
                               bool (*run)(Evaluator&, const Node&)) {
  Function row{name, least, most, Type::boolean};
  row.boolean = run;
  return row;
}

constexpr Function number_row(std::string_view name, int least, int most,
                              double (*run)(Evaluator&, const Node&), Reads reads = Reads::arguments) {
  Function row{name, least, most, Type::number, reads};
  row.number = run;
  return row;
}

constexpr Function regex_row() {
  Function row = boolean_row("regex", 2, 2, regex);
  row.form = Form::regex;
  return row;
}

constexpr Function choice_name_row() {
  Function row = text_row("jr:choice-name", 2, 2, choice_name);
  row.form = Form::choice_name;
  return row;
}

}  // namespace

const Function kRows[] = {
    text_row("base64-decode", 1, 1, base64_decode),
    text_row("concat", 0, kManyArguments, concat),
    text_row("digest", 2, 3, digest),
    absent_row("extract-signed", 2),
    text_row("join", 1, kManyArguments, join),
    choice_name_row(),
    text_row("normalize-space", 0, 1, normalize_space, Reads::default_self),
    text_row("once", 1, 1, once, Reads::self),
    absent_row("property", 1),
    absent_row("pulldata", 4),
    text_row("selected-at", 2, 2, selected_at),
    text_row("string", 0, 1, string_of, Reads::default_self),
    text_row("substr", 2, 3, substr),
    text_row("substring", 2, 3, substring),
    text_row("substring-after", 2, 2, substring_after),
    text_row("substring-before", 2, 2, substring_before),
    text_row("translate", 3, 3, translate),
    text_row("uuid", 0, 1, uuid, Reads::outside),
    absent_row("version", 0),
    boolean_row("contains", 2, 2, contains),
    boolean_row("ends-with", 2, 2, ends_with),
    regex_row(),
    boolean_row("selected", 2, 2, selected),
    boolean_row("starts-with", 2, 2, starts_with),
    number_row("count-selected", 1, 1, count_selected),
    number_row("string-length", 0, 1, string_length, Reads::default_self),
};
const std::size_t kCount = sizeof kRows / sizeof *kRows;

}  // namespace takestock::expression::text_functions
