#include <atomic>

#include "base/digest.h"
#include "hub/mailer.h"
#include "unit/hub/campaign.h"

using namespace takestock;
using namespace takestock::hub;
using nlohmann::json;

namespace {

using Texts = std::vector<std::string>;
using Outcome = Delivery::Outcome;

/// Takes mails, and answers as it was told.
class FakeServer final : public MailServer {
 public:
  Delivery send(const std::string&, const std::string& to, const std::string& message) override {
    receivers.push_back(to);
    messages.push_back(message);
    return answers.count(to) ? answers[to] : answer;
  }
  Delivery answer{Outcome::sent, ""};
  std::map<std::string, Delivery> answers;
  Texts receivers, messages;
};

class Mailing : public Campaign {
 public:
  explicit Mailing(const std::string& kind) : Campaign(kind) {
    import(kTable);
    hub.settings.smtp_file = "mail.json";
  }
  Reply post(const std::string& kind, const std::string& path = "/mail",
             const std::string& text = "Dear {{name}}, {{link}}") {
    return ask(mail_endpoints(), "POST", path,
               json{{"kind", kind}, {"subject", "Survey for {{organisation}}"}, {"text", text}, {"rate", 600}}
                   .dump());
  }
  std::string begin(const std::string& kind) {
    const Reply reply = post(kind);
    REQUIRE(reply.status == 200);
    return json_of(reply)["batch"];
  }
  json batches() { return json_of(ask(mail_endpoints(), "GET", "/mail"))["batches"]; }

  /// Lets the mailer work until nothing is to be done for a while.
  void work() { work(mailer); }
  void work(Mailer& with) {
    for (int n = 0; n < 100; ++n) {
      if (const Millis pause = with.step(); pause == 1000) return;
      clock.advance(100);
    }
    FAIL("the mailer does not come to an end");
  }
  Texts states() {
    return rows(
        "SELECT i.email, m.state FROM mail m JOIN invitee i ON i.id = m.invitee ORDER BY m.batch, i.email",
        2);
  }

  FakeServer server;
  std::atomic<bool> stopping{false};
  MailSender sender{{"Survey team", "survey@lga.example.org"}, "https://survey.example.org"};
  Mailer mailer{stores, clock, log, server, sender, stopping};
};

/// The text of a mail as its reader sees it.
std::string body_of(const std::string& message) {
  std::string out;
  for (std::size_t at = message.find("\r\n\r\n") + 4; at < message.size(); ++at) {
    if (message[at] != '=') {
      out += message[at];
    } else if (message[at + 1] == '\r') {
      at += 2;
    } else {
      out += static_cast<char>(std::stoi(message.substr(at + 1, 2), nullptr, 16));
      at += 2;
    }
  }
  return out;
}

Texts problems_of(const std::string& subject, const std::string& text, bool closes = true) {
  Texts out;
  for (const TemplateProblem& problem : template_problems(subject, text, closes))
    out.push_back(problem.where + ": " + problem.text);
  return out;
}

}  // namespace

TEST_CASE("a template's mistakes are told with their places") {
  CHECK(problems_of("Hello {{name}}", "{{ link }} until {{closes}}").empty());
  CHECK(problems_of("Hello", "Dear {{name}},\nfor {{council}}: {{link}}") ==
        Texts{"text, line 2, character 5: There is no placeholder {{council}}. There are {{name}}, "
              "{{organisation}}, {{link}} and {{closes}}."});
  CHECK(problems_of("{{link}}", "{{link}}") ==
        Texts{"subject, line 1, character 1: A link does not belong in the subject, which others can see."});
  CHECK(problems_of("a", "b") == Texts{"text: The text has no {{link}}, without which nobody can answer."});
  CHECK(problems_of("a", "{{link}} {{name") ==
        Texts{"text, line 1, character 10: “{{” is not closed by “}}” on the same line."});
  CHECK(problems_of("a\r\nBcc: x@y.org", "{{link}}") ==
        Texts{"subject, line 1, character 2: The subject has to be one line."});
  CHECK(problems_of("a", "{{link}} {{closes}}", false) ==
        Texts{"text, line 1, character 10: This round has no closing date that could stand for {{closes}}."});
  CHECK(problems_of(" ", "") == Texts{"subject: There is no subject.", "text: There is no text.",
                                      "text: The text has no {{link}}, without which nobody can answer."});
  CHECK(problems_of(std::string(151, 'x'), "{{link}}") ==
        Texts{"subject: The subject is 151 characters long; at most 150 are sent."});
}

TEST_CASE("what a contact is called cannot bring in a placeholder") {
  CHECK(filled("{{name}}: {{ organisation }} {x} }}", {"{{link}}", "Ash", "secret", ""}) ==
        "{{link}}: Ash {x} }}");
}

TEST_CASE("a closing time is said as people say it") {
  FixedClock london(0, 0), paris(0, 60);
  CHECK(closing_text(1'450'000'000'000, london) == "9:46am on Sunday 13 December 2015");
  CHECK(closing_text(1'450'008'000'000, paris) == "1pm on Sunday 13 December 2015");
}

TEST_CASE("no value can begin another header field, and letters of all languages arrive") {
  MailMessage message;
  message.from = {"LGA \"team\"", "survey@lga.example.org"};
  message.to = {"Zo\xC3\xAB\r\nBcc: all@example.org", "zoe@example.org"};
  message.subject = "Taking stock\r\nBcc: all@example.org";
  message.text = ".\nFrom here\nC\xC3\xB4te = d\xE2\x80\x99Or \r\n" + std::string(200, 'x');
  message.message_id = "1@lga.example.org";
  message.date = 1'447'977'600'000;
  message.offset_minutes = 60;
  const std::string bytes = message_bytes(message);
  CHECK(bytes.find("Bcc:") == bytes.find("Bcc: all@example.org\r\nDate:"));
  CHECK(bytes.find("\nBcc") == std::string::npos);
  CHECK(bytes.find("From: \"LGA \\\"team\\\"\"\r\n <survey@lga.example.org>\r\n") == 0);
  CHECK(bytes.find("To: =?UTF-8?B?Wm/Dqy") != std::string::npos);
  CHECK(bytes.find("Date: Fri, 20 Nov 2015 01:00:00 +0100\r\n") != std::string::npos);
  CHECK(bytes.find("Auto-Submitted: auto-generated\r\n") != std::string::npos);
  CHECK(bytes.find("List-") == std::string::npos);
  CHECK(body_of(bytes) ==
        ".\r\nFrom here\r\nC\xC3\xB4te = d\xE2\x80\x99Or \r\n" + std::string(200, 'x') + "\r\n");
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = bytes.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    CHECK(end - at <= 76);
    CHECK(bytes.substr(at, end - at).find_first_of("\r\n") == std::string::npos);
    at = end + 2;
  }
}

TEST_CASE("a long subject is encoded in whole letters") {
  std::string subject;
  for (int i = 0; i < 60; ++i) subject += "\xE2\x82\xAC";
  std::string encoded = header_text(subject), decoded;
  for (std::size_t at = encoded.find("?B?"); at != std::string::npos; at = encoded.find("?B?", at)) {
    const std::size_t end = encoded.find("?=", at);
    const auto word = base64_bytes(encoded.substr(at + 3, end - at - 3));
    REQUIRE(word);
    CHECK(word->size() % 3 == 0);
    decoded += *word;
    at = end;
  }
  CHECK(decoded == subject);
}

TEST_CASE(
    "a preview counts who would get a mail and who would not, and shows one without a link that works") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Mailing mailing(kind);
    mailing.answer(mailing.invitee("ann@ash.example.org"));
    const json got = json_of(mailing.post("invitation", "/mail/preview"));
    CHECK(got["recipients"] == 2);
    CHECK(got["sample"] ==
          json{{"to", "bob@birch.example.org"},
               {"subject", "Survey for Birchham"},
               {"text",
                "Dear Bob Birch, "
                "https://survey.example.org/#/r1/xxxxx-xxxxx-xxxxx-xxxxx-xxxxx-xxxxx-xxxxx-xxxxx"}});
    CHECK(got["left_out"] ==
          json{{"sent", 1}, {"opted_out", 0}, {"no_email", 1}, {"invited", 0}, {"no_good_link", 0}});
    CHECK(json_of(mailing.post("reminder", "/mail/preview"))["recipients"] == 0);
    CHECK(mailing.rows("SELECT token_hash FROM link", 1).empty());
    const Reply wrong = mailing.post("invitation", "/mail/preview", "{{oops}}");
    CHECK(wrong.status == 422);
    CHECK(json_of(wrong)["problems"].size() == 2);
    CHECK(mailing.post("greeting").status == 400);
  }
}

TEST_CASE("a batch mails each once, with a link of his own of which the hub keeps the hash") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Mailing mailing(kind);
    mailing.begin("invitation");
    CHECK(mailing.post("invitation").status == 409);
    mailing.work();
    CHECK(mailing.server.receivers.size() == 3);
    CHECK(mailing.states() ==
          Texts{"ann@ash.example.org|sent", "bob@birch.example.org|sent", "cy@cedar.example.org|sent"});
    std::string hashes;
    for (const std::string& row : mailing.rows("SELECT token_hash, invitee FROM link", 2))
      hashes += row + "\n";
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string text = body_of(mailing.server.messages[i]);
      const auto link = identity::read_link(text.substr(text.find("https:")));
      REQUIRE(link.ok());
      CHECK(hashes.find(link->token_hash() + "|" + mailing.invitee(mailing.server.receivers[i]) + "\n") !=
            std::string::npos);
    }
    const json batch = mailing.batches()[0];
    CHECK(batch["done"] == true);
    CHECK(batch["counts"]["sent"] == 3);
    CHECK(json_of(mailing.ask(mail_endpoints(), "GET", "/mail/{batch}", "", {}, "", batch["batch"]))["mails"]
              .size() == 3);
    CHECK(mailing.post("invitation").status == 409);
    CHECK(mailing.rows("SELECT action FROM audit ORDER BY at, id", 1) == Texts{"mail_begun", "mail_done"});
  }
}

TEST_CASE("a reminder goes to who has not answered, and the link of the first mail stays good") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Mailing mailing(kind);
    mailing.begin("invitation");
    mailing.work();
    mailing.answer(mailing.invitee("ann@ash.example.org"));
    const std::string bob = mailing.invitee("bob@birch.example.org");
    mailing.ask(link_endpoints(), "POST", "/links/{invitee}/revoke", R"({"reason":"Left"})", {}, bob);
    mailing.server.receivers.clear();
    CHECK(json_of(mailing.post("reminder"))["left_out"]["no_good_link"] == 1);
    mailing.work();
    CHECK(mailing.server.receivers == Texts{"cy@cedar.example.org"});
    CHECK(mailing.rows(
              "SELECT revoked FROM link WHERE invitee = '" + mailing.invitee("cy@cedar.example.org") + "'",
              1) == Texts{"0", "0"});
  }
}

TEST_CASE("who answers, opts out or loses his link while a batch waits is left out when his turn comes") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Mailing mailing(kind);
    mailing.begin("invitation");
    mailing.answer(mailing.invitee("ann@ash.example.org"));
    mailing.ask(contact_endpoints(), "POST", "/contacts/{invitee}", R"({"opted_out":true})", {},
                mailing.invitee("bob@birch.example.org"));
    mailing.work();
    CHECK(mailing.server.receivers == Texts{"cy@cedar.example.org"});
    CHECK(mailing.states() == Texts{"ann@ash.example.org|left_out", "bob@birch.example.org|left_out",
                                    "cy@cedar.example.org|sent"});
  }
}

TEST_CASE("nothing more is mailed when the round has closed") {
  Mailing mailing("sqlite");
  mailing.begin("invitation");
  mailing.clock.set(kRoundCloses + 1);
  mailing.work();
  CHECK(mailing.server.receivers.empty());
  CHECK(mailing.batches()[0]["done"] == true);
  CHECK(mailing.post("invitation").status == 409);
}

TEST_CASE(
    "a refused address is told and its link is taken back; a temporary refusal is tried again three times") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Mailing mailing(kind);
    mailing.server.answers["ann@ash.example.org"] = {Outcome::refused, "550 No such user"};
    mailing.server.answers["bob@birch.example.org"] = {Outcome::later, "450 Greylisted"};
    mailing.begin("invitation");
    mailing.work();
    CHECK(mailing.states() ==
          Texts{"ann@ash.example.org|failed", "bob@birch.example.org|waiting", "cy@cedar.example.org|sent"});
    CHECK(mailing.rows("SELECT invitee FROM link", 1) == Texts{mailing.invitee("cy@cedar.example.org")});
    json batch = mailing.batches()[0];
    CHECK(batch["failed"][0]["text"] == "550 No such user");
    CHECK(batch["trouble"] == "450 Greylisted");
    CHECK(batch["done"] == false);
    for (int n = 0; n < 3; ++n) {
      mailing.work();
      CHECK(mailing.states()[1] == "bob@birch.example.org|waiting");
      mailing.clock.advance(45 * 60'000);
      mailing.work();
    }
    CHECK(mailing.states()[1] == "bob@birch.example.org|failed");
    CHECK(std::count(mailing.server.receivers.begin(), mailing.server.receivers.end(),
                     "bob@birch.example.org") == 4);
    CHECK(mailing.batches()[0]["done"] == true);
  }
}

TEST_CASE("a mail server that is away costs nobody his mail") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Mailing mailing(kind);
    mailing.server.answer = {Outcome::no_service, "Couldn't connect to server."};
    mailing.begin("invitation");
    mailing.work();
    CHECK(mailing.server.receivers.size() == 1);
    mailing.work();
    CHECK(mailing.server.receivers.size() == 1);
    CHECK(mailing.batches()[0]["trouble"] == "Couldn't connect to server.");
    CHECK(mailing.rows("SELECT token_hash FROM link", 1).empty());
    mailing.server.answer = {Outcome::sent, ""};
    mailing.clock.advance(60'000);
    mailing.work();
    CHECK(mailing.server.receivers.size() == 4);
    CHECK(mailing.batches()[0]["counts"]["sent"] == 3);
  }
}

TEST_CASE(
    "a hub that ends in the middle goes on afterwards, mails nobody twice and says of whom it does not "
    "know") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Mailing mailing(kind);
    mailing.begin("invitation");
    std::optional<NextMail> on_its_way;
    const Status taken =
        mailing.with_desk([&](Desk& desk) { on_its_way = take_mail(desk, mailing.sender, {}); });
    REQUIRE(taken.ok());
    REQUIRE(on_its_way);
    Mailer next(mailing.stores, mailing.clock, mailing.log, mailing.server, mailing.sender, mailing.stopping);
    mailing.work(next);
    CHECK(mailing.server.receivers.size() == 2);
    CHECK(std::count(mailing.server.receivers.begin(), mailing.server.receivers.end(),
                     on_its_way->message.to.address) == 0);
    const json batch = mailing.batches()[0];
    CHECK(batch["done"] == true);
    CHECK(batch["unknown"][0]["email"] == on_its_way->message.to.address);
    CHECK(batch["unknown"][0]["text"] == "The hub ended while this mail was on its way.");
    CHECK(mailing.rows("SELECT token_hash FROM link", 1).size() == 3);
  }
}

TEST_CASE("a batch keeps to its rate and can be stopped") {
  Mailing mailing("sqlite");
  const std::string batch = mailing.begin("invitation");
  CHECK(mailing.mailer.step() == 0);
  CHECK(mailing.mailer.step() == 100);
  CHECK(mailing.server.receivers.size() == 1);
  mailing.clock.advance(99);
  CHECK(mailing.mailer.step() == 1);
  mailing.clock.advance(1);
  CHECK(mailing.mailer.step() == 0);
  CHECK(mailing.server.receivers.size() == 2);
  CHECK(json_of(mailing.ask(mail_endpoints(), "POST", "/mail/{batch}/stop", "", {}, "", batch))["stopped"] ==
        1);
  CHECK(mailing.ask(mail_endpoints(), "POST", "/mail/{batch}/stop", "", {}, "", "none").status == 404);
  mailing.clock.advance(1000);
  mailing.work();
  CHECK(mailing.server.receivers.size() == 2);
  CHECK(mailing.batches()[0]["counts"]["stopped"] == 1);
  CHECK(mailing.batches()[0]["done"] == true);
}

TEST_CASE("without a mail server nothing is begun") {
  Mailing mailing("sqlite");
  mailing.hub.settings.smtp_file = "";
  CHECK(mailing.post("invitation").status == 409);
  CHECK(json_of(mailing.post("invitation", "/mail/preview"))["server"] == false);
  CHECK(start_mail(mailing.hub) == nullptr);
}
