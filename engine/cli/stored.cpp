#include "stored.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace takestock::cli {

Result<std::unique_ptr<store::Store>> open_existing(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return Error{Code::not_found, "There is no database " + path + ".", ""};
  }
  auto database = store::open_sqlite(path);
  if (!database) return database.error();
  return store::Store::open(std::move(*database), system_clock(), system_random());
}

Result<std::string> choose_survey(store::Store& store, const std::string& wanted) {
  const auto rows = store.definitions();
  if (!rows) return rows.error();
  std::set<std::string> surveys;
  for (const auto& row : *rows) surveys.insert(row.survey);
  if (surveys.empty()) return Error{Code::not_found, "This database holds no survey.", ""};
  if (wanted.empty() && surveys.size() == 1) return *surveys.begin();
  if (surveys.count(wanted)) return wanted;
  std::string list;
  for (const std::string& survey : surveys) list += (list.empty() ? "" : ", ") + survey;
  if (wanted.empty()) {
    return Error{Code::bad_request,
                 "This database holds several surveys; choose one with --survey: " + list + ".", ""};
  }
  return Error{Code::not_found,
               "This database does not hold the survey " + wanted + ". It holds: " + list + ".", ""};
}

Result<Definitions> definitions_of(store::Store& store, const std::string& survey) {
  const auto rows = store.definitions();
  if (!rows) return rows.error();
  Definitions out;
  for (const auto& row : *rows) {
    if (row.survey != survey) continue;
    auto json = store.definition(row.digest);
    if (!json) return json.error();
    survey::Definition::Outcome read = survey::Definition::read(*json);
    if (!read.definition) {
      return Error{Code::bad_definition, "Version " + row.version + " of " + survey + " cannot be read.",
                   row.digest};
    }
    out.texts.push_back({row.digest, row.version, std::move(*json)});
    out.versions.push_back(std::move(read.definition));
  }
  std::sort(out.texts.begin(), out.texts.end(),
            [](const auto& a, const auto& b) { return a.digest < b.digest; });
  return out;
}

}  // namespace takestock::cli
