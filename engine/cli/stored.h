// What export and copy read from a database: the database itself, its surveys and their definitions.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "results/results_file.h"
#include "results/table.h"
#include "store/store.h"

namespace takestock::cli {

/// Opens a database that is there; never makes one. Errors: not_found, and the store's.
Result<std::unique_ptr<store::Store>> open_existing(const std::string& path);

/// The survey that is meant: the wanted one, or the only one there is. Errors (not_found, bad_request) name
/// those there are.
Result<std::string> choose_survey(store::Store& store, const std::string& wanted);

struct Definitions {
  std::vector<results::DefinitionText> texts;  ///< by digest
  results::Versions versions;                  ///< the same, read
};
/// All versions of a survey.
Result<Definitions> definitions_of(store::Store& store, const std::string& survey);

}  // namespace takestock::cli
