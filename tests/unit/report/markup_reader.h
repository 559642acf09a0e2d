// Reads XML as strictly as a parser does, as far as our documents use it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace takestock::report {

struct Element {
  std::string name, text;  ///< the text is what stands directly in it, unescaped
  std::map<std::string, std::string> attributes;
  double number(const std::string& attribute) const;
};

struct Markup {
  std::vector<Element> elements;  ///< in the order in which they begin
  std::string mistake;            ///< "" if it is well-formed

  std::vector<Element> named(const std::string& name) const;
};

Markup read_markup(std::string_view xml);

/// Every <svg> of a page.
std::vector<std::string> pictures_in(const std::string& html);
std::size_t count_of(const std::string& text, const std::string& part);

}  // namespace takestock::report
