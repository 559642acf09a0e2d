#include "estimate_data.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "files.h"
#include "results/csv.h"

namespace takestock::cli {
namespace {

constexpr char kBlanks[] = " \t\r\n";

std::string trimmed(const std::string& cell) {
  const std::size_t first = cell.find_first_not_of(kBlanks);
  if (first == std::string::npos) return "";
  return cell.substr(first, cell.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

Result<Table> Table::read(const std::string& path) {
  Result<std::string> bytes = read_file(path);
  if (!bytes) return bytes.error();
  const Result<results::CsvFile> file = results::open_csv(std::move(bytes).value());
  if (!file) return file.error();
  Table table;
  const auto take = [&table](std::size_t line, std::vector<std::string>& cells) {
    return table.take(line, cells);
  };
  if (Status read = results::read_csv(file->text, take, file->delimiter); !read) return read.error();
  if (table.names_.empty()) return Error{Code::bad_text, path + " has no line with the columns' names.", ""};
  return table;
}

Status Table::take(std::size_t line, const std::vector<std::string>& cells) {
  const std::string place = "line " + std::to_string(line);
  if (names_.empty()) {
    for (const std::string& cell : cells) names_.push_back(trimmed(cell));
    columns_.resize(names_.size());
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (std::count(names_.begin(), names_.end(), names_[i]) > 1)
        return Error{Code::bad_text, "Two columns are named \"" + names_[i] + "\".", place};
    return Done{};
  }
  if (cells.size() != names_.size())
    return Error{Code::bad_text, "A record does not have as many cells as there are columns.", place};
  for (std::size_t i = 0; i < cells.size(); ++i) columns_[i].push_back(trimmed(cells[i]));
  return Done{};
}

const Table::Column* Table::find(const std::string& name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? nullptr : &columns_[static_cast<std::size_t>(found - names_.begin())];
}

Result<const Table*> Folder::table(const std::string& name) {
  if (name.empty() || name.front() == '/' || name.find("..") != std::string::npos)
    return Error{Code::bad_request, "\"" + name + "\" is not the name of a file in the folder of the data.",
                 ""};
  const bool whole = name.size() > 4 && name.compare(name.size() - 4, 4, ".csv") == 0;
  const std::string file = whole ? name : name + ".csv";
  auto found = read_.find(file);
  if (found == read_.end()) found = read_.emplace(file, Table::read(path_ + "/" + file)).first;
  if (!found->second) return found->second.error();
  return &found->second.value();
}

std::optional<double> cell_number(const std::string& cell) {
  if (cell.empty() || cell.find_first_not_of("+-.0123456789eE") != std::string::npos) return std::nullopt;
  char* end = nullptr;
  const double number = std::strtod(cell.c_str(), &end);
  if (*end != '\0' || !std::isfinite(number)) return std::nullopt;
  return number;
}

bool same_code(const std::string& cell, const std::string& code) {
  if (cell == code) return true;
  const std::optional<double> a = cell_number(cell), b = cell_number(code);
  return a && b && *a == *b;
}

std::vector<std::string> ticks(const std::string& cell) {
  std::vector<std::string> codes;
  std::size_t at = 0;
  while ((at = cell.find_first_not_of(kBlanks, at)) != std::string::npos) {
    const std::size_t end = std::min(cell.find_first_of(kBlanks, at), cell.size());
    codes.push_back(cell.substr(at, end - at));
    at = end;
  }
  return codes;
}

bool has_code(const std::string& cell, const std::vector<std::string>& codes, bool multiple) {
  const std::vector<std::string> given = multiple ? ticks(cell) : std::vector<std::string>{cell};
  for (const std::string& one : given)
    for (const std::string& code : codes)
      if (same_code(one, code)) return true;
  return multiple && given.empty() && std::count(codes.begin(), codes.end(), "") > 0;
}

bool is_multiple(const std::string& column) { return column.rfind("m_", 0) == 0; }

}  // namespace takestock::cli
