// The text of an invitation or a reminder, with places to be filled for each person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/doors.h"

namespace takestock::hub {

/// What stands for the placeholders.
struct MailValues {
  std::string name;          ///< {{name}}: where a contact has none, his role or organisation, or "colleague"
  std::string organisation;  ///< {{organisation}}
  std::string link;          ///< {{link}}
  std::string closes;        ///< {{closes}}, as closing_text() says it
};

/// One thing that is wrong with a template.
struct TemplateProblem {
  std::string where;  ///< "subject", or "text, line 3, character 14"
  std::string text;
};

inline constexpr std::size_t kSubjectCharacters = 150, kMailCharacters = 20'000;

/// All that is wrong. Known placeholders are {{name}}, {{organisation}}, {{link}} and {{closes}}. The text
/// has
/// {{link}}, the subject does not: subjects are shown on lock screens and kept in logs of mail servers.
/// {{closes}} needs a round that closes. The subject is one line.
std::vector<TemplateProblem> template_problems(std::string_view subject, std::string_view text, bool closes);

/// A template without problems, filled. Values are not looked through for placeholders.
std::string filled(std::string_view text, const MailValues& values);

/// "9:46am on Sunday 13 December 2015"
std::string closing_text(Millis closes, Clock& clock);

}  // namespace takestock::hub
