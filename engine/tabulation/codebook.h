// What can be counted in the answers to a survey: its questions with their codes, over all its versions.
//
// One row of a column holds one code: kSkipped (asked, left blank), kNotAsked (not relevant, or not part of
// the response's version), or kFirstCode + the place of the answer among the question's codes. For questions
// that have no codes of their own (numbers, several choices, texts) kFirstCode says that there is an answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "results/table.h"
#include "survey/definition.h"

namespace takestock::tabulation {

inline constexpr std::size_t kSkipped = 0, kNotAsked = 1, kFirstCode = 2;
/// Answers that a code of one byte, and of two, can tell apart.
inline constexpr std::size_t kNarrowCodes = 254, kWideCodes = 65'534;

/// `one`: one of several codes. `several`: any number of them. `text` is anything else.
enum class Kind : std::uint8_t { one, several, number, text };

/// A choice, or a value that was met where the question has no choices.
/// `dont_know`: its name is dk, dont_know or don_t_know, or its list has a further column "dont_know" that
/// says anything but "no" for it. Such an answer counts as answered, and is shown apart.
struct Category {
  std::string name, label;
  bool dont_know = false;
};

struct Question {
  std::string name, label;  ///< wording of the newest version that asks it
  Kind kind = Kind::text;
  survey::Type type = survey::Type::text;
  bool open = false;            ///< codes are added as values are met
  std::vector<Category> codes;  ///< the newest version's choices, then what older ones had besides

  /// Place of the code with that name, else of the only one with that label.
  std::optional<std::size_t> code_named(std::string_view name_or_label) const;
};

struct CodebookOptions {
  std::string language;           ///< of labels; "" or unknown: the definition's default
  std::vector<std::string> open;  ///< questions without choices whose values are to be codes
};

class Codebook {
 public:
  /// `versions`: of one survey, at least one, in any order. A question that changed its kind is what its
  /// newest version says; the other versions' answers to it are not asked.
  Codebook(results::Versions versions, const CodebookOptions& options);

  const results::Versions& versions() const { return table_.versions(); }  ///< newest first
  const survey::Definition& newest() const { return *versions().front(); }
  const std::vector<Question>& questions() const { return questions_; }
  Question& question(std::size_t index) { return questions_[index]; }
  std::optional<std::size_t> find(std::string_view name) const;
  /// The question that a node of a version is answered in; nothing if it is of another kind there.
  std::optional<std::size_t> find(const survey::Node& node) const;
  std::size_t language(const survey::Definition& version) const { return table_.language(version); }

 private:
  void add(const results::Column& column, bool open);
  void add_codes(Question& question) const;
  results::Table table_;
  std::vector<Question> questions_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
};

/// What a question of that type is answered in, without choices of its own.
Kind kind_of(survey::Type);

}  // namespace takestock::tabulation
