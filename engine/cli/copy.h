// `takestock copy`: a respondent's own readable copy of one response in a database.
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

/// takestock copy --from DB --response ID --format html|docx -o OUT [--round FILE] [--language L]. The draft
/// that is being filled in on this device, else the response as it was finished (sync/head.h decides which
/// event that is), else the draft that was carried here. --round names organisation and closing date. Exit
/// codes: 0 done; 1 it failed; 2 misused.
int copy_document(std::vector<std::string> args);

}  // namespace takestock::cli
