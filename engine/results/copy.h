// The respondent's own copy of their response: a document for people, to print, keep, and put before a
// committee.
//
// Every question with its number and exact wording, its options, and the answer or "No response."; questions
// that routing passed over once, with the reason; what the document is (draft or finished) at its top and on
// every page. HTML: one self-contained file without script, made for A4. DOCX: WordprocessingML (ECMA-376),
// our own writer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/doors.h"
#include "response/response.h"
#include "survey/definition.h"
#include "survey/round.h"

namespace takestock::results {

struct CopyRequest {
  const survey::Definition& definition;
  const response::Response& response;
  std::optional<survey::Round> round{};  ///< organisation and closing date; absent: neither is named
  bool finished = false;
  bool received = false;          ///< it came from another device: it has been handed on
  std::string reference{};        ///< what the respondent can quote; finished responses only, may be ""
  Millis at = 0;                  ///< when it was finished, or when the draft was last changed
  int offset_minutes = 0;         ///< the clock's zone at `at`
  int closes_offset_minutes = 0;  ///< the clock's zone at round->closes
  std::size_t language = 0;       ///< index into Definition::languages()
  std::int64_t revision = 0;      ///< of the stored response, for the footer
};

inline constexpr char kHtmlType[] = "text/html; charset=utf-8";
inline constexpr char kDocxType[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The same request gives the same bytes.
std::string copy_html(const CopyRequest&);
std::string copy_docx(const CopyRequest&);

}  // namespace takestock::results
