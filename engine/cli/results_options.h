// What `takestock results` was asked for.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "tabulation/peers.h"
#include "tabulation/release.h"

namespace takestock::cli {

inline constexpr char kResultsUsage[] =
    "results FILE... [--measure NAME,...|all] [--by QUESTION] [--table ROW [COLUMN]] [--where NAME=CODE,...] "
    "[--rounds | --rounds-by QUESTION] [--own NAME=CODE --peers NAME=CODE,...] [--round ROUND.json] "
    "[--format text|json|csv|html|docx] [-o OUT] [--releases FILE] [--identified --reason TEXT] [--survey "
    "ID] "
    "[--language L] [--key FILE]";

struct WantedResults {
  std::vector<std::string> files;  ///< with --rounds: a round each, "LABEL=FILE" or FILE
  tabulation::Request request;
  bool rounds = false;
  std::string rounds_by;
  tabulation::PeerRequest peers;  ///< `peers` empty: not compared
  std::string survey, language, key, format, out, reason;
  std::vector<std::string> round, releases;  ///< files; with --rounds one for each round, or (round) for all
  bool identified = false;

  /// Errors: bad_request, a sentence.
  static Result<WantedResults> read(const std::vector<std::string>& words);
  /// Questions without choices whose values must be told apart.
  std::vector<std::string> open() const;
};

}  // namespace takestock::cli
