// `takestock export`: the responses of one survey as CSV, JSON, a SQLite database of their own or a file of
// SPSS, Stata or Excel; or their codebook.
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

/// One row per response that was finished and not taken back, as sync/head.h decides; with --drafts also the
/// unfinished ones, as they stand now. The file appears under its name only when it is complete; "-" writes
/// CSV or JSON to the standard output. Warnings (texts too long for a spreadsheet, answers without a column,
/// responses with concurrent versions) go to stderr. The files of SPSS, Stata and Excel are given for a
/// reason only, which is kept beside the database. Exit codes: 0 done; 1 it failed; 2 misused.
int export_data(std::vector<std::string> args);

}  // namespace takestock::cli
