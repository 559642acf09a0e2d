// What the engine says of an event that somebody else's engine has made.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "store/event.h"
#include "survey/definition.h"

namespace takestock::sync {

/// `code`: those of response::Finding; or "body" (not a record), "unknown_question" (this version of the
/// survey asks no such thing), "not_relevant" (it is not asked of somebody who answers so), "calculation"
/// (another value is calculated from these answers), "missing" (one is calculated, and is not there).
struct EventFinding {
  std::string name;  ///< of the question; "" for the whole body
  std::string code;
};

/// A submit must be what the engine itself would send: it is put into a new response of that version, at the
/// event's time and offset, and must have no findings and give the same record again, in one of the survey's
/// languages (a calculation may quote a choice's label). Calculated numbers may differ by 1e-9 of themselves,
/// as far as two machines' logarithms do. At the end of the record may stand what is said about it
/// (results/meta.h), where the survey has no "meta" of its own; of an interview only where an interviewer
/// sent it. What an interview with another outcome than "complete" lacks is not missing. A draft must be a
/// record, a withdrawal empty. At most 100 findings.
enum class Sender : std::uint8_t { respondent, interviewer };
std::vector<EventFinding> findings_of(const store::Event& event,
                                      std::shared_ptr<const survey::Definition> definition,
                                      Sender sender = Sender::respondent);

}  // namespace takestock::sync
