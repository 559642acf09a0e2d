// Batches of mail as the store keeps them, so that they go on after a restart and mail nobody twice.
//
// A row of `mail` is one mail to one invitee:
//   waiting   to be sent; `at`: not before
//   sending   committed before the mail server hears of it. Found at a start, it becomes unknown.
//   sent      the mail server has it
//   failed    it cannot be delivered; `text` says why
//   unknown   it may have arrived: the hub or the connection broke off in between. It is not sent again by
//             itself.
//   left_out  when its turn came, there was no reason any more: answered, opted out, no address, closed
//   stopped   by the team
// A link is made with each mail, in the transaction that marks it as sending (see links.h), and taken back
// when the mail certainly did not go out.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "hub/invitees.h"
#include "hub/job.h"
#include "hub/mail_message.h"
#include "hub/mail_template.h"
#include "hub/smtp.h"

namespace takestock::hub {

inline constexpr char kInvitation[] = "invitation", kReminder[] = "reminder";

/// Who would get a mail of that kind, by organisation and name, and how many would not and why: each is
/// counted under the first reason that holds.
struct Recipients {
  std::vector<Invitee> invitees;
  std::size_t sent = 0;  ///< their response has come
  std::size_t opted_out = 0;
  std::size_t no_email = 0;
  std::size_t invited = 0;       ///< of an invitation: mailed one before
  std::size_t no_good_link = 0;  ///< all their links were revoked or have ended; a reminder: or there is none
};
/// `only`: of these invitees. Errors stay in desk.work.
Recipients recipients_of(Desk& desk, const std::string& round, const std::string& kind,
                         const std::optional<std::set<std::string>>& only);

MailValues values_of(const Invitee& invitee, std::string link, std::string closes);
/// 32 hex digits.
std::string random_id(Random& random);

/// From whom, and where the links lead.
struct MailSender {
  Mailbox from;
  std::string origin;
};

/// A mail that is on its way from now on.
struct NextMail {
  std::string round, batch, invitee, token_hash;
  MailMessage message;
  std::int64_t per_minute = 1;
};
/// The next mail of the batches of this store that are not in `not_before` with a later time: marked as
/// sending, with a new link. Batches with nothing left are marked as done. Errors stay in desk.work.
std::optional<NextMail> take_mail(Desk& desk, const MailSender& sender,
                                  const std::map<std::string, Millis>& not_before);

/// What became of it. A temporary refusal is tried again after 5, 15 and 45 minutes.
void settle_mail(Desk& desk, const NextMail& mail, const Delivery& delivery);

/// At the start of a hub: what was on its way when the last one ended.
void settle_interrupted(Desk& desk);

}  // namespace takestock::hub
