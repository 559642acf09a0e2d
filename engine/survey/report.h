// Collects an author's mistakes while a definition or a round is read, and gives each its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "survey/definition.h"

namespace takestock::survey {

class Report {
 public:
  explicit Report(const json::Document& document) : document_(document) {}

  void add(json::Value at, const char* code, std::string text);
  /// At the key of a member.
  void add_key(json::Value member, const char* code, std::string text);
  /// At a character (from 1) of a text; at the text itself if it is written with escapes.
  void add_inside(json::Value string, std::size_t character, const char* code, std::string text);
  /// What the JSON reader itself found.
  void add_syntax();

  bool empty() const { return found_.empty(); }
  bool full() const { return found_.size() >= DefinitionLimits::kProblems; }
  /// All of them in the order of the source.
  std::vector<Problem> finish();

 private:
  struct Found {
    std::size_t offset = 0, character = 0;
    json::Value at;
    const char* code = "";
    std::string text;
  };
  const json::Document& document_;
  std::vector<Found> found_;
};

/// The text in double quotes, shortened to 60 bytes or so, for use in a sentence.
std::string quoted(std::string_view text);

}  // namespace takestock::survey
