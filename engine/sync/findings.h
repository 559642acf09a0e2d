// What the engine says of an event that somebody else's engine has made.
#pragma once

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
/// as far as two machines' logarithms do. Who filled it in may stand at the end of the record, as
/// "meta":{"filled_in_by":"<at most 200 characters>"}, where the survey has no "meta" of its own. A draft
/// must be a record, a withdrawal empty. At most 100 findings.
std::vector<EventFinding> findings_of(const store::Event& event,
                                      std::shared_ptr<const survey::Definition> definition);

}  // namespace takestock::sync
