#include "round_file.h"

#include <utility>

#include "files.h"
#include "survey/round.h"

namespace takestock::cli {

Result<tabulation::RoundSettings> round_settings(const std::string& path, const std::string& survey) {
  const auto text = read_file(path);
  if (!text) return text.error();
  const auto round = survey::Round::read(*text);
  auto settings = tabulation::RoundSettings::read(*text);
  if (!round.round || !settings.settings)
    return Error{Code::bad_request, "This round has mistakes; takestock check lists them.", path};
  if (round.round->survey != survey)
    return Error{Code::bad_request,
                 "This round is of the survey " + round.round->survey + ", not of " + survey + ".", path};
  return std::move(*settings.settings);
}

}  // namespace takestock::cli
