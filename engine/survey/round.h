// A round: who is asked, from when until when and under which promise. One definition may be asked in many
// rounds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/doors.h"
#include "base/result.h"
#include "survey/definition.h"

namespace takestock::survey {

/// Read from round.json (format: surveys/README.md). All texts are plain, in the round's one language.
struct Round {
  std::string id;                       ///< [a-z0-9-]
  std::string survey;                   ///< Definition::id()
  std::string organisation;             ///< "Local Government Association"
  std::string organisation_short;       ///< "LGA"
  std::optional<Millis> opens, closes;  ///< absent: open from the start / until further notice
  std::string promise;                  ///< who sees the answers, and what is published
  std::string privacy;                  ///< paragraphs of the privacy page, separated by a blank line
  std::string contact_name, contact_email, lost_link_email;
  std::string other_ways;       ///< how to respond without this page
  int minutes = 0;              ///< how long it takes, about
  bool open_to_anyone = false;  ///< may people make a link of their own
  bool demonstration = false;   ///< shown as such on every page

  bool open_at(Millis now) const { return (!opens || now >= *opens) && (!closes || now <= *closes); }

  struct Outcome;
  /// Reads and checks everything; on any mistake returns all of them and no round. Never throws.
  static Outcome read(std::string_view json);
};

struct Round::Outcome {
  std::optional<Round> round;
  std::vector<Problem> problems;
};

}  // namespace takestock::survey
