#include "identified.h"

#include <cstdio>
#include <fstream>

#include "base/civil.h"
#include "base/doors.h"

namespace takestock::cli {

bool is_reason(const std::string& text) { return text.find_first_not_of(" \t") != std::string::npos; }

Status log_identified(const std::string& command, const std::string& path, const std::string& reason,
                      const std::vector<std::string>& words) {
  const std::string log_path = path + ".identified.log";
  std::string line = date_time_text(system_clock().now(), 0) + " " + reason + " (";
  for (const std::string& word : words) line += (line.back() == '(' ? "" : " ") + word;
  for (char& c : line) c = c == '\n' || c == '\r' ? ' ' : c;
  std::ofstream log(log_path, std::ios::app | std::ios::binary);
  log << line << ")\n";
  log.close();
  if (!log) return Error{Code::storage_full, "The reason could not be kept, so nothing was shown.", log_path};
  std::fprintf(stderr, "takestock %s: identified results, because: %s (kept in %s)\n", command.c_str(),
               reason.c_str(), log_path.c_str());
  return Done{};
}

}  // namespace takestock::cli
