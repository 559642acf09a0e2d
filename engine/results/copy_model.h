// What a copy says, before it is written as HTML or DOCX.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "results/copy.h"
#include "results/words.h"

namespace takestock::results {

/// Texts may hold line breaks; a blank line starts a new paragraph.
struct CopyQuestion {
  std::string heading;  ///< "13. Does the council ...", or the wording alone
  std::vector<std::string> hints;
  std::string options_title;         ///< "" if there are no options to list
  std::vector<std::string> options;  ///< empty with a title: the title says how many there are
  std::vector<std::string> answer;   ///< one per chosen option, or one text; empty: no response
  bool chosen = false;               ///< the answer is options, not words of the respondent's own
};

struct CopyPart {
  enum class Kind : std::uint8_t { section, background, question };
  Kind kind = Kind::question;
  int level = 2;     ///< of the heading, 2 to 4; the title is 1
  std::string text;  ///< section, background
  CopyQuestion question;
};

struct CopyNotAsked {
  std::string heading, reason;
  bool kept = false;  ///< an answer is kept on the device, not sent
};

using CopyFacts = std::vector<std::pair<std::string, std::string>>;

struct CopyModel {
  const Words* words = nullptr;
  std::string language, title, state;  ///< state: "DRAFT - NOT SENT"
  bool draft = true;
  CopyFacts facts;              ///< under the title: organisation, dates, reference
  std::vector<CopyPart> parts;  ///< in document order
  std::vector<CopyNotAsked> not_asked;
  CopyFacts about;  ///< survey, version, digest, revision
  std::string footer;
};

/// Lists of more options than this are not printed; how many there were is.
inline constexpr std::size_t kOptionsListed = 40;

CopyModel copy_model(const CopyRequest&);

/// The paragraphs of a text (parted by blank lines), each as its lines.
std::vector<std::vector<std::string>> paragraphs(const std::string& text);

}  // namespace takestock::results
