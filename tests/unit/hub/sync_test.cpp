#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "base/digest.h"
#include "hub/endpoints.h"
#include "hub/gzip.h"
#include "store/reference.h"
#include "unit/hub/campaign.h"
#include "unit/hub/pushing.h"

using namespace takestock;
using namespace takestock::hub;
using Json = nlohmann::json;
using store::Event;

namespace {

const std::string kElm = R"({"council":"Elm","parks":12,"open":"yes","twice":24})";
const std::string kOak = R"({"council":"Oak","parks":13,"open":"yes","twice":26})";

Event with_base(Event event, std::vector<store::EventRef> base) {
  event.base = std::move(base);
  event.sha256 = event.digest();
  return event;
}

/// Of each device three digits are enough.
std::string seen_by(const Account& account) {
  std::string all;
  for (const Json& event : account.events)
    all += event["device"].get<std::string>().substr(0, 1) + std::to_string(event["seq"].get<int>()) + ' ';
  return all;
}

/// What people write is made of words: those of the survey of 2015, each once.
std::vector<std::string> words_of_a_survey() {
  std::ifstream in(TAKESTOCK_SOURCE_DIR "/surveys/taking-stock/survey.json");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::set<std::string> words;
  std::string word;
  for (const char c : text) {
    if (std::isalpha(static_cast<unsigned char>(c)))
      word += c;
    else if (!word.empty())
      words.insert(std::exchange(word, {}));
  }
  return {words.begin(), words.end()};
}

std::string random_words(const std::vector<std::string>& words, int count, SeededRandom& random) {
  std::string text;
  for (int i = 0; i < count; ++i) text += (i > 0 ? " " : "") + words[random.next() % words.size()];
  return text;
}

}  // namespace

#define EACH_DATABASE(hub)                         \
  for (const std::string& kind : database_kinds()) \
    if (PushHub hub(kind); true)

TEST_CASE("a submit through a good link is stored, counts, and is told with its reference and times") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const Event event = event_of(link, kPhone, 1, kElm, kSunday - 1000);
    const Account account = hub.push(BatchText(kPhone, kSunday).link(link).event(event));
    CHECK(account.header["hub"] == hub.hub.id);
    CHECK(account.header["epoch"] == 1);
    CHECK(account.header["now"] == kSunday);
    REQUIRE(account.links.size() == 1);
    CHECK(account.links[0]["status"] == "open");
    CHECK(account.links[0]["response"] == event.response);
    CHECK(account.links[0]["name"] == "Ann");
    CHECK(account.links[0]["organisation"] == "Elm Council");
    CHECK(account.links[0]["closes"] == kCloses);
    CHECK(account.links[0]["versions"] == 1);
    CHECK(account.links[0]["head"] == kPhone + ":1");
    REQUIRE(account.verdicts.size() == 1);
    const Json expected = {{"verdict", "stored"},
                           {"device", kPhone},
                           {"seq", 1},
                           {"reference", store::reference_of(event)},
                           {"received", kSunday},
                           {"effective", kSunday - 1000}};
    CHECK(account.verdicts[0] == expected);
    CHECK(account.end["more"] == false);
    CHECK(hub.head(link) == kPhone + "|1|1|1|0");
    CHECK(hub.rows("SELECT opened, started FROM invitee", 2)[0] ==
          std::to_string(kSunday) + "|" + std::to_string(kSunday));
  }
}

TEST_CASE("each batch with something new is in the audit trail, with counts and nothing of the answers") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const BatchText batch = BatchText(kPhone, kSunday).link(link).event(event_of(link, kPhone, 1, kElm));
    hub.push(batch);
    hub.push(batch);
    hub.push(BatchText(kPhone, kSunday).link(link));
    const auto entries = hub.rows("SELECT round, action, detail FROM audit", 3);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0] == "r1|events_received|1 stored.");
  }
}

TEST_CASE("an event that comes again has its first verdict and times, and is there once") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const Event event = event_of(link, kPhone, 1, kElm);
    const Json first = hub.verdict_of(link, event);
    hub.clock.set(kCloses + 10 * kGrace);
    CHECK(hub.verdict_of(link, event) == first);
    CHECK(hub.count("event") == 1);
  }
}

TEST_CASE("an unknown link is refused and nothing is kept of it; a revoked one is told the very same") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    hub.verdict_of(link, event_of(link, kPhone, 1, kElm));
    const identity::Link guessed = identity::make_link(PushHub::kRound, link.invitee, hub.random);
    const BatchText unknown =
        BatchText(kTablet, kSunday).link(guessed).event(event_of(link, kTablet, 1, kOak));
    const BatchText revoked = BatchText(kTablet, kSunday).link(link).event(event_of(link, kTablet, 1, kOak));
    const Reply told = hub.post(unknown.text());
    hub.set_link(link, "revoked", kSunday);
    CHECK(hub.post(revoked.text()).body == told.body);
    const Account account = hub.push(revoked);
    CHECK(account.links[0] == Json{{"link", "r1"},
                                   {"response", identity::response_of("r1", link.invitee)},
                                   {"status", "unknown"}});
    CHECK(account.verdicts[0]["verdict"] == "refused");
    CHECK(account.verdicts[0]["reason"] == "link");
    CHECK(account.events.empty());
    CHECK(hub.count("event") == 1);
  }
}

TEST_CASE(
    "a code that is no link, or one of a round that is not there, is an unknown link and stops no other") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    BatchText batch(kPhone, kSunday);
    batch.line(R"({"link":"abcde","round":"r1","have":[]})").event(event_of(link, kPhone, 1, kElm));
    const Account account = hub.push(batch.link(link).event(event_of(link, kPhone, 2, kOak)));
    CHECK(account.links[0]["status"] == "unknown");
    CHECK(account.links[0]["response"] == "");
    CHECK(account.verdicts[0]["verdict"] == "refused");
    CHECK(account.verdicts[1]["verdict"] == "stored");
    const identity::Link elsewhere = identity::make_link("r2", link.invitee, hub.random);
    CHECK(hub.push(BatchText(kPhone, kSunday).link(elsewhere)).links[0]["status"] == "unknown");
  }
}

TEST_CASE("a link speaks for its own response only") {
  EACH_DATABASE(hub) {
    const identity::Link ann = hub.invite("Ann"), bob = hub.invite("Bob");
    const Json verdict = hub.verdict_of(ann, event_of(bob, kPhone, 1, kElm));
    CHECK(verdict["verdict"] == "refused");
    CHECK(verdict["reason"] == "response");
    CHECK(hub.count("event") == 0);
  }
}

TEST_CASE("an event that is not what its digest says is refused") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    Event event = event_of(link, kPhone, 1, kElm);
    event.body = kOak;
    CHECK(hub.verdict_of(link, event)["reason"] == "digest");
    event.form_hash = std::string(64, '0');
    CHECK(hub.verdict_of(link, event)["reason"] == "digest");
    CHECK(hub.count("event") == 0);
  }
}

TEST_CASE("through a link that has ended events are held and nothing is shown") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    hub.verdict_of(link, event_of(link, kPhone, 1, kElm));
    hub.set_link(link, "ends", kSunday - 1);
    const Account account =
        hub.push(BatchText(kTablet, kSunday).link(link).event(event_of(link, kTablet, 1, kOak)));
    CHECK(account.links[0]["status"] == "ended");
    CHECK_FALSE(account.links[0].contains("name"));
    CHECK_FALSE(account.links[0].contains("head"));
    CHECK(account.verdicts[0]["verdict"] == "held");
    CHECK(account.verdicts[0]["reason"] == "ended");
    CHECK(account.events.empty());
    CHECK(hub.head(link) == kPhone + "|1|1|1|0");
  }
}

TEST_CASE("whether an answer is in time is the hub's clock's to say, however wrong the device's is") {
  constexpr Millis kYear = 31'536'000'000;
  struct Arrival {
    Millis now, finished;  // both by the hub's clock
    const char* verdict;
    const char* reason;
    bool late;
  };
  const Arrival arrivals[] = {
      {kOpens - 1, kOpens - 1000, "held", "not_open", false},
      {kOpens, kOpens - 1000, "stored", "", false},
      {kCloses, kCloses - 1000, "stored", "", false},
      {kCloses + 1, kCloses, "stored", "", true},
      {kCloses + 1, kCloses + 1, "held", "closed", true},
      {kCloses + kGrace, kCloses - 1000, "stored", "", true},
      {kCloses + kGrace + 1, kCloses - 1000, "held", "closed", true},
  };
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    std::int64_t seq = 0;
    for (const Arrival& arrival : arrivals) {
      for (const Millis wrong : {Millis(0), -3 * kYear, 2 * kYear}) {
        CAPTURE(arrival.now);
        CAPTURE(wrong);
        hub.clock.set(arrival.now);
        const Event event = event_of(link, kPhone, ++seq, kElm, arrival.finished + wrong);
        const Account account = hub.push(BatchText(kPhone, arrival.now + wrong).link(link).event(event));
        const Json& verdict = account.verdicts[0];
        CHECK(verdict["verdict"] == arrival.verdict);
        const std::string clock = wrong != 0 && verdict["verdict"] == "stored" ? "clock" : "";
        CHECK(verdict.value("reason", "") == (*arrival.reason ? arrival.reason : clock));
        CHECK(verdict.value("late", false) == arrival.late);
        CHECK(verdict["effective"] == arrival.finished);
        CHECK(account.links[0]["status"] == (arrival.now < kOpens    ? "not_open"
                                             : arrival.now > kCloses ? "closed"
                                                                     : "open"));
      }
    }
  }
}

TEST_CASE("an answer that was finished in time is not judged late because its request took long") {
  constexpr Millis kWrong = 3'600'000, kWay = 400, kFinished = kCloses - 900, kSent = kCloses + 100;
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    hub.clock.set(kSent + 60'000);
    std::int64_t seq = 0;
    const auto verdict = [&](std::optional<Millis> clock_off, Millis began) {
      const Event event = event_of(link, kPhone, ++seq, kElm, kFinished + kWrong);
      return hub.push(BatchText(kPhone, kSent + kWrong, clock_off).link(link).event(event), began)
          .verdicts[0];
    };
    CHECK(verdict(std::nullopt, 0)["reason"] == "closed");
    const Json known = verdict(-kWrong - kWay, 0);
    CHECK(known["verdict"] == "stored");
    CHECK(known["late"] == true);
    CHECK(known["effective"] == kFinished - kWay);
    const Json seen_to_begin = verdict(std::nullopt, kSent + kWay);
    CHECK(seen_to_begin["verdict"] == "stored");
    CHECK(seen_to_begin["effective"] == kFinished + kWay);
  }
}

TEST_CASE("what an account told of a device's clock does not count once the clock was set") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    std::int64_t seq = 0;
    const auto effective = [&](Millis clock_off) {
      const Event event = event_of(link, kPhone, ++seq, kElm, kSunday - 5000);
      return hub.push(BatchText(kPhone, kSunday - 1000, clock_off).link(link).event(event))
          .verdicts[0]["effective"]
          .get<Millis>();
    };
    CHECK(effective(0) == kSunday - 5000);
    CHECK(effective(2000) == kSunday - 4000);
    CHECK(effective(1000 - 300'000) == kSunday - 4000 - 300'000);
    CHECK(effective(1000 - 300'001) == kSunday - 4000);
    CHECK(effective(-9'007'199'254'740'992) == kSunday - 4000);
    CHECK(effective(9'007'199'254'740'992) == kSunday - 4000);
  }
}

TEST_CASE("the time that a hub gave an event before it was restored holds again, whoever brings it") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const auto effective = [&](std::int64_t seq, Millis told) {
      Json line;
      const Event event = event_of(link, kPhone, seq, kElm, kSunday - 77);
      line = {{"event", "submit"},
              {"response", event.response},
              {"device", kPhone},
              {"seq", seq},
              {"form_hash", event.form_hash},
              {"base", Json::array()},
              {"at", event.at},
              {"offset_minutes", 0},
              {"body", event.body},
              {"sha256", event.sha256},
              {"effective", told}};
      return hub.push(BatchText(kTablet, 5).link(link).line(line.dump()))
          .verdicts[0]["effective"]
          .get<Millis>();
    };
    CHECK(effective(1, kSunday - 99'999) == kSunday - 99'999);
    CHECK(effective(2, kSunday + 99'999) == kSunday);
  }
}

TEST_CASE("an event is never later than its arrival, whatever its device says") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    CHECK(hub.verdict_of(link, event_of(link, kPhone, 1, kElm, kSunday + 999'999))["effective"] == kSunday);
    CHECK(hub.verdict_of(link, event_of(link, kPhone, 2, kElm, 9'007'199'254'740'992))["effective"] ==
          kSunday);
    CHECK(hub.verdict_of(link, event_of(link, kPhone, 3, kElm, -9'007'199'254'740'992))["effective"] == 1);
  }
}

TEST_CASE("an answer to a version of the survey that is not there yet is held, and counts once it is") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const std::string newer = R"({"takestock":1,"id":"parks","version":"2","title":"Parks",
      "survey":[{"type":"text","name":"council","label":"Council"}]})";
    const auto second = survey::Definition::read(newer).definition;
    Event good = event_of(link, kPhone, 1, R"({"council":"Elm"})"), bad = event_of(link, kPhone, 2, kElm);
    for (Event* event : {&good, &bad}) {
      event->form_hash = second->digest();
      event->sha256 = event->digest();
      const Json verdict = hub.verdict_of(link, *event);
      CHECK(verdict["verdict"] == "held");
      CHECK(verdict["reason"] == "unknown_form");
    }
    CHECK(hub.head(link) == "");
    REQUIRE(hub.with_desk([&](Desk& desk) {
                 const auto taken = take_up_definition(desk, second);
                 REQUIRE(taken.size() == 1);
                 CHECK(taken[0].round == PushHub::kRound);
                 CHECK(taken[0].events == 2);
               })
                .ok());
    CHECK(hub.head(link) == kPhone + "|1|1|1|0");
    CHECK(hub.verdict_of(link, good)["verdict"] == "stored");
    CHECK(hub.verdict_of(link, bad)["verdict"] == "invalid");
  }
}

TEST_CASE(
    "a version that the team adds with another round lets in what was held for it, and that is recorded") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const std::string newer = R"({"takestock":1,"id":"parks","version":"2","title":"Parks",
      "survey":[{"type":"text","name":"council","label":"Council"}]})";
    Event good = event_of(link, kPhone, 1, R"({"council":"Elm"})");
    good.form_hash = survey::Definition::read(newer).definition->digest();
    good.sha256 = good.digest();
    CHECK(hub.verdict_of(link, good)["reason"] == "unknown_form");
    OneStore stores(hub);
    hub.hub.stores = &stores;
    const Json round{{"takestock", 1},
                     {"id", "r2"},
                     {"survey", "parks"},
                     {"organisation", "Parks"},
                     {"promise", "None."},
                     {"privacy", "None."},
                     {"contact_name", "Pat"},
                     {"organisation_short", "P"},
                     {"minutes", 5},
                     {"open_to_anyone", true},
                     {"contact_email", "pat@example.org"}};
    Request request;
    request.body = Json{{"round", round}, {"definition", newer}}.dump();
    for (const Endpoint& row : round_endpoints()) {
      if (std::string(row.method) != "POST" || std::string(row.path) != "/api/v1/team/rounds") continue;
      Accepted accepted =
          row.accept(hub.hub, std::move(request), std::make_shared<User>(User{"olive", Role::organiser}));
      REQUIRE(accepted.parts.size() == 2);
      for (auto& part : accepted.parts) CHECK(hub.run(*part.job).status == 200);
    }
    CHECK(hub.head(link) == kPhone + "|1|1|1|0");
    CHECK(hub.rows("SELECT round, by_user, detail FROM audit WHERE action = 'version_added'", 3) ==
          std::vector<std::string>{"r1|olive|1 held events of version 2 judged."});
  }
}

TEST_CASE("another version of the survey that is known is as good as the round's own") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const auto other = survey::Definition::read(
                           R"({"takestock":1,"id":"parks","version":"0","title":"Parks",
      "survey":[{"type":"text","name":"council","label":"Council"}]})")
                           .definition;
    hub.hub.definitions.add(other);
    Event event = event_of(link, kPhone, 1, R"({"council":"Elm"})");
    event.form_hash = other->digest();
    event.sha256 = event.digest();
    CHECK(hub.verdict_of(link, event)["verdict"] == "stored");
  }
}

TEST_CASE("a survey of another round is no version of this one") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const auto other = survey::Definition::read(
                           R"({"takestock":1,"id":"libraries","version":"0","title":"Libraries",
      "survey":[{"type":"text","name":"council","label":"Council"}]})")
                           .definition;
    hub.hub.definitions.add(other);
    Event event = event_of(link, kPhone, 1, R"({"council":"Elm"})");
    event.form_hash = other->digest();
    event.sha256 = event.digest();
    CHECK(hub.verdict_of(link, event)["reason"] == "unknown_form");
    event.survey = "libraries";
    event.sha256 = event.digest();
    CHECK(hub.verdict_of(link, event)["reason"] == "digest");
  }
}

TEST_CASE("a submit that the engine would not have let through is kept, does not count, and is told why") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const Json verdict = hub.verdict_of(link, event_of(link, kPhone, 1, R"({"parks":2000,"twice":4000})"));
    CHECK(verdict["verdict"] == "invalid");
    CHECK(verdict["findings"] ==
          Json::parse(R"([{"name":"council","code":"required"},{"name":"parks","code":"constraint"}])"));
    CHECK(hub.count("event WHERE verdict = 'invalid'") == 1);
    CHECK(hub.head(link) == "");
    CHECK(hub.verdict_of(link, event_of(link, kPhone, 1, R"({"parks":2000,"twice":4000})")) == verdict);
  }
}

TEST_CASE("drafts are kept and never count; a withdrawal takes the response back") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    Event draft = event_of(link, kPhone, 1, R"({"parks":2000,"gone":"x"})");
    draft.kind = store::EventKind::draft;
    draft.sha256 = draft.digest();
    CHECK(hub.verdict_of(link, draft)["verdict"] == "stored");
    CHECK(hub.head(link) == "");
    hub.verdict_of(link, event_of(link, kPhone, 2, kElm));
    CHECK(hub.head(link) == kPhone + "|2|1|1|0");
    Event withdrawal = event_of(link, kPhone, 3, "");
    withdrawal.kind = store::EventKind::withdraw;
    withdrawal.sha256 = withdrawal.digest();
    CHECK(hub.verdict_of(link, withdrawal)["verdict"] == "stored");
    CHECK(hub.head(link) == kPhone + "|3|0|1|0");
  }
}

TEST_CASE("a second event of one device and number is a fork: kept aside, not counted, sent to nobody") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const Event first = event_of(link, kPhone, 1, kElm), copy = event_of(link, kPhone, 1, kOak);
    hub.verdict_of(link, first);
    CHECK(hub.verdict_of(link, copy)["verdict"] == "fork");
    CHECK(hub.verdict_of(link, copy)["reference"] == store::reference_of(copy));
    CHECK(hub.verdict_of(link, first)["verdict"] == "stored");
    CHECK(hub.count("event") == 2);
    CHECK(hub.head(link) == kPhone + "|1|1|1|0");
    const Account other = hub.push(BatchText(kTablet, kSunday).link(link));
    REQUIRE(other.events.size() == 1);
    CHECK(other.events[0]["sha256"] == first.sha256);
  }
}

TEST_CASE("what follows a fork in its batch is one too, also when the batch comes again") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    hub.verdict_of(link, event_of(link, kPhone, 1, kElm));
    const Event copy = event_of(link, kPhone, 1, kOak), later = event_of(link, kPhone, 2, kOak);
    hub.push(BatchText(kPhone, kSunday).link(link).event(copy));
    const Account account = hub.push(BatchText(kPhone, kSunday).link(link).event(copy).event(later));
    CHECK(account.verdicts[0]["verdict"] == "fork");
    CHECK(account.verdicts[1]["verdict"] == "fork");
    CHECK(hub.head(link) == kPhone + "|1|1|1|0");
  }
}

TEST_CASE("one number for two responses is a fork as well: no device gives a number twice") {
  EACH_DATABASE(hub) {
    const identity::Link ann = hub.invite("Ann"), bob = hub.invite("Bob");
    CHECK(hub.verdict_of(ann, event_of(ann, kPhone, 1, kElm))["verdict"] == "stored");
    CHECK(hub.verdict_of(bob, event_of(bob, kPhone, 1, kElm))["verdict"] == "fork");
  }
}

TEST_CASE("in whatever order and batches events arrive, the head is the same") {
  EACH_DATABASE(hub) {
    std::string heads;
    std::vector<int> order{0, 1, 2, 3};
    do {
      const identity::Link link = hub.invite("Ann");
      const std::string a = "a" + link.invitee.substr(0, 0) + std::string(31, '0');
      const std::string phone = sha256_hex(link.code() + "1").substr(0, 32);
      const std::string tablet = sha256_hex(link.code() + "2").substr(0, 32);
      const Event events[] = {
          event_of(link, phone, 1, kElm, kSunday - 9000),
          with_base(event_of(link, phone, 2, kOak, kSunday - 3000), {{tablet, 1}}),
          event_of(link, tablet, 1, kElm, kSunday - 5000),
          event_of(link, tablet, 2, kOak, kSunday - 4000),
      };
      BatchText together(phone, kSunday);
      together.link(link);
      for (const int i : order) {
        if (i % 2 == 0) hub.verdict_of(link, events[i]);
        together.event(events[i]);
      }
      hub.push(together);
      const std::string head = hub.head(link);
      CHECK(head == phone + "|2|1|4|1");
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST_CASE("a device is sent what it lacks of its responses, and nothing of others") {
  EACH_DATABASE(hub) {
    const identity::Link ann = hub.invite("Ann"), bob = hub.invite("Bob");
    const Event first = event_of(ann, kPhone, 1, kElm), second = event_of(ann, kPhone, 2, kOak);
    hub.verdict_of(ann, first), hub.verdict_of(ann, second);
    hub.verdict_of(bob, event_of(bob, std::string(32, 'd'), 1, kElm));
    const auto ask = [&](const BatchText::Said& said) {
      return hub.push(BatchText(kTablet, kSunday).link(ann, said));
    };
    const Account all = ask({});
    REQUIRE(seen_by(all) == "a1 a2 ");
    CHECK(all.events[0]["body"] == kElm);
    CHECK(all.events[0]["received"] == kSunday);
    CHECK(all.events[0]["effective"] == kSunday);
    CHECK(seen_by(ask({{kPhone + ":1"}, 1, 0})) == "a2 ");
    CHECK(seen_by(ask({{kPhone + ":2"}, 2, 0})) == "");
  }
}

TEST_CASE("what was released after a device had later events is still sent to it") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const Event held = event_of(link, kPhone, 1, kElm);
    hub.set_link(link, "ends", kSunday - 1);
    hub.verdict_of(link, held);
    hub.set_link(link, "ends", 0);
    hub.verdict_of(link, event_of(link, kPhone, 2, kOak));
    const BatchText question = BatchText(kTablet, kSunday).link(link, {{kPhone + ":2"}, 1, 0});
    CHECK(seen_by(hub.push(question)) == "");
    const EventKey key{held.response, held.device, held.seq, held.sha256};
    REQUIRE(hub.with_desk([&](Desk& desk) { CHECK(release_event(desk, "r1", key).ok()); }).ok());
    CHECK(seen_by(hub.push(question)) == "a1 a2 ");
    CHECK(hub.head(link) == kPhone + "|2|1|2|0");
  }
}

TEST_CASE("much is sent in pieces, and the account says that there is more") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const std::string body = R"({"council":")" + std::string(100'000, 'x') + R"("})";
    for (int seq = 1; seq <= 5; ++seq) hub.verdict_of(link, event_of(link, kPhone, seq, body));
    const Account first = hub.push(BatchText(kTablet, kSunday).link(link));
    CHECK(seen_by(first) == "a1 a2 a3 ");
    CHECK(first.end["more"] == true);
    const Account rest = hub.push(BatchText(kTablet, kSunday).link(link, {{kPhone + ":3"}, 3, 0}));
    CHECK(seen_by(rest) == "a4 a5 ");
    CHECK(rest.end["more"] == false);
  }
}

TEST_CASE("a link of the respondent's own making is registered by its first push, where the round allows") {
  EACH_DATABASE(hub) {
    const auto make = [&] {
      return identity::make_link("r1", identity::make_invitee(hub.random, identity::Invited::self_made),
                                 hub.random);
    };
    const identity::Link link = make();
    CHECK(hub.verdict_of(link, event_of(link, kPhone, 1, kElm))["verdict"] == "stored");
    CHECK(hub.rows("SELECT id, self_made FROM invitee", 2)[0] == link.invitee + "|1");
    CHECK(hub.rows("SELECT kind, token_hash FROM link", 2)[0] == "self_made|" + link.token_hash());
    const identity::Link second = identity::make_link("r1", link.invitee, hub.random);
    CHECK(hub.verdict_of(second, event_of(link, kTablet, 1, kElm))["verdict"] == "refused");
    hub.set_round("open_to_anyone", 0);
    const identity::Link third = make();
    CHECK(hub.verdict_of(third, event_of(third, std::string(32, 'd'), 1, kElm))["verdict"] == "refused");
    CHECK(hub.verdict_of(link, event_of(link, kPhone, 2, kOak))["verdict"] == "stored");
    CHECK(hub.count("invitee") == 1);
  }
}

TEST_CASE("an invited link that nobody issued does not become one by claiming to be self-made") {
  EACH_DATABASE(hub) {
    const identity::Link link =
        identity::make_link("r1", identity::make_invitee(hub.random, identity::Invited::person), hub.random);
    CHECK(hub.verdict_of(link, event_of(link, kPhone, 1, kElm))["verdict"] == "refused");
    CHECK(hub.count("invitee") == 0);
  }
}

TEST_CASE("too many self-made links from one address are put off, and nothing of the batch is kept") {
  EACH_DATABASE(hub) {
    hub.hub.self_made = std::make_unique<Buckets>(hub.clock, 0.1, 1);
    const auto push = [&] {
      const identity::Link link = identity::make_link(
          "r1", identity::make_invitee(hub.random, identity::Invited::self_made), hub.random);
      return hub.post(BatchText(kPhone, kSunday).link(link).text());
    };
    CHECK(push().status == 200);
    const Reply later = push();
    CHECK(later.status == 429);
    REQUIRE(later.headers.size() == 1);
    CHECK(later.headers[0] == std::pair<std::string, std::string>("Retry-After", "10"));
    CHECK(hub.count("invitee") == 1);
  }
}

TEST_CASE("what the team enters keeps its channel, opens nothing, and arrived when the letter did") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const identity::Link entry = hub.another_link(link, "entry", "post", kCloses - 5000);
    hub.clock.set(kCloses + 3 * kGrace);
    const Json verdict = hub.verdict_of(entry, event_of(link, kPhone, 1, kElm, hub.clock.now()));
    CHECK(verdict["verdict"] == "stored");
    CHECK_FALSE(verdict.contains("late"));
    CHECK(verdict["effective"] == kCloses - 5000);
    CHECK(hub.rows("SELECT opened, started FROM invitee", 2)[0] == "0|0");
    CHECK(hub.rows("SELECT channel FROM event", 1)[0] == "post");
    CHECK(hub.rows("SELECT channel FROM head", 1)[0] == "post");
    const identity::Link too_late = hub.another_link(link, "entry", "post", kCloses + 2 * kGrace);
    CHECK(hub.verdict_of(too_late, event_of(link, kPhone, 2, kElm, hub.clock.now()))["reason"] == "closed");
  }
}

TEST_CASE("a held event is released or discarded once, and released only as what the engine says it is") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    hub.clock.set(kCloses + 2 * kGrace);
    const Event good = event_of(link, kPhone, 1, kElm), bad = event_of(link, kPhone, 2, "{}"),
                other = event_of(link, kPhone, 3, kOak);
    for (const Event* event : {&good, &bad, &other})
      CHECK(hub.verdict_of(link, *event)["reason"] == "closed");
    const auto key = [](const Event& e) { return EventKey{e.response, e.device, e.seq, e.sha256}; };
    const auto with = [&](const std::function<Status(Desk&)>& act) {
      Status done = Done{};
      (void)hub.with_desk([&](Desk& desk) { done = act(desk); });
      return done;
    };
    CHECK(with([&](Desk& desk) { return release_event(desk, "r1", key(good)); }).ok());
    CHECK(with([&](Desk& desk) { return release_event(desk, "r1", key(bad)); }).ok());
    CHECK(with([&](Desk& desk) { return discard_event(desk, "r1", key(other)); }).ok());
    CHECK(hub.verdict_of(link, good)["verdict"] == "stored");
    CHECK(hub.verdict_of(link, bad)["verdict"] == "invalid");
    CHECK(hub.verdict_of(link, other)["reason"] == "discarded");
    CHECK(hub.head(link) == kPhone + "|1|1|1|0");
    CHECK(with([&](Desk& desk) { return release_event(desk, "r1", key(good)); }).error().code ==
          Code::bad_state);
    const EventKey none{good.response, kTablet, 1, good.sha256};
    CHECK(with([&](Desk& desk) { return discard_event(desk, "r1", none); }).error().code == Code::not_found);
  }
}

TEST_CASE("an erased response does not come back with a device that still has it") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const Event event = event_of(link, kPhone, 1, kElm);
    hub.verdict_of(link, event);
    REQUIRE(hub.with_desk([&](Desk& desk) { erase_response(desk, "r1", event.response); }).ok());
    CHECK(hub.head(link) == "");
    const Json verdict = hub.verdict_of(link, event);
    CHECK(verdict["verdict"] == "refused");
    CHECK(verdict["reason"] == "erased");
    CHECK(hub.rows("SELECT body, sha256 FROM event", 2)[0] == "|" + event.sha256);
    CHECK(hub.push(BatchText(kTablet, kSunday).link(link)).events.empty());
  }
}

TEST_CASE("stored events are read back as they came, with their verdicts") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const Event event = with_base(event_of(link, kPhone, 2, kElm, kSunday - 5), {{kPhone, 1}, {kTablet, 7}});
    hub.verdict_of(link, event);
    hub.verdict_of(link, event_of(link, kPhone, 3, "{}"));
    std::vector<StoredEvent> all;
    REQUIRE(hub.with_desk([&](Desk& desk) {
                 CHECK(each_stored_event(desk.work, "r1", "", [&](const StoredEvent& stored) {
                         all.push_back(stored);
                         return Status(Done{});
                       }).ok());
               })
                .ok());
    REQUIRE(all.size() == 2);
    CHECK(all[0].event.digest() == event.sha256);
    CHECK(all[0].event.body == kElm);
    CHECK(all[0].event.effective == kSunday - 5);
    CHECK(all[1].judgement.verdict == sync::Verdict::invalid);
    REQUIRE(all[1].judgement.findings.size() == 1);
    CHECK(all[1].judgement.findings[0].name == "council");
  }
}

TEST_CASE("a batch is taken whole or not at all: cut anywhere or altered in any byte it is refused") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const std::string batch = BatchText(kPhone, kSunday)
                                  .link(link, {{kTablet + ":3"}, 1, 2})
                                  .event(event_of(link, kPhone, 1, kElm))
                                  .text();
    for (std::size_t size = 0; size < batch.size(); ++size) {
      CAPTURE(size);
      CHECK(hub.post(batch.substr(0, size)).status == 400);
    }
    for (std::size_t at = 0; at < batch.size(); ++at) {
      CAPTURE(at);
      std::string altered = batch;
      altered[at] = static_cast<char>(altered[at] ^ (1 << at % 8));
      CHECK(hub.post(altered).status == 400);
    }
    CHECK(hub.post(batch + "\n").status == 400);
    CHECK(hub.count("event") == 0);
    CHECK(hub.post(batch).status == 200);
  }
}

TEST_CASE("a batch that is too large is refused as too large, so that the device sends less at once") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    BatchText many(kPhone, kSunday), links(kPhone, kSunday), large(kPhone, kSunday), alone(kPhone, kSunday);
    many.link(link), large.link(link), alone.link(link);
    for (int seq = 1; seq <= 257; ++seq) many.event(event_of(link, kPhone, seq, "{}"));
    CHECK(hub.post(many.text()).status == 413);
    for (int i = 0; i < 65; ++i) links.link(link);
    CHECK(hub.post(links.text()).status == 413);
    const std::string body = R"({"council":")" + std::string(300'000, 'x') + R"("})";
    alone.event(event_of(link, kPhone, 1, R"({"council":")" + std::string(900'000, 'x') + R"("})"));
    CHECK(hub.post(alone.text()).status == 200);
    large.event(event_of(link, kPhone, 2, body)).event(event_of(link, kPhone, 3, body));
    CHECK(hub.post(large.text()).status == 413);
    CHECK(hub.count("event") == 1);
  }
}

TEST_CASE("batches that are not as described are refused with the line and what is wrong") {
  EACH_DATABASE(hub) {
    const identity::Link link = hub.invite("Ann");
    const auto refusal = [&](const BatchText& batch) {
      const Reply reply = hub.post(batch.text());
      CHECK(reply.status == 400);
      const Json error = Json::parse(reply.body)["error"];
      return error["where"].get<std::string>() + ": " + error["message"].get<std::string>();
    };
    const BatchText start(kPhone, kSunday);
    CHECK(refusal(BatchText("phone", kSunday)) ==
          "line 1: \"device\" must be 32 lower-case hexadecimal digits.");
    CHECK(refusal(BatchText(start).line("{}")) ==
          "line 2: This line is neither a link nor an event nor the end of the batch.");
    CHECK(refusal(BatchText(start).event(event_of(link, kPhone, 1, kElm))) ==
          "line 2: An event stands before any link.");
    const identity::Link elsewhere = identity::make_link("r2", link.invitee, hub.random);
    CHECK(refusal(BatchText(start).link(link).link(elsewhere)) ==
          "line 3: All links of a batch are of one round.");
    CHECK(refusal(BatchText(start).line(R"({"link":"x","round":"R 1","have":[]})")) ==
          "line 2: \"round\" must be the id of a round.");
    CHECK(refusal(BatchText(start).line(R"({"link":"x","round":"r1","have":["a:1"]})")) ==
          "line 2: \"have\" may hold only texts of the form device:seq.");
    CHECK(refusal(BatchText(start).line(R"({"link":"x","round":"r1","have":[],"more":1})")) ==
          "line 2: \"more\" does not belong in this line.");
  }
}

TEST_CASE(
    "fifty responses of 21 answers cost no more than a third of ODK Central's 2,613 bytes each, both ways") {
  const std::string survey = [] {
    std::string text = R"({"takestock":1,"id":"parks","version":"21","title":"Parks","survey":[)";
    for (int q = 1; q <= 21; ++q)
      text += (q > 1 ? "," : "") + (R"({"type":"text","name":"q)" + std::to_string(q) + R"(","label":"Q"})");
    return text + "]}";
  }();
  EACH_DATABASE(hub) {
    const auto definition = survey::Definition::read(survey).definition;
    REQUIRE(definition);
    hub.hub.definitions.add(definition);
    const std::vector<std::string> words = words_of_a_survey();
    REQUIRE(words.size() > 500);
    BatchText batch(kPhone, kSunday);
    std::size_t raw = 0;
    for (int i = 1; i <= 50; ++i) {
      const identity::Link link = hub.invite(words[hub.random.next() % words.size()]);
      std::string body = "{";
      for (int q = 1; q <= 21; ++q)
        body +=
            (q > 1 ? ",\"q" : "\"q") + std::to_string(q) + "\":\"" + random_words(words, 7, hub.random) + '"';
      Event event = event_of(link, kPhone, i, body + "}", kSunday - 60'000 * i);
      event.form_hash = definition->digest();
      event.sha256 = event.digest();
      raw += BatchText(kPhone, 0).event(event).text().size() - BatchText(kPhone, 0).text().size();
      batch.link(link).event(event);
    }
    CHECK(raw / 50 > 1600);
    const Reply reply = hub.post(batch.text());
    REQUIRE(reply.status == 200);
    CHECK(hub.count("event WHERE verdict = 'stored'") == 50);
    constexpr std::size_t kHeaders = 500;  // of the request and of the reply
    const std::size_t each = (deflated(batch.text()).size() + deflated(reply.body).size() + kHeaders) / 50;
    MESSAGE(each << " bytes a response, of " << raw / 50 << " bytes an event");
    CHECK(each <= 2613 / 3);
  }
}
