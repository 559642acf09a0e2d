#include "unit/disclosure/surveys.h"

#include <algorithm>
#include <cmath>

namespace takestock::attack {

using nlohmann::json;

std::size_t chance(SeededRandom& random, std::size_t below) { return random.next() % below; }

Answers::Answers(SeededRandom& random, std::vector<Variable> variables, std::size_t respondents)
    : variables_(std::move(variables)) {
  // Each variable's labels have their own weights, which shift with the answer to the first variable.
  std::vector<std::vector<std::vector<double>>> weights;
  for (const Variable& variable : variables_) {
    std::vector<std::vector<double>> by_first;
    for (std::size_t first = 0; first < variables_[0].labels.size(); ++first) {
      std::vector<double> row;
      for (std::size_t i = 0; i < variable.labels.size(); ++i)
        row.push_back(-std::log((1.0 + static_cast<double>(chance(random, 9999))) / 10000));
      by_first.push_back(row);
    }
    weights.push_back(by_first);
  }
  for (std::size_t n = 0; n < respondents; ++n) {
    std::vector<std::uint8_t> answer;
    for (std::size_t v = 0; v < variables_.size(); ++v) {
      const std::vector<double>& its = weights[v][v == 0 ? 0 : answer[0]];
      double sum = 0;
      for (const double weight : its) sum += weight * weight;
      double left = sum * static_cast<double>(chance(random, 1'000'000)) / 1e6;
      std::size_t label = 0;
      while (label + 1 < its.size() && left >= its[label] * its[label])
        left -= its[label] * its[label], ++label;
      answer.push_back(static_cast<std::uint8_t>(label));
    }
    answers_.push_back(answer);
  }
}

long Answers::count(std::size_t rows, long row, int columns, long column, const Filters& filters) const {
  const auto in = [&](const std::vector<std::uint8_t>& answer) {
    if (row >= 0 && answer[rows] != row) return false;
    if (columns >= 0 && column >= 0 && answer[static_cast<std::size_t>(columns)] != column) return false;
    return std::all_of(filters.begin(), filters.end(), [&](const auto& filter) {
      return std::count(filter.second.begin(), filter.second.end(), answer[filter.first]) > 0;
    });
  };
  return static_cast<long>(std::count_if(answers_.begin(), answers_.end(), in));
}

json Answers::table(std::size_t rows, int columns, const Filters& filters) const {
  const auto side = [&](const Variable& variable) {
    const auto end = variable.labels.begin() + static_cast<std::ptrdiff_t>(variable.shown());
    return json{{"variable", variable.name},
                {"labels", std::vector<std::string>(variable.labels.begin(), end)}};
  };
  const auto height = static_cast<long>(variables_[rows].shown());
  json out{{"name", variables_[rows].name}, {"rows", side(variables_[rows])}};
  for (const auto& [variable, labels] : filters) {
    for (const std::size_t label : labels)
      out["filter"][variables_[variable].name].push_back(variables_[variable].labels[label]);
  }
  out["total"] = count(rows, -1, columns, -1, filters);
  if (columns < 0) {
    for (long r = 0; r < height; ++r) out["cells"].push_back(count(rows, r, columns, -1, filters));
    return out;
  }
  const Variable& across = variables_[static_cast<std::size_t>(columns)];
  const auto width = static_cast<long>(across.shown());
  out["columns"] = side(across);
  for (long r = 0; r < height; ++r) {
    json line;
    for (long c = 0; c < width; ++c) line.push_back(count(rows, r, columns, c, filters));
    out["cells"].push_back(line);
    out["row_totals"].push_back(count(rows, r, columns, -1, filters));
  }
  for (long c = 0; c < width; ++c) out["column_totals"].push_back(count(rows, -1, columns, c, filters));
  return out;
}

namespace {

std::vector<Variable> random_variables(SeededRandom& random, std::size_t most_cells) {
  std::vector<Variable> variables;
  std::size_t cells = 1;
  for (std::size_t v = 0; v < 2 + chance(random, 3); ++v) {
    const std::size_t sizes[] = {2, 2, 3, 4, 6, 8, 10};
    const std::size_t size = sizes[chance(random, 7)];
    if (v >= 2 && cells * size > most_cells) continue;
    cells *= size;
    Variable variable{std::string(1, static_cast<char>('a' + v)), {}, size > 2 && chance(random, 5) == 0};
    for (std::size_t i = 0; i < size; ++i) variable.labels.push_back(variable.name + std::to_string(i));
    variables.push_back(variable);
  }
  return variables;
}

Answers::Filters random_filter(SeededRandom& random, const Answers& answers, std::size_t rows, int columns) {
  const std::size_t v = chance(random, answers.variables().size());
  if (chance(random, 2) == 0 || v == rows || static_cast<int>(v) == columns) return {};
  std::vector<std::size_t> labels{chance(random, answers.variables()[v].shown())};
  if (labels[0] > 0 && answers.variables()[v].shown() > 2 && chance(random, 3) == 0)
    labels.push_back(labels[0] - 1);
  return {{v, labels}};
}

}  // namespace

json random_release(std::uint64_t seed) {
  SeededRandom random(seed);
  const std::size_t respondents[] = {30, 60, 120, 250, 600, 1500};
  const Answers answers(random, random_variables(random, 200), respondents[chance(random, 6)]);
  json document{{"threshold", 5 + chance(random, 16)}, {"open", json::array()}, {"tables", json::array()}};
  for (const Variable& variable : answers.variables()) {
    if (variable.open) document["open"].push_back(variable.name);
  }
  const std::size_t tables = 1 + chance(random, 5);
  for (std::size_t i = 0; i < tables; ++i) {
    const std::size_t rows = chance(random, answers.variables().size());
    int columns = static_cast<int>(chance(random, answers.variables().size() + 1)) - 1;
    if (columns == static_cast<int>(rows)) columns = -1;
    json table = answers.table(rows, columns, random_filter(random, answers, rows, columns));
    if (chance(random, 6) == 0) table.erase("total");
    if (columns >= 0 && chance(random, 6) == 0) table.erase("row_totals");
    document["tables"].push_back(table);
    if (chance(random, 6) == 0) document["tables"].push_back(table);
    if (columns >= 0 && chance(random, 6) == 0)
      document["tables"].push_back(
          answers.table(static_cast<std::size_t>(columns), static_cast<int>(rows), {}));
  }
  return document;
}

json random_queries(std::uint64_t seed) {
  SeededRandom random(seed);
  const std::size_t respondents[] = {40, 90, 200, 700};
  const Answers answers(random, random_variables(random, 60), respondents[chance(random, 4)]);
  json document{{"threshold", 5 + chance(random, 16)}, {"open", json::array()}, {"tables", json::array()}};
  for (const Variable& variable : answers.variables()) {
    if (variable.open) document["open"].push_back(variable.name);
  }
  for (int i = 0; i < 2; ++i) {
    const std::size_t rows = chance(random, answers.variables().size());
    int columns = static_cast<int>(chance(random, answers.variables().size() + 1)) - 1;
    if (columns == static_cast<int>(rows)) columns = -1;
    document["tables"].push_back(answers.table(rows, columns, random_filter(random, answers, rows, columns)));
  }
  return document;
}

json sparse_table(std::uint64_t seed) {
  SeededRandom random(seed);
  std::vector<Variable> variables{{"region", {}, false}, {"type", {}, false}};
  for (int i = 0; i < 10; ++i) variables[0].labels.push_back("region " + std::to_string(i));
  for (int i = 0; i < 8; ++i) variables[1].labels.push_back("type " + std::to_string(i));
  const Answers answers(random, variables, 400 + chance(random, 1600));
  return {{"threshold", 10}, {"tables", {answers.table(0, 1, {})}}};
}

std::vector<long> figures_of(const json& document) {
  std::vector<long> out;
  const auto add = [&](const json& figure) { out.push_back(figure.is_null() ? -1 : figure.get<long>()); };
  for (const json& table : document["tables"]) {
    for (const json& row : table["cells"]) {
      if (row.is_array())
        for (const json& cell : row) add(cell);
      else
        add(row);
    }
    for (const char* totals : {"row_totals", "column_totals"}) {
      if (!table.contains(totals)) continue;
      for (const json& figure : table[totals]) add(figure);
    }
    if (table.contains("total")) add(table["total"]);
  }
  return out;
}

}  // namespace takestock::attack
