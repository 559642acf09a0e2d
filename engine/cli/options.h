// The words behind a command: options with and without a value, and files.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"

namespace takestock::cli {

class Options {
 public:
  /// `valued` take the next word, `flags` none; all are spelled with their dashes ("--into", "-o").
  /// Everything else is a file; after "--" all are. Errors (bad_request): an unknown option, one twice, one
  /// without its value.
  static Result<Options> read(const std::vector<std::string>& words, const std::set<std::string>& valued,
                              const std::set<std::string>& flags);

  bool has(const std::string& name) const { return values_.count(name) > 0; }
  std::string value(const std::string& name) const;  ///< "" if it is not there
  const std::vector<std::string>& files() const { return files_; }

 private:
  std::map<std::string, std::string> values_;
  std::vector<std::string> files_;
};

/// Prints the sentence with the command's name and how it is used; exit code 2.
int misused(const char* command, const std::string& sentence, const char* usage);
/// Prints the error; exit code 1.
int failed(const char* command, const Error& error);

}  // namespace takestock::cli
