#include "hub/rounds.h"

#include "survey/round.h"

namespace takestock::hub {
namespace {

#define TAKESTOCK_ROUND "id, survey, definition, title, json, opens, closes, grace, open_to_anyone"

StoredRound read_round(const store::Query& row) {
  StoredRound round;
  round.id = row.text(0);
  round.survey = row.text(1);
  round.definition = row.text(2);
  round.title = row.text(3);
  round.json = row.text(4);
  round.opens = row.integer(5);
  round.closes = row.integer(6);
  round.grace = row.integer(7);
  round.open_to_anyone = row.integer(8) != 0;
  return round;
}

/// Mistakes that neither text has by itself.
void check_together(const survey::Round& round, const survey::Definition& definition, CheckedRound& checked) {
  if (round.survey == definition.id()) return;
  checked.round_problems.push_back({"/survey", 0, 0, "wrong_value",
                                    "The round is of the survey “" + round.survey +
                                        "”, but this survey's id is “" + definition.id() + "”."});
}

StoredRound stored(const survey::Round& round, const survey::Definition& definition,
                   const std::string& json) {
  StoredRound row;
  row.id = round.id;
  row.survey = round.survey;
  row.definition = definition.digest();
  row.title = definition.text(definition.title(), 0);
  row.json = json;
  row.opens = round.opens.value_or(0);
  row.closes = round.closes.value_or(0);
  row.grace = kGraceMillis;
  row.open_to_anyone = round.open_to_anyone;
  return row;
}

}  // namespace

Result<StoredRound> load_round(Desk& desk, std::string_view id) {
  auto row = desk.work.query("SELECT " TAKESTOCK_ROUND " FROM round WHERE id = ?1", id);
  if (row.next()) return read_round(row);
  if (!desk.work.ok()) return desk.work.error();
  return Error{Code::not_found, "There is no such round.", ""};
}

std::vector<StoredRound> all_rounds(Desk& desk) {
  std::vector<StoredRound> rounds;
  auto row = desk.work.query("SELECT " TAKESTOCK_ROUND " FROM round ORDER BY id");
  while (row.next()) rounds.push_back(read_round(row));
  return rounds;
}

CheckedRound check_round(const std::string& round, const std::string& definition) {
  CheckedRound checked;
  auto read = survey::Round::read(round);
  auto asked = survey::Definition::read(definition);
  checked.round_problems = std::move(read.problems);
  checked.definition_problems = std::move(asked.problems);
  if (read.round && asked.definition) check_together(*read.round, *asked.definition, checked);
  if (!checked.round_problems.empty() || !checked.definition_problems.empty()) return checked;
  checked.round = stored(*read.round, *asked.definition, round);
  checked.definition = std::move(asked.definition);
  return checked;
}

void store_definition(Desk& desk, const survey::Definition& definition, std::string_view json) {
  desk.work.run(
      "INSERT INTO definition(digest, survey, version, json) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(digest) DO "
      "NOTHING",
      definition.digest(), definition.id(), definition.version(), json);
}

Status store_round(Desk& desk, const StoredRound& round) {
  desk.work.run("INSERT INTO round(" TAKESTOCK_ROUND
                ", created) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT(id) DO NOTHING",
                round.id, round.survey, round.definition, round.title, round.json, round.opens, round.closes,
                round.grace, round.open_to_anyone ? 1 : 0, desk.clock.now());
  if (desk.work.ok() && desk.work.changes() == 0)
    return Error{Code::bad_state, "There is a round of this id already.", "/round/id"};
  return desk.work.status();
}

Result<CheckedRound> add_round(Desk& desk, const std::string& round, const std::string& definition) {
  CheckedRound checked = check_round(round, definition);
  if (!checked.round) return checked;
  store_definition(desk, *checked.definition, definition);
  if (Status kept = store_round(desk, *checked.round); !kept.ok()) return kept.error();
  return checked;
}

}  // namespace takestock::hub
