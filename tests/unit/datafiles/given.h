// Rows that a test gives, and what is written of them.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "datafiles/row_source.h"
#include "datafiles/statistics_files.h"

namespace given {

using namespace takestock;
using namespace takestock::datafiles;

inline Value skipped() { return {}; }
inline Value not_asked() {
  Value value;
  value.missing = Missing::not_asked;
  return value;
}
inline Value code(std::uint32_t index) {
  Value value;
  value.missing = Missing::none, value.code = index;
  return value;
}
inline Value number(double number, std::string_view text = {}) {
  Value value;
  value.missing = Missing::none, value.number = number, value.text = text;
  return value;
}
inline Value text(std::string_view text) {
  Value value;
  value.missing = Missing::none, value.text = text;
  return value;
}

inline Variable variable(std::string name, Type type, std::string label = "Wording") {
  return {std::move(name), std::move(label), type};
}
/// yes 1, no 2, and as many kinds of "don't know" as said, from -8.
inline Variable yes_no(std::string name, int dont_know = 1) {
  Variable is = variable(std::move(name), Type::code, "Did you take part?");
  is.codes = {{1, "yes", "Yes", false}, {2, "no", "No", false}};
  for (int i = 0; i < dont_know; ++i)
    is.codes.push_back({-8.0 + i, "dk" + std::to_string(i), "Don't know " + std::to_string(i), true});
  return is;
}

class Rows final : public RowSource {
 public:
  std::vector<Variable> columns;
  std::vector<std::vector<Value>> rows;

  const std::vector<Variable>& variables() const override { return columns; }
  Status each_row(const RowVisitor& visit) override {
    for (const auto& row : rows)
      if (Status visited = visit(row); !visited) return visited;
    return Done{};
  }
};

inline results::Sink into(std::string& out) {
  return [&out](std::string_view bytes) {
    out += bytes;
    return Status(Done{});
  };
}

inline const FileDescription kDescription{"What people said", {"A file for a test."}, 1'700'000'000'000};

inline std::string times(const std::string& text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace given
