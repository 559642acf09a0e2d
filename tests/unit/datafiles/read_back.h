// Files of SPSS and Stata as ReadStat's reader sees them.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace read_back {

struct Variable {
  std::string name, label, format, label_set;
  std::vector<std::string> missing;  ///< "-9", or "-9..-5"
};

/// Cells as text: "2.5", ".a" for a tagged missing value, "." for a plain one; of SPSS' missing numbers
/// "-9!".
struct File {
  std::string error;
  std::vector<Variable> variables;
  std::vector<std::vector<std::string>> rows;
  std::map<std::string, std::map<std::string, std::string>> labels;  ///< by set, by value
  std::vector<std::string> notes;

  const Variable& variable(const std::string& name) const;
  std::string cell(std::size_t row, const std::string& name) const;
  std::map<std::string, std::string> labels_of(const std::string& name) const;
};

File sav(const std::string& bytes);
File dta(const std::string& bytes);

}  // namespace read_back
