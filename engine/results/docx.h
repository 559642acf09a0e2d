// Word documents: WordprocessingML (ECMA-376), our own writer.
//
// A document is a body of paragraphs and what stands at the top and the foot of every A4 page; the functions
// give pieces of its XML, with all text escaped. Styles: Normal, Heading1 to Heading4, Label, Small, and what
// the document adds. Numbering 1 is a list with bullets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/doors.h"

namespace takestock::results {

struct Docx {
  std::string title, subject;  ///< properties of the file
  std::string language;        ///< "en-GB"
  Millis at = 0;               ///< when it was made
  int offset_minutes = 0;      ///< the clock's zone at `at`
  std::string styles;          ///< docx_style()s of its own
  std::string body;            ///< paragraphs and tables
  std::string header, footer;  ///< runs; a tab goes to the right margin
};

/// The same document gives the same bytes.
std::string docx_file(const Docx&);

/// One paragraph style; sizes in half points, spaces in twentieths of a point. `paragraph`, `run`:
/// properties.
std::string docx_style(const char* id, const char* name, const char* paragraph, const char* run);
/// A text run; tabs become tab stops. `format`: w:rPr or nothing.
std::string docx_run(std::string_view text, const char* format = "");
std::string docx_paragraph(const char* style_id, const std::string& runs, const char* properties = "");
/// The paragraphs of a text that has lines and empty lines.
std::string docx_text(const char* style_id, const std::string& text, const char* properties = "");
/// All lines of a text in one paragraph of the style Heading<level>.
std::string docx_heading(int level, const std::string& text);
/// "Page {1} of {2}" as runs with the fields that count pages.
std::string docx_page_fields(std::string_view sentence);

}  // namespace takestock::results
