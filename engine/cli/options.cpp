#include "options.h"

#include <cstdio>

namespace takestock::cli {

Result<Options> Options::read(const std::vector<std::string>& words, const std::set<std::string>& valued,
                              const std::set<std::string>& flags) {
  Options options;
  bool only_files = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (only_files || word.size() < 2 || word[0] != '-') {
      options.files_.push_back(word);
    } else if (word == "--") {
      only_files = true;
    } else if (options.has(word)) {
      return Error{Code::bad_request, word + " is there twice.", ""};
    } else if (flags.count(word)) {
      options.values_[word] = "";
    } else if (!valued.count(word)) {
      return Error{Code::bad_request, "There is no option " + word + ".", ""};
    } else if (i + 1 == words.size() || words[i + 1].empty()) {
      return Error{Code::bad_request, word + " needs a value.", ""};
    } else {
      options.values_[word] = words[++i];
    }
  }
  return options;
}

std::string Options::value(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? "" : found->second;
}

int misused(const char* command, const std::string& sentence, const char* usage) {
  std::fprintf(stderr, "takestock %s: %s\nUsage: takestock %s\n", command, sentence.c_str(), usage);
  return 2;
}

int failed(const char* command, const Error& error) {
  const std::string place = error.where.empty() ? "" : " (" + error.where + ")";
  std::fprintf(stderr, "takestock %s: %s%s\n", command, error.message.c_str(), place.c_str());
  return 1;
}

}  // namespace takestock::cli
