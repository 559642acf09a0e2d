#include "survey/round.h"

#include <algorithm>
#include <cmath>

#include "base/civil.h"
#include "survey/members.h"
#include "survey/names.h"

namespace takestock::survey {
namespace {

enum Key {
  kFormat,
  kId,
  kSurvey,
  kOrganisation,
  kOrganisationShort,
  kOpens,
  kCloses,
  kPromise,
  kPrivacy,
  kContactName,
  kContactEmail,
  kLostLinkEmail,
  kOtherWays,
  kMinutes,
  kOpenToAnyone,
  kDemonstration,
  kDisclosureThreshold,
  kWeights,
  kPopulation,
  kKeys
};

constexpr KeyRule kRules[kKeys] = {{"takestock", kNumber},
                                   {"id", kText},
                                   {"survey", kText},
                                   {"organisation", kText},
                                   {"organisation_short", kText},
                                   {"opens", kText},
                                   {"closes", kText},
                                   {"promise", kText},
                                   {"privacy", kText | kList},
                                   {"contact_name", kText},
                                   {"contact_email", kText},
                                   {"lost_link_email", kText},
                                   {"other_ways", kText},
                                   {"minutes", kNumber},
                                   {"open_to_anyone", kBoolean},
                                   {"demonstration", kBoolean},
                                   {"disclosure_threshold", kNumber},
                                   {"weights", kText},
                                   {"population", kObject}};
constexpr Key kNeeded[] = {kFormat,  kId,      kSurvey,      kOrganisation, kOrganisationShort,
                           kPromise, kPrivacy, kContactName, kContactEmail, kMinutes};

class RoundReader {
 public:
  RoundReader(Report& report, Round& round) : report_(report), round_(round) {}

  void read(json::Value root) {
    if (!expect_kind(root, kObject, "A round", report_)) return;
    find_members(root, kRules, "a round", report_, found_);
    for (const Key key : kNeeded) {
      if (!root.find(kRules[key].key)) {
        report_.add(root, "missing_key", "A round needs a " + quoted(kRules[key].key) + ".");
      }
    }
    read_format();
    read_ids();
    read_times();
    read_texts();
    read_addresses();
    read_minutes();
    round_.open_to_anyone = found_[kOpenToAnyone].boolean();
    round_.demonstration = found_[kDemonstration].boolean();
  }

 private:
  void problem(Key key, const char* code, std::string text) {
    report_.add(found_[key], code, std::move(text));
  }

  void read_format() {
    if (!found_[kFormat] || found_[kFormat].number_text() == "1") return;
    problem(kFormat, "unsupported_format", "This program reads rounds of format 1.");
  }

  void read_ids() {
    for (const auto& [key, id] : {std::pair(kId, &round_.id), std::pair(kSurvey, &round_.survey)}) {
      if (!found_[key]) continue;
      *id = found_[key].text();
      if (valid_id(*id)) continue;
      problem(key, "wrong_value",
              "An id is 1 to 64 lower-case letters, digits and hyphens, unlike " + quoted(*id) + ".");
    }
  }

  std::optional<Millis> read_time(Key key) {
    if (!found_[key]) return std::nullopt;
    const std::optional<DateTime> time = read_date_time(found_[key].text());
    if (!time || !time->time || !time->offset_minutes) {
      problem(key, "wrong_value",
              "A time has a date, a time of day and an offset from UTC, as \"2026-03-13T17:00:00+00:00\" or "
              "\"2026-03-13T17:00:00Z\".");
      return std::nullopt;
    }
    FixedClock nowhere;  // not asked: the text has its own offset
    return instant(*time, nowhere);
  }

  void read_times() {
    round_.opens = read_time(kOpens);
    round_.closes = read_time(kCloses);
    if (round_.opens && round_.closes && *round_.closes <= *round_.opens) {
      problem(kCloses, "wrong_value", "A round closes after it opens.");
    }
  }

  std::string checked_text(json::Value value) {
    const std::string_view text = value.text();
    if (text.find_first_not_of(" \t\n\r") == std::string_view::npos) {
      report_.add(value, "empty", "This text is empty.");
    } else if (has_control_character(text)) {
      report_.add(value, "control_character",
                  "A text has no control characters but line breaks (\\n) and tabs (\\t).");
    }
    return std::string(text);
  }

  void read_texts() {
    const std::pair<Key, std::string*> texts[] = {{kOrganisation, &round_.organisation},
                                                  {kOrganisationShort, &round_.organisation_short},
                                                  {kPromise, &round_.promise},
                                                  {kContactName, &round_.contact_name},
                                                  {kOtherWays, &round_.other_ways}};
    for (const auto& [key, text] : texts) {
      if (found_[key]) *text = checked_text(found_[key]);
    }
    read_privacy();
  }

  /// One text, or one text for each paragraph.
  void read_privacy() {
    const json::Value privacy = found_[kPrivacy];
    if (privacy.is(json::Kind::string)) round_.privacy = checked_text(privacy);
    if (privacy.is(json::Kind::array) && !privacy.first())
      report_.add(privacy, "empty", "This list is empty.");
    for (json::Value paragraph = privacy.first(); paragraph; paragraph = paragraph.next()) {
      if (!expect_kind(paragraph, kText, "A paragraph", report_)) continue;
      if (!round_.privacy.empty()) round_.privacy += "\n\n";
      round_.privacy += checked_text(paragraph);
    }
  }

  void read_addresses() {
    for (const auto& [key, address] : {std::pair(kContactEmail, &round_.contact_email),
                                       std::pair(kLostLinkEmail, &round_.lost_link_email)}) {
      if (!found_[key]) continue;
      *address = found_[key].text();
      const std::size_t at = address->find('@');
      const bool right = at != 0 && at < address->size() - 1 &&
                         address->find('@', at + 1) == std::string::npos && !has_space(*address) &&
                         !has_control_character(*address);
      if (address->empty() || !right) problem(key, "wrong_value", "This is not an e-mail address.");
    }
    if (!found_[kLostLinkEmail]) round_.lost_link_email = round_.contact_email;
  }

  void read_minutes() {
    constexpr double kMost = 600;
    if (!found_[kMinutes]) return;
    const double minutes = found_[kMinutes].number();
    if (minutes >= 1 && minutes <= kMost && std::floor(minutes) == minutes) {
      round_.minutes = static_cast<int>(minutes);
    } else {
      problem(kMinutes, "wrong_value", "\"minutes\" is a whole number from 1 to 600.");
    }
  }

  Report& report_;
  Round& round_;
  json::Value found_[kKeys];
};

}  // namespace

Round::Outcome Round::read(std::string_view source) {
  constexpr std::size_t kBytes = 1024 * 1024;
  json::Limits limits;
  limits.bytes = kBytes;
  const json::Document document = json::Document::read(source, limits);
  Report report(document);
  report.add_syntax();
  Round round;
  if (document.ok()) RoundReader(report, round).read(document.root());
  Outcome outcome{std::nullopt, report.finish()};
  if (outcome.problems.empty()) outcome.round = std::move(round);
  return outcome;
}

}  // namespace takestock::survey
