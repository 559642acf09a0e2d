// Entering a response that came another way: by e-mail, by post, on the telephone.
#include "base/json_writer.h"
#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/fields.h"
#include "hub/invitees.h"
#include "hub/links.h"

namespace takestock::hub {
namespace {

class EntryJob final : public Job {
 public:
  EntryJob(std::string round, std::string invitee, std::string origin, NewLink made,
           std::shared_ptr<const User> user)
      : round_(std::move(round)),
        invitee_(std::move(invitee)),
        origin_(std::move(origin)),
        made_(std::move(made)),
        user_(std::move(user)) {}

  Reply run(Desk& desk) override {
    const auto invitee = load_invitee(desk, round_, invitee_);
    if (!invitee) return failed(invitee.error());
    const Millis now = desk.clock.now();
    if (made_.received > now)
      return failed({Code::bad_request, "A response cannot have been received in the future.", "/received"});
    NewLink made = made_;
    made.by = user_->name, made.ends = now + kEntryMillis;
    const identity::Link link = issue_link(desk, round_, invitee_, made);
    record(desk, round_, user_->name, "entry_begun",
           "Contact " + invitee_ + ", received by " + made.channel + ".");
    if (!desk.work.ok()) return failed(desk.work.error());
    json::Writer out;
    out.open_object().member("link", address_of(origin_, link)).member("ends", made.ends);
    out.member("replaces", invitee->state == "sent");
    Reply reply;
    reply.body = out.close_object().take();
    return reply;
  }

 private:
  const std::string round_, invitee_, origin_;
  const NewLink made_;
  const std::shared_ptr<const User> user_;
};

Accepted accept_entry(Hub&, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"channel", "received"});
  NewLink made;
  made.kind = kEntryLink;
  made.channel = fields.required("channel");
  made.received = fields.whole("received", 1, 253'402'300'799'999).value_or(0);
  if (made.received == 0) fields.fail("received", "Say when it was received.");
  if (made.channel != "email" && made.channel != "post" && made.channel != "phone")
    fields.fail("channel", "“channel” is email, post or phone.");
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  return {std::make_unique<EntryJob>(request.arguments["round"], request.arguments["invitee"], request.origin,
                                     std::move(made), std::move(user))};
}

constexpr Endpoint kEndpoints[] = {
    {"POST", "/api/v1/team/rounds/{round}/entry/{invitee}", Role::organiser, 16 * 1024, accept_entry}};

}  // namespace

std::span<const Endpoint> entry_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
