// One request of takestock estimate: its arguments, read against the files they name. The first mistake is
// kept; after it every reading returns something empty, so that a measure asks only at its end whether
// anything was wrong.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "estimate_data.h"
#include "statistics/linearised.h"

namespace takestock::cli {

/// Groups of the population, which of them each response is in, and how many of them answered.
struct Population {
  std::vector<std::string> columns;      ///< of the data, which the groups are made of
  std::vector<std::string> names;        ///< of the groups: their cells, joined
  std::vector<double> sizes;             ///< N_h
  std::vector<double> answered;          ///< n_h, all rows of the group
  std::vector<std::uint32_t> row_cells;  ///< the group of each row
  double size() const;                   ///< N
};

/// What the rows stand for: their weights, and how they were drawn.
struct Design {
  std::vector<double> weights;            ///< empty: 1 each
  std::vector<std::uint32_t> strata;      ///< empty: drawn independently from a population without end
  std::vector<double> stratum_sizes;      ///< N_h
  std::vector<std::uint32_t> poststrata;  ///< empty: not weighted to a population
  bool raked = false;
  std::optional<double> error(std::vector<double> scores) const;
};

/// The answers a figure is made from.
struct Answers {
  std::vector<double> values;          ///< y
  std::vector<double> divisors;        ///< x of a ratio: 1, or the ticks of a row
  std::vector<unsigned char> in_base;  ///< I
  bool per_row = true;                 ///< divisors are all 1
};

class Request {
 public:
  using Json = nlohmann::ordered_json;
  Request(const Json& args, Folder& folder) : args_(args), folder_(folder) {}

  void refuse(const std::string& sentence);
  const std::string& refusal() const { return refusal_; }  ///< "" while nothing was wrong

  bool has(const std::string& name) const { return args_.contains(name) && !args_[name].is_null(); }
  std::string text(const std::string& name);                ///< a string, or a number as JSON writes it
  std::vector<std::string> texts(const std::string& name);  ///< one of them or a list
  std::vector<std::string> codes_of(const Json& form);      ///< a code or a list of them
  double number(const std::string& name, double otherwise);
  double level();  ///< argument `level`, 0.95 unless told

  const Table& data();
  const Table::Column& column(const std::string& name);  ///< of the data
  const Table::Column& named(const std::string& argument) { return column(text(argument)); }

  /// The rows that argument `where` lets through; all if it is absent.
  std::vector<unsigned char> where();
  /// Whether each row has an answer to the column.
  std::vector<unsigned char> answered(const std::string& question);
  /// Arguments question, code or codes, where and routed_by, on this base: answered, asked, responses or all.
  /// "" is the argument `base`, or answered.
  Answers answers(std::string base = "");
  /// Arguments weight, margins, population, population_by, strata.
  Design design();
  /// Arguments population and population_by, or `strata` in its place.
  Population population(const std::string& columns_argument);
  bool finite() const;       ///< a population, but no groups of it
  double population_size();  ///< argument `population`: a number, or the sum of a file
  std::vector<double> raking_weights();
  /// The response that argument `id` names: in the column `id`, else in the first, else by its number from 1.
  std::optional<std::size_t> row();
  /// An argument that no measure knows and that is no column either, such as a misspelt one; "" if there is
  /// none.
  std::string unknown_argument();
  /// The group of `population` that the argument named as its column, or `type`, says.
  std::optional<std::size_t> group(const Population& population);

 private:
  using Flags = std::vector<unsigned char>;
  Flags routed();
  void values_of(const std::string& question, Answers& answers);
  void count_ticks(const std::string& question, Answers& answers);
  std::vector<double> weight_column();
  const Table* population_file(const Json& form);
  Population grouped(const Table& file, const std::vector<std::string>& columns);
  void place_rows(Population& population);
  Population margin(const Json& form);

  const Json& args_;
  Folder& folder_;
  const Table* data_ = nullptr;
  std::string refusal_;
};

}  // namespace takestock::cli
