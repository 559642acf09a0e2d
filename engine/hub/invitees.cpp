#include "hub/invitees.h"

namespace takestock::hub {

Invitee read_invitee(const store::Query& row) {
  Invitee out;
  out.id = row.text(0), out.response = row.text(1);
  out.details = {row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7)};
  out.self_made = row.integer(8) != 0, out.opted_out = row.integer(9) != 0;
  out.state = row.text(10), out.channel = row.text(11);
  out.last_sent = row.integer(12), out.versions = row.integer(13);
  return out;
}

Result<Invitee> load_invitee(Desk& desk, std::string_view round, std::string_view id) {
  store::Query rows = desk.work.query(
      "SELECT " TAKESTOCK_INVITEE " FROM contact c WHERE c.round = ?1 AND c.id = ?2", round, id);
  if (rows.next()) return read_invitee(rows);
  if (!desk.work.ok()) return desk.work.error();
  return Error{Code::not_found, "This round has no contact of that id.", "invitee"};
}

}  // namespace takestock::hub
