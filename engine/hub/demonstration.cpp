#include "hub/demonstration.h"

#include "hub/accounts.h"
#include "hub/contacts.h"
#include "hub/fieldworkers.h"
#include "hub/links.h"
#include "hub/rounds.h"
#include "survey/round.h"

namespace takestock::hub {
namespace {

constexpr char kFieldworker[] = "Fay Example";
constexpr char kContacts[] =
    "id,name,email,organisation,role,council type,region\n"
    "demonstration,Alex Example,alex@example.org,Exampleshire County Council,Chief executive,County,South "
    "East\n";

Error first_of(const std::vector<survey::Problem>& problems, const char* what) {
  return {Code::bad_definition, std::string(what) + ": " + problems.front().text, problems.front().pointer};
}

}  // namespace

std::string Demonstrate::add_missing_round(Desk& desk, const DemonstrationRound& wanted) {
  const auto read = survey::Round::read(wanted.round);
  if (!read.round) return desk.work.fail(first_of(read.problems, "The round")), "";
  if (load_round(desk, read.round->id).ok()) return read.round->id;
  const auto added = add_round(desk, wanted.round, wanted.definition);
  if (!added.ok()) return desk.work.fail(added.error()), "";
  if (!added->definition_problems.empty()) desk.work.fail(first_of(added->definition_problems, "The survey"));
  if (!added->round_problems.empty()) desk.work.fail(first_of(added->round_problems, "The round"));
  return read.round->id;
}

void Demonstrate::invite(Desk& desk, const std::string& round) {
  const auto contacts = read_contacts(kContacts, "");
  if (!contacts.ok()) return desk.work.fail(contacts.error());
  if (const auto added = import_contacts(desk, round, *contacts); !added.ok())
    return desk.work.fail(added.error());
  std::string invitee;
  {
    auto row = desk.work.query("SELECT id FROM invitee WHERE round = ?1 AND source_key = ?2", round,
                               contacts->contacts.at(0).source_key);
    if (row.next()) invitee = row.text(0);
  }
  link_ = address_of(origin_, issue_link(desk, round, invitee, {}));
}

void Demonstrate::add_owner(Desk& desk) {
  {
    auto row = desk.work.query("SELECT name FROM account WHERE name = ?1", kOwner);
    if (row.next()) return;
  }
  auto password = add_user(desk, kOwner, Role::owner);
  if (!password.ok()) return desk.work.fail(password.error());
  password_ = std::move(*password);
}

Reply Demonstrate::run(Desk& desk) {
  const std::string round = add_missing_round(desk, respondents_);
  if (desk.work.ok()) invite(desk, round);
  const std::string field = desk.work.ok() ? add_missing_round(desk, fieldwork_) : "";
  if (desk.work.ok())
    field_link_ = field_address(origin_, link_fieldworker(desk, field, kFieldworker, kOwner));
  if (desk.work.ok()) add_owner(desk);
  return {};
}

}  // namespace takestock::hub
