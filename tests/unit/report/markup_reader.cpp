#include "markup_reader.h"

#include <cstdlib>

namespace takestock::report {

namespace {

class Reader {
 public:
  explicit Reader(std::string_view xml) : rest_(xml) {}

  Markup read() {
    if (starts("<?xml")) skip_behind("?>");
    while (out_.mistake.empty() && !rest_.empty()) {
      if (starts("</"))
        close();
      else if (rest_[0] == '<')
        open();
      else
        words();
    }
    if (out_.mistake.empty() && !open_.empty()) wrong("not closed: " + out_.elements[open_.back()].name);
    if (roots_ != 1) wrong("not one root");
    return std::move(out_);
  }

 private:
  bool starts(std::string_view text) const { return rest_.substr(0, text.size()) == text; }
  void wrong(const std::string& what) {
    if (out_.mistake.empty()) out_.mistake = what + " before \"" + std::string(rest_.substr(0, 40)) + "\"";
    rest_ = {};
  }
  void skip_behind(std::string_view text) { rest_.remove_prefix(rest_.find(text) + text.size()); }
  void skip_blanks() {
    while (!rest_.empty() && std::string_view(" \n").find(rest_[0]) != std::string_view::npos)
      rest_.remove_prefix(1);
  }

  std::string name() {
    const std::size_t end = rest_.find_first_of(" \n=/><\"&");
    const std::string out(rest_.substr(0, end));
    rest_.remove_prefix(out.size());
    if (out.empty()) wrong("a name is missing");
    return out;
  }

  std::string unescaped(std::string_view text) {
    std::string out;
    const std::pair<const char*, char> known[] = {
        {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}};
    while (!text.empty()) {
      if (text[0] != '&') {
        if (text[0] == '<' || (text[0] >= 0 && text[0] < 32 && text[0] != '\n'))
          wrong("a letter that must not be there");
        out += text[0], text.remove_prefix(1);
        continue;
      }
      bool found = false;
      for (const auto& [code, letter] : known)
        if (!found && text.substr(0, std::string_view(code).size()) == code)
          out += letter, text.remove_prefix(std::string_view(code).size()), found = true;
      if (!found) return wrong("an unknown entity"), out;
    }
    return out;
  }

  void words() {
    const std::string_view text = rest_.substr(0, rest_.find('<'));
    if (open_.empty() && text.find_first_not_of("\n ") != std::string_view::npos)
      return wrong("text outside");
    const std::string plain = unescaped(text);
    if (!out_.mistake.empty()) return;
    if (!open_.empty()) out_.elements[open_.back()].text += plain;
    rest_.remove_prefix(text.size());
  }

  void close() {
    rest_.remove_prefix(2);
    const std::string closed = name();
    if (open_.empty() || out_.elements[open_.back()].name != closed)
      return wrong("closed unopened " + closed);
    open_.pop_back();
    if (!starts(">")) return wrong("no end of a tag");
    rest_.remove_prefix(1);
  }

  void open() {
    rest_.remove_prefix(1);
    Element element;
    element.name = name();
    for (skip_blanks(); out_.mistake.empty() && !starts(">") && !starts("/>"); skip_blanks())
      attribute(element);
    if (open_.empty()) ++roots_;
    out_.elements.push_back(std::move(element));
    if (starts("/>")) return rest_.remove_prefix(2);
    open_.push_back(out_.elements.size() - 1);
    if (!rest_.empty()) rest_.remove_prefix(1);
  }

  void attribute(Element& element) {
    const std::string key = name();
    if (!starts("=\"")) return wrong("an attribute without a value");
    rest_.remove_prefix(2);
    const std::string_view value = rest_.substr(0, rest_.find('"'));
    if (value.size() == rest_.size()) return wrong("an open quotation");
    if (!element.attributes.emplace(key, unescaped(value)).second) return wrong("an attribute twice: " + key);
    if (out_.mistake.empty()) rest_.remove_prefix(value.size() + 1);
  }

  std::string_view rest_;
  Markup out_;
  std::vector<std::size_t> open_;
  int roots_ = 0;
};

}  // namespace

double Element::number(const std::string& attribute) const {
  const auto found = attributes.find(attribute);
  return found == attributes.end() ? 0 : std::strtod(found->second.c_str(), nullptr);
}

std::vector<Element> Markup::named(const std::string& name) const {
  std::vector<Element> out;
  for (const Element& element : elements)
    if (element.name == name) out.push_back(element);
  return out;
}

Markup read_markup(std::string_view xml) { return Reader(xml).read(); }

std::vector<std::string> pictures_in(const std::string& html) {
  std::vector<std::string> out;
  for (std::size_t at = html.find("<svg"); at != std::string::npos; at = html.find("<svg", at + 1))
    out.push_back(html.substr(at, html.find("</svg>", at) + 6 - at));
  return out;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace takestock::report
