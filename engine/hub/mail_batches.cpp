#include "hub/mail_batches.h"

#include "base/digest.h"
#include "hub/audit.h"
#include "hub/links.h"
#include "hub/rounds.h"
#include "survey/round.h"

namespace takestock::hub {
namespace {

constexpr int kSkippedAtOnce = 500;  ///< rows left out in one job at most
constexpr std::int64_t kTries = 4;
constexpr Millis kFirstPause = 5 * 60'000;

/// All of a round's contacts with whether they were mailed an invitation, how many good links and how many
/// links at all they have.
constexpr char kCandidates[] =
    "SELECT " TAKESTOCK_INVITEE
    ", COALESCE(w.invited, 0), COALESCE(l.good, 0), COALESCE(l.made, 0) FROM contact c LEFT JOIN ("
    "SELECT m.invitee AS invitee, max(CASE WHEN b.kind = 'invitation' THEN 1 ELSE 0 END) AS invited FROM "
    "mail m "
    "JOIN mail_batch b ON b.round = m.round AND b.id = m.batch "
    "WHERE m.round = ?1 AND m.state IN ('waiting', 'sending', 'sent', 'unknown') GROUP BY m.invitee"
    ") w ON w.invitee = c.id LEFT JOIN ("
    "SELECT invitee, count(*) AS made, sum(CASE WHEN revoked = 0 AND (ends = 0 OR ends > ?2) THEN 1 ELSE 0 "
    "END) AS good "
    "FROM link WHERE round = ?1 AND kind <> 'entry' GROUP BY invitee"
    ") l ON l.invitee = c.id WHERE c.round = ?1 AND c.self_made = 0 ORDER BY c.organisation, c.name, c.id";

/// The counter of the reason why not, or none.
std::size_t* left_out(const store::Query& row, const Invitee& invitee, bool invitation, Recipients& out) {
  const bool invited = row.integer(kInviteeColumns) != 0;
  const bool good = row.integer(kInviteeColumns + 1) > 0, none = row.integer(kInviteeColumns + 2) == 0;
  if (invitee.state == "sent") return &out.sent;
  if (invitee.opted_out) return &out.opted_out;
  if (invitee.details.email.empty()) return &out.no_email;
  if (invitation && invited) return &out.invited;
  return good || (invitation && none) ? nullptr : &out.no_good_link;
}

struct Batch {
  std::string round, id, kind, subject, body;
  std::int64_t per_minute = 1;
};

std::vector<Batch> open_batches(Desk& desk) {
  std::vector<Batch> out;
  store::Query rows = desk.work.query(
      "SELECT round, id, kind, subject, body, per_minute FROM mail_batch WHERE done = 0 ORDER BY at, id");
  while (rows.next())
    out.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.integer(5)});
  return out;
}

void set_state(Desk& desk, const Batch& batch, const std::string& invitee, std::string_view state,
               std::string_view text) {
  desk.work.run(
      "UPDATE mail SET state = ?4, at = ?5, text = ?6 WHERE round = ?1 AND batch = ?2 AND invitee = ?3",
      batch.round, batch.id, invitee, state, desk.clock.now(), text);
}

std::int64_t count_of(Desk& desk, const Batch& batch, std::string_view state) {
  store::Query rows =
      desk.work.query("SELECT count(*) FROM mail WHERE round = ?1 AND batch = ?2 AND state = ?3", batch.round,
                      batch.id, state);
  return rows.next() ? rows.integer(0) : 0;
}

void close_if_done(Desk& desk, const Batch& batch) {
  if (count_of(desk, batch, "waiting") + count_of(desk, batch, "sending") > 0 || !desk.work.ok()) return;
  desk.work.run("UPDATE mail_batch SET done = ?3 WHERE round = ?1 AND id = ?2", batch.round, batch.id,
                desk.clock.now());
  std::string detail = "Batch " + batch.id + ":";
  for (const char* state : {"sent", "failed", "unknown", "left_out", "stopped"})
    detail += std::string(detail.back() == ':' ? " " : ", ") + std::to_string(count_of(desk, batch, state)) +
              " " + state;
  record(desk, batch.round, "", "mail_done", detail + ".");
}

/// A link that was made for a mail and can still be used: when it ends. Nothing: there is none.
std::optional<Millis> end_of_good_link(Desk& desk, const std::string& round, const std::string& invitee) {
  store::Query rows = desk.work.query(
      "SELECT ends FROM link WHERE round = ?1 AND invitee = ?2 AND kind <> 'entry' AND revoked = 0 AND "
      "(ends = 0 OR ends > ?3) ORDER BY issued DESC, token_hash LIMIT 1",
      round, invitee, desk.clock.now());
  if (!rows.next()) return std::nullopt;
  return rows.integer(0);
}

/// One mail of a batch, as long as there is a reason for it.
class Taking {
 public:
  Taking(Desk& desk, const MailSender& sender, const Batch& batch)
      : desk_(desk), sender_(sender), batch_(batch) {}

  std::optional<NextMail> take() {
    auto round = load_round(desk_, batch_.round);
    if (!round || !desk_.work.ok()) return std::nullopt;
    round_ = std::move(*round);
    if (closed()) leave_all_out();
    for (int n = 0; n < kSkippedAtOnce; ++n) {
      const std::string invitee = next_waiting();
      if (invitee.empty()) break;
      if (auto mail = take_one(invitee)) return mail;
      if (!desk_.work.ok()) return std::nullopt;
    }
    close_if_done(desk_, batch_);
    return std::nullopt;
  }

 private:
  bool closed() const { return round_.closes != 0 && desk_.clock.now() > round_.closes; }

  void leave_all_out() {
    desk_.work.run(
        "UPDATE mail SET state = 'left_out', text = 'The round had closed.' WHERE round = ?1 AND batch = ?2 "
        "AND "
        "state = 'waiting'",
        batch_.round, batch_.id);
  }

  std::string next_waiting() {
    store::Query rows = desk_.work.query(
        "SELECT invitee FROM mail WHERE round = ?1 AND batch = ?2 AND state = 'waiting' AND at <= ?3 "
        "ORDER BY at, invitee LIMIT 1",
        batch_.round, batch_.id, desk_.clock.now());
    return rows.next() ? rows.text(0) : "";
  }

  std::optional<NextMail> take_one(const std::string& id) {
    auto invitee = load_invitee(desk_, batch_.round, id);
    const std::optional<Millis> ends = invitee ? end_of_good_link(desk_, batch_.round, id) : std::nullopt;
    const std::string reason = invitee ? why_not(*invitee, ends) : "The contact is not there any more.";
    if (!reason.empty()) {
      set_state(desk_, batch_, id, "left_out", reason);
      return std::nullopt;
    }
    return start(*invitee, ends.value_or(kNoEnd));
  }

  std::string why_not(const Invitee& invitee, const std::optional<Millis>& ends) {
    if (invitee.state == "sent") return "The response had come.";
    if (invitee.opted_out) return "The contact had opted out.";
    if (invitee.details.email.empty()) return "There was no e-mail address.";
    if (ends || (batch_.kind == kInvitation && never_had_a_link(invitee.id))) return "";
    return "The link had been revoked or had ended.";
  }

  bool never_had_a_link(const std::string& invitee) {
    store::Query rows =
        desk_.work.query("SELECT count(*) FROM link WHERE round = ?1 AND invitee = ?2 AND kind <> 'entry'",
                         batch_.round, invitee);
    return rows.next() && rows.integer(0) == 0;
  }

  NextMail start(const Invitee& invitee, Millis ends) {
    NewLink made;
    made.ends = ends;
    const identity::Link link = issue_link(desk_, batch_.round, invitee.id, made);
    desk_.work.run(
        "UPDATE mail SET state = 'sending', at = ?4, text = '', tries = tries + 1 WHERE round = ?1 AND batch "
        "= "
        "?2 AND invitee = ?3",
        batch_.round, batch_.id, invitee.id, desk_.clock.now());
    return {batch_.round,           batch_.id,        invitee.id, link.token_hash(),
            message(invitee, link), batch_.per_minute};
  }

  MailMessage message(const Invitee& invitee, const identity::Link& link) {
    const MailValues values = values_of(invitee, address_of(sender_.origin, link),
                                        round_.closes ? closing_text(round_.closes, desk_.clock) : "");
    MailMessage out;
    out.from = sender_.from;
    out.to = {invitee.details.name, invitee.details.email};
    const survey::Round::Outcome read = survey::Round::read(round_.json);
    if (read.round) out.reply_to = read.round->contact_email;
    out.subject = filled(batch_.subject, values);
    out.text = filled(batch_.body, values);
    out.message_id = random_id(desk_.random) + sender_.from.address.substr(sender_.from.address.find('@'));
    out.date = desk_.clock.now();
    out.offset_minutes = desk_.clock.offset_minutes(out.date);
    return out;
  }

  Desk& desk_;
  const MailSender& sender_;
  const Batch& batch_;
  StoredRound round_;
};

void take_link_back(Desk& desk, const NextMail& mail) {
  desk.work.run("DELETE FROM link WHERE round = ?1 AND token_hash = ?2", mail.round, mail.token_hash);
}

void set_result(Desk& desk, const NextMail& mail, std::string_view state, Millis at,
                const std::string& text) {
  desk.work.run(
      "UPDATE mail SET state = ?4, at = ?5, text = ?6 WHERE round = ?1 AND batch = ?2 AND invitee = ?3",
      mail.round, mail.batch, mail.invitee, state, at, text);
}

std::int64_t tries_of(Desk& desk, const NextMail& mail) {
  store::Query rows =
      desk.work.query("SELECT tries FROM mail WHERE round = ?1 AND batch = ?2 AND invitee = ?3", mail.round,
                      mail.batch, mail.invitee);
  return rows.next() ? rows.integer(0) : kTries;
}

void try_later(Desk& desk, const NextMail& mail, const std::string& text) {
  const std::int64_t tries = tries_of(desk, mail);
  if (tries >= kTries) return set_result(desk, mail, "failed", desk.clock.now(), text);
  Millis pause = kFirstPause;
  for (std::int64_t n = 1; n < tries; ++n) pause *= 3;
  set_result(desk, mail, "waiting", desk.clock.now() + pause, text);
}

/// The mail goes back to where it was; the try does not count.
void put_back(Desk& desk, const NextMail& mail, const std::string& text) {
  set_result(desk, mail, "waiting", desk.clock.now(), text);
  desk.work.run("UPDATE mail SET tries = tries - 1 WHERE round = ?1 AND batch = ?2 AND invitee = ?3",
                mail.round, mail.batch, mail.invitee);
}

}  // namespace

Recipients recipients_of(Desk& desk, const std::string& round, const std::string& kind,
                         const std::optional<std::set<std::string>>& only) {
  Recipients out;
  store::Query rows = desk.work.query(kCandidates, round, desk.clock.now());
  while (rows.next()) {
    Invitee invitee = read_invitee(rows);
    if (only && !only->count(invitee.id)) continue;
    std::size_t* reason = left_out(rows, invitee, kind == kInvitation, out);
    if (reason)
      ++*reason;
    else
      out.invitees.push_back(std::move(invitee));
  }
  return out;
}

MailValues values_of(const Invitee& invitee, std::string link, std::string closes) {
  const ContactDetails& details = invitee.details;
  std::string name = details.name;
  if (name.empty()) name = details.role;
  if (name.empty()) name = details.organisation;
  return {name.empty() ? "colleague" : name, details.organisation, std::move(link), std::move(closes)};
}

std::string random_id(Random& random) {
  std::uint8_t bytes[16];
  random.fill(bytes, sizeof bytes);
  return hex(std::string_view(reinterpret_cast<const char*>(bytes), sizeof bytes));
}

std::optional<NextMail> take_mail(Desk& desk, const MailSender& sender,
                                  const std::map<std::string, Millis>& not_before) {
  for (const Batch& batch : open_batches(desk)) {
    const auto paused = not_before.find(batch.id);
    if (paused != not_before.end() && paused->second > desk.clock.now()) continue;
    if (auto mail = Taking(desk, sender, batch).take()) return mail;
  }
  return std::nullopt;
}

void settle_mail(Desk& desk, const NextMail& mail, const Delivery& delivery) {
  using Outcome = Delivery::Outcome;
  const Millis now = desk.clock.now();
  if (delivery.outcome == Outcome::sent) return set_result(desk, mail, "sent", now, "");
  if (delivery.outcome == Outcome::unknown) return set_result(desk, mail, "unknown", now, delivery.text);
  take_link_back(desk, mail);
  if (delivery.outcome == Outcome::refused) return set_result(desk, mail, "failed", now, delivery.text);
  if (delivery.outcome == Outcome::later) return try_later(desk, mail, delivery.text);
  put_back(desk, mail, delivery.text);
}

void settle_interrupted(Desk& desk) {
  desk.work.run(
      "UPDATE mail SET state = 'unknown', text = 'The hub ended while this mail was on its way.' "
      "WHERE state = 'sending'");
}

}  // namespace takestock::hub
