// Interviewers: their links, what they send and bring, and how it is counted.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/digest.h"
#include "hub/attachments.h"
#include "hub/fieldworkers.h"
#include "hub/results_files.h"
#include "hub/round_keys.h"
#include "results/csv.h"
#include "sealing/sealed_file.h"
#include "unit/hub/campaign.h"
#include "unit/hub/pushing.h"

using namespace takestock;
using namespace takestock::hub;
using Json = nlohmann::json;
using store::Event;

namespace {

const std::string kRecord = R"("council":"Elm","parks":3,"open":"yes","twice":6)";

std::string interview_body(int number, const std::string& outcome, const std::string& answers = kRecord,
                           const std::string& more = "") {
  const Json interview{{"number", number},
                       {"interviewer", "Fay"},
                       {"outcome", outcome},
                       {"started", kSunday - 60'000},
                       {"ended", kSunday - 1000}};
  std::string text = interview.dump();
  if (!more.empty()) text = text.substr(0, text.size() - 1) + "," + more + "}";
  return "{" + answers + (answers.empty() ? "" : ",") + "\"meta\":{\"interview\":" + text + "}}";
}

class Fieldwork : public PushHub {
 public:
  explicit Fieldwork(const std::string& kind) : PushHub(kind), stores(*this) {
    hub.stores = &stores;
    hub.settings.data =
        (std::filesystem::temp_directory_path() / ("takestock-fieldwork-" + std::to_string(getpid())))
            .string();
    std::filesystem::remove_all(hub.settings.data);
    std::filesystem::create_directories(hub.settings.data);
    REQUIRE(with_desk([&](Desk& desk) {
              desk.work.run(
                  "INSERT INTO definition(digest, survey, version, json) VALUES(?1, 'parks', '1', ?2)",
                  definition->digest(), survey_text());
            }).ok());
  }
  ~Fieldwork() { std::filesystem::remove_all(hub.settings.data); }

  Reply team(std::span<const Endpoint> rows, const std::string& method, const std::string& path,
             const std::string& body = "", const std::string& fieldworker = "") {
    Request request;
    request.body = body;
    request.arguments = {{"round", kRound}, {"fieldworker", fieldworker}};
    return asked(*this, hub, rows, method, path, std::move(request));
  }
  identity::Link link_in(const Reply& reply) {
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    const auto link = identity::read_link(Json::parse(reply.body)["link"].get<std::string>());
    REQUIRE(link.ok());
    return *link;
  }
  identity::Link fieldworker(const std::string& name) {
    return link_in(team(fieldworker_endpoints(), "POST", "/fieldworkers", Json{{"name", name}}.dump()));
  }
  Json get(std::span<const Endpoint> rows, const std::string& path) {
    const Reply reply = team(rows, "GET", path);
    REQUIRE(reply.status == 200);
    return Json::parse(reply.body);
  }
  Event interview(const identity::Link& link, std::int64_t seq, const std::string& body) {
    Event event = event_of(link, kPhone, seq, body);
    event.response = identity::interview_of(kRound, link.invitee, random);
    event.sha256 = event.digest();
    return event;
  }
  /// One line and its event each.
  BatchText batch(const identity::Link& link, const std::vector<Event>& events) {
    BatchText text(kPhone, clock.now());
    for (const Event& event : events) text.line(line(link, event.response).dump()).event(event);
    return text;
  }
  static Json line(const identity::Link& link, const std::string& response) {
    Json made{{"link", link.code()}, {"round", kRound}, {"have", Json::array()}};
    if (!response.empty()) made["response"] = response;
    return made;
  }
  std::string file_of(const std::vector<Event>& events) {
    std::string bytes;
    results::ResultsWriter writer([&](std::string_view more) { return bytes += more, Status(Done{}); },
                                  {"parks", kPhone, kSunday, 1, events.size()});
    REQUIRE(writer.definition({definition->digest(), "1", survey_text()}).ok());
    for (const Event& event : events) REQUIRE(writer.event(event).ok());
    REQUIRE(writer.finish().ok());
    return bytes;
  }
  Json take_in(const std::vector<Event>& events) {
    const Reply reply = team(results_file_endpoints(), "POST", "/results-file", file_of(events));
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    return Json::parse(reply.body);
  }
  std::vector<Event> interviews(const identity::Link& link, int count) {
    std::vector<Event> events;
    for (int i = 1; i <= count; ++i) events.push_back(interview(link, i, interview_body(i, "complete")));
    return events;
  }

  OneStore stores;
};

#define EACH_FIELDWORK(hub)                        \
  for (const std::string& kind : database_kinds()) \
    for (Fieldwork hub(kind), *once = &hub; once; once = nullptr)

}  // namespace

TEST_CASE("a fieldworker has a link that is shown once, and is in nobody's figures") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const Reply made =
        hub.team(fieldworker_endpoints(), "POST", "/fieldworkers", R"({"name":"  Fay  Weld "})");
    const identity::Link link = hub.link_in(made);
    CHECK(link.interviewer());
    CHECK(Json::parse(made.body)["link"].get<std::string>().find("https://survey.example.org/field/#/r1/") ==
          0);
    CHECK(hub.team(fieldworker_endpoints(), "POST", "/fieldworkers", R"({"name":"Fay Weld"})").status == 409);
    CHECK(hub.team(fieldworker_endpoints(), "POST", "/fieldworkers", R"({"name":" "})").status == 400);
    const Json list = hub.get(fieldworker_endpoints(), "/fieldworkers")["fieldworkers"];
    REQUIRE(list.size() == 1);
    CHECK(list[0]["name"] == "Fay Weld");
    CHECK(list[0]["link"] == true);
    CHECK(list[0]["contact"] == 0);
    CHECK(hub.get(contact_endpoints(), "/contacts")["contacts"].empty());
    CHECK(hub.get(progress_endpoints(), "/progress")["total"]["invited"] == 0);
    CHECK(hub.rows("SELECT * FROM link WHERE token_hash LIKE '%" + link.token + "%'", 1).empty());
  }
}

TEST_CASE("many interviews come under one code, each its own response, and are counted apart") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link link = hub.fieldworker("Fay");
    const std::vector<Event> events = {hub.interview(link, 1, interview_body(1, "complete")),
                                       hub.interview(link, 2, interview_body(2, "complete")),
                                       hub.interview(link, 3, interview_body(3, "not_at_home", ""))};
    const Account account = hub.push(hub.batch(link, events));
    REQUIRE(account.verdicts.size() == 3);
    for (const Json& verdict : account.verdicts) CHECK(verdict["verdict"] == "stored");
    CHECK(account.links[1]["response"] == events[1].response);
    CHECK(account.links[1]["name"] == "Fay");
    CHECK(account.links[1]["versions"] == 1);
    const Json progress = hub.get(progress_endpoints(), "/progress");
    CHECK(progress["total"]["invited"] == 0);
    CHECK(progress["total"]["sent"] == 0);
    CHECK(progress["unverified"]["made"] == 0);
    CHECK(progress["interviews"]["sent"] == 3);
    CHECK(progress["interviews"]["outcomes"] == Json{{"complete", 2}, {"not_at_home", 1}});
    CHECK(progress["interviews"]["by_fieldworker"][0]["name"] == "Fay");
    const Json list = hub.get(fieldworker_endpoints(), "/fieldworkers")["fieldworkers"];
    CHECK(list[0]["sent"] == 3);
    CHECK(list[0]["contact"] == kSunday);
    CHECK(hub.get(contact_endpoints(), "/contacts")["contacts"].empty());
    const Account again = hub.push(hub.batch(link, events));
    CHECK(again.verdicts == account.verdicts);
    CHECK(hub.count("event") == 3);
  }
}

TEST_CASE("an interviewer's link asks about itself, and speaks for his own interviews only") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link fay = hub.fieldworker("Fay"), gus = hub.fieldworker("Gus"), ann = hub.invite("Ann");
    const Account question = hub.push(BatchText(kPhone, kSunday).line(Fieldwork::line(fay, "").dump()));
    CHECK(question.links[0]["status"] == "open");
    CHECK(question.links[0]["response"] == "");
    CHECK(question.links[0]["name"] == "Fay");
    CHECK_FALSE(question.links[0].contains("versions"));
    CHECK(question.links[0].contains("closes"));
    Event other = hub.interview(gus, 1, interview_body(1, "complete"));
    for (const std::string& response :
         {other.response, identity::response_of("r1", ann.invitee), std::string(32, '0')}) {
      other.response = response;
      other.sha256 = other.digest();
      const Account account = hub.push(hub.batch(fay, {other}));
      CHECK(account.links[0]["response"] == "");
      CHECK(account.verdicts[0]["verdict"] == "refused");
      CHECK(account.verdicts[0]["reason"] == "response");
    }
    const std::string own = identity::response_of("r1", ann.invitee);
    CHECK(hub.post(BatchText(kPhone, kSunday).line(Fieldwork::line(ann, own).dump()).text()).status == 400);
    CHECK(hub.count("event") == 0);
  }
}

TEST_CASE("only an interviewer's interview may be broken off, and only what is missing is forgiven") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link fay = hub.fieldworker("Fay"), ann = hub.invite("Ann");
    const auto verdict = [&](std::int64_t seq, const std::string& body) {
      return hub.push(hub.batch(fay, {hub.interview(fay, seq, body)})).verdicts[0];
    };
    CHECK(verdict(1, interview_body(1, "refused", ""))["verdict"] == "stored");
    CHECK(verdict(2, interview_body(2, "partial", R"("open":"yes")"))["verdict"] == "stored");
    CHECK(verdict(3, interview_body(3, "complete", ""))["findings"] ==
          Json::parse(R"([{"name":"council","code":"required"}])"));
    CHECK(verdict(4, interview_body(4, "partial", R"("parks":5000,"twice":10000)"))["findings"][0]["code"] ==
          "constraint");
    CHECK(verdict(5, interview_body(5, "gone_home"))["verdict"] == "invalid");
    CHECK(
        verdict(6, interview_body(
                       6, "complete", kRecord,
                       R"("position":{"latitude":51.5,"longitude":-0.1,"accuracy":9,"at":5})"))["verdict"] ==
        "stored");
    CHECK(
        verdict(7, interview_body(
                       7, "complete", kRecord,
                       R"("position":{"latitude":151.5,"longitude":-0.1,"accuracy":9,"at":5})"))["verdict"] ==
        "invalid");
    CHECK(verdict(
              8, "{" + kRecord + R"(,"meta":{"comments":{"council":"loud","parks":"unsure"}}})")["verdict"] ==
          "stored");
    CHECK(hub.verdict_of(ann, event_of(ann, kTablet, 1, interview_body(1, "refused", "")))["verdict"] ==
          "invalid");
  }
}

TEST_CASE("a fieldworker's link that is revoked sends nothing; a new one goes on with his interviews") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link first = hub.fieldworker("Fay");
    const Event kept = hub.interview(first, 1, interview_body(1, "complete"));
    hub.push(hub.batch(first, {kept}));
    const std::string path = "/fieldworkers/{fieldworker}/";
    CHECK(hub.team(fieldworker_endpoints(), "POST", path + "revoke", "{}", first.invitee).status == 400);
    const Reply revoked =
        hub.team(fieldworker_endpoints(), "POST", path + "revoke", R"({"reason":"lost"})", first.invitee);
    CHECK(Json::parse(revoked.body)["revoked"] == 1);
    const Account refused = hub.push(hub.batch(first, {kept}));
    CHECK(refused.links[0]["status"] == "unknown");
    CHECK(refused.verdicts[0]["reason"] == "link");
    CHECK(hub.get(fieldworker_endpoints(), "/fieldworkers")["fieldworkers"][0]["link"] == false);
    const identity::Link second = hub.link_in(
        hub.team(fieldworker_endpoints(), "POST", path + "reissue", R"({"reason":"found"})", first.invitee));
    CHECK(second.invitee == first.invitee);
    CHECK(hub.push(hub.batch(second, {kept})).verdicts[0]["verdict"] == "stored");
    CHECK(hub.count("event") == 1);
    CHECK(hub.team(fieldworker_endpoints(), "POST", path + "revoke", R"({"reason":"x"})", "y00000000000")
              .status == 404);
  }
}

TEST_CASE(
    "interviews come by file and by signal, in any order and as often as one likes, and are there once") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link link = hub.fieldworker("Fay");
    const std::vector<Event> events = hub.interviews(link, 5);
    const std::vector<Event> first(events.begin(), events.begin() + 3),
        last(events.begin() + 2, events.end());
    CHECK(hub.take_in(first)["added"] == 3);
    const Json second = hub.take_in(last);
    CHECK(second["added"] == 2);
    CHECK(second["present"] == 1);
    CHECK(hub.take_in(first)["present"] == 3);
    const Account account = hub.push(hub.batch(link, events));
    for (const Json& verdict : account.verdicts) CHECK(verdict["verdict"] == "stored");
    CHECK(hub.take_in(events)["present"] == 5);
    CHECK(hub.count("event") == 5);
    CHECK(hub.count("interview WHERE fieldworker = '" + link.invitee + "'") == 5);
    CHECK(hub.count("event WHERE channel = 'file'") == 5);
    CHECK(hub.count("event WHERE token_hash <> ''") == 0);
    CHECK(hub.get(progress_endpoints(), "/progress")["interviews"]["sent"] == 5);
  }
}

TEST_CASE(
    "a file's responses are told one by one: whose, and added, there already, held, invalid or refused and "
    "why") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link fay = hub.fieldworker("Fay"), ann = hub.invite("Ann"),
                         nobody = identity::make_link(
                             "r1", identity::make_invitee(hub.random, identity::Invited::person), hub.random);
    const Event good = hub.interview(fay, 1, interview_body(7, "complete")),
                bad = hub.interview(fay, 2, interview_body(8, "complete", ""));
    const Event known = event_of(ann, kPhone, 3, "{" + kRecord + "}"),
                stranger = event_of(nobody, kPhone, 4, "{" + kRecord + "}");
    Event other = hub.interview(fay, 5, interview_body(9, "complete"));
    other.form_hash = std::string(64, '0');
    other.sha256 = other.digest();
    std::string bytes;
    {
      std::vector<Event> events = {good, bad, known, stranger};
      std::sort(events.begin(), events.end(),
                [](const Event& a, const Event& b) { return a.response < b.response; });
      bytes = hub.file_of(events);
    }
    const Reply reply = hub.team(results_file_endpoints(), "POST", "/results-file", bytes);
    const Json told = Json::parse(reply.body);
    std::map<std::string, Json> by;
    for (const Json& response : told["responses"]) by[response["response"]] = response;
    CHECK(by[good.response]["result"] == "added");
    CHECK(by[good.response]["name"] == "Fay");
    CHECK(by[good.response]["number"] == 7);
    CHECK(by[bad.response]["result"] == "invalid");
    CHECK(by[bad.response]["reason"] == "council: required");
    CHECK(by[known.response]["result"] == "added");
    CHECK(by[known.response]["invitee"] == ann.invitee);
    CHECK(by[stranger.response]["result"] == "held");
    CHECK(by[stranger.response]["reason"] == "unknown_response");
    CHECK(told["held"] == 1);
    const Json held = hub.get(held_endpoints(), "/held")["events"];
    REQUIRE(held.size() == 1);
    CHECK(held[0]["reason"] == "unknown_response");
    CHECK(hub.rows("SELECT detail FROM audit WHERE action = 'results_file_taken_in'", 1) ==
          std::vector<std::string>{"2 stored, 1 held, 1 invalid."});
    const Event copied = hub.interview(fay, 1, interview_body(9, "complete"));
    const Json fork = hub.take_in({copied});
    CHECK(fork["responses"][0]["result"] == "refused");
    CHECK(fork["responses"][0]["reason"] == "fork");
  }
}

TEST_CASE("a file that is damaged or of another survey is not taken in, and why is said") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link link = hub.fieldworker("Fay");
    const std::string bytes = hub.file_of(hub.interviews(link, 2));
    for (std::size_t at = 0; at < bytes.size(); at += 97) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ 4);
      CHECK(hub.team(results_file_endpoints(), "POST", "/results-file", damaged).status == 422);
      CHECK(hub.team(results_file_endpoints(), "POST", "/results-file", bytes.substr(0, at)).status == 422);
    }
    CHECK(hub.count("event") == 0);
    REQUIRE(hub.with_desk([](Desk& desk) { desk.work.run("UPDATE round SET survey = 'other'"); }).ok());
    CHECK(hub.team(results_file_endpoints(), "POST", "/results-file", bytes).status == 422);
    CHECK(hub.count("event") == 0);
  }
}

TEST_CASE("a sealed file is opened with the round's key, which stays the same and is nobody else's to read") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link link = hub.fieldworker("Fay");
    const std::string& data = hub.hub.settings.data;
    const auto keys = round_keys(data, "r1");
    REQUIRE(keys.ok());
    CHECK(round_keys(data, "r1")->public_key == keys->public_key);
    CHECK(round_keys(data, "r2")->public_key != keys->public_key);
    struct stat file;
    REQUIRE(stat((data + "/keys/r1.key").c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0600);
    const std::string sealed = *sealing::seal(hub.file_of(hub.interviews(link, 2)), keys->public_key, "r1");
    const auto take_in = [&](const std::string& bytes) {
      return hub.team(results_file_endpoints(), "POST", "/results-file", bytes);
    };
    const Reply reply = take_in(sealed);
    INFO(reply.body);
    CHECK(reply.status == 200);
    CHECK(Json::parse(reply.body)["added"] == 2);
    CHECK(take_in(sealed.substr(0, sealed.size() - 1)).status == 400);
    CHECK(take_in(*sealing::seal("no results", keys->public_key, "r1")).status == 422);
    CHECK(take_in(*sealing::seal("x", round_keys(data, "r2")->public_key, "r1")).status == 400);
    REQUIRE(copy_keys(data, data + "/copy").ok());
    CHECK(round_keys(data + "/copy", "r1")->private_key == keys->private_key);
  }
}

TEST_CASE(
    "what is in a file counts for a round that has closed if it was finished before, as far as the grace "
    "goes") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link link = hub.fieldworker("Fay");
    Event early = hub.interview(link, 1, interview_body(1, "complete")),
          late = hub.interview(link, 2, interview_body(2, "complete"));
    early.at = kCloses - 1000, late.at = kCloses + 1000;
    for (Event* event : {&early, &late}) event->sha256 = event->digest();
    hub.clock.set(kCloses + 60'000);
    CHECK(hub.take_in({early})["added"] == 1);
    const Json held = hub.take_in({late});
    CHECK(held["held"] == 1);
    CHECK(held["responses"][0]["reason"] == "closed");
  }
}

TEST_CASE("an export has the interviews with what they say of themselves, where there are fieldworkers") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link ann = hub.invite("Ann");
    hub.verdict_of(ann, event_of(ann, kTablet, 1, "{" + kRecord + R"(,"meta":{"filled_in_by":"Bea"}})"));
    const auto table = [&] {
      const Reply reply = hub.team(export_endpoints(), "POST", "/export",
                                   R"({"format":"csv","unverified":"without","reason":"x"})");
      REQUIRE(reply.status == 200);
      std::vector<std::vector<std::string>> rows;
      REQUIRE(results::read_csv(reply.body, [&](std::size_t, std::vector<std::string>& cells) {
                return rows.push_back(cells), Status(Done{});
              }).ok());
      std::vector<std::map<std::string, std::string>> out;
      for (std::size_t i = 1; i < rows.size(); ++i) {
        out.emplace_back();
        for (std::size_t column = 0; column < rows[i].size(); ++column)
          out.back()[rows[0][column]] = rows[i][column];
      }
      return out;
    };
    const auto before = table();
    REQUIRE(before.size() == 1);
    CHECK(before[0].at("filled_in_by") == "Bea");
    CHECK_FALSE(before[0].count("outcome"));
    const identity::Link fay = hub.fieldworker("Fay Weld");
    hub.push(hub.batch(
        fay, {hub.interview(
                 fay, 1,
                 interview_body(7, "complete", kRecord,
                                R"("position":{"latitude":51.5,"longitude":-0.25,"accuracy":9,"at":5})"))}));
    const auto after = table();
    REQUIRE(after.size() == 2);
    const auto& row = after[0].at("fieldworker").empty() ? after[1] : after[0];
    CHECK(row.at("fieldworker") == "Fay Weld");
    CHECK(row.at("interviewer") == "Fay");
    CHECK(row.at("interview_number") == "7");
    CHECK(row.at("outcome") == "complete");
    CHECK(row.at("latitude") == "51.5");
    CHECK(row.at("longitude") == "-0.25");
    CHECK(row.at("started").substr(0, 19) == "2015-11-19T23:59:00");
    CHECK(row.at("channel") == "interview");
    CHECK(row.at("contact").empty());
    CHECK(row.at("unverified") == "no");
  }
}

// --- attachments

namespace {

struct Picture {
  std::string bytes, sha256, name;
};
Picture picture(const std::string& bytes) {
  const std::string sum = sha256_hex(bytes);
  return {bytes, sum, sum.substr(0, 32) + ".jpg"};
}

Reply upload(Fieldwork& hub, const identity::Link& link, const std::string& response, const Picture& its,
             const std::string& type = "image/jpeg") {
  Request request;
  request.method = "PUT", request.body = its.bytes, request.type = type, request.link = link.code();
  request.arguments = {{"sha256", its.sha256}};
  request.query = {{"round", "r1"}, {"response", response}};
  Accepted accepted = attachment_endpoints()[0].accept(hub.hub, std::move(request), nullptr);
  return accepted.job ? hub.run(*accepted.job) : accepted.reply;
}

}  // namespace

TEST_CASE("an attachment comes after the response that has it, once, and only through that response's link") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link fay = hub.fieldworker("Fay"), gus = hub.fieldworker("Gus");
    const Picture one = picture("one"), two = picture("two");
    const Event event = hub.interview(fay, 1,
                                      "{\"council\":\"" + one.name +
                                          "\",\"meta\":{\"interview\":{\"number\":1,\"interviewer\":\"F\","
                                          "\"outcome\":\"partial\",\"started\":1,\"ended\":2}}}");
    CHECK(upload(hub, fay, event.response, one).status == 409);
    REQUIRE(hub.push(hub.batch(fay, {event})).verdicts[0]["verdict"] == "stored");
    CHECK(upload(hub, gus, event.response, one).status == 403);
    CHECK(upload(hub, fay, event.response, two).status == 409);
    CHECK(upload(hub, fay, event.response, {"other", one.sha256, one.name}).status == 422);
    CHECK(upload(hub, fay, event.response, one, "text/html").status == 415);
    CHECK_FALSE(std::filesystem::exists(hub.hub.settings.data + "/attachments/r1"));
    CHECK(upload(hub, fay, event.response, one).body == R"({"again":false})");
    CHECK(upload(hub, fay, event.response, one).body == R"({"again":true})");
    CHECK(hub.count("attachment") == 1);
    CHECK(*AttachmentFiles(hub.hub.settings.data).read("r1", one.sha256) == "one");
    const Json list = hub.get(attachment_endpoints(), "/attachments");
    CHECK(list["files"] == 1);
    CHECK(list["bytes"] == 3);
    CHECK(hub.team(attachment_endpoints(), "POST", "/attachments", R"({"part":1})").status == 400);
    CHECK(hub.team(attachment_endpoints(), "POST", "/attachments", R"({"part":2,"reason":"x"})").status ==
          404);
    const Reply zip =
        hub.team(attachment_endpoints(), "POST", "/attachments", R"({"part":1,"reason":"the report"})");
    CHECK(zip.status == 200);
    CHECK(zip.body.find(one.name) != std::string::npos);
    CHECK(hub.rows("SELECT detail FROM audit WHERE action = 'attachments_exported'", 1)[0] ==
          "1 attachments, part 1: the report");
  }
}

TEST_CASE("a results file brings its attachments, which are kept once and only with their responses") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link fay = hub.fieldworker("Fay");
    const Picture one = picture(std::string(70'000, 'p')), two = picture("two");
    const Event event = hub.interview(
        fay, 1,
        "{\"council\":\"" + one.name +
            "\",\"meta\":{\"interview\":{\"number\":1,\"interviewer\":\"F\",\"outcome\":\"partial\","
            "\"started\":1,\"ended\":2}}}");
    std::string bytes;
    results::ResultsHeader header{"parks", kPhone, kSunday, 1, 1};
    header.attachments = 2;
    results::ResultsWriter writer([&](std::string_view more) { return bytes += more, Status(Done{}); },
                                  header);
    REQUIRE(writer.definition({hub.definition->digest(), "1", PushHub::survey_text()}).ok());
    for (const Picture& its : {one, two}) {
      const results::Attachment attachment{its.sha256, event.response, "image/jpeg", its.bytes.size()};
      for (std::size_t part = 0; part * results::kAttachmentPart < its.bytes.size(); ++part)
        REQUIRE(writer
                    .attachment(attachment, part,
                                its.bytes.substr(part * results::kAttachmentPart, results::kAttachmentPart))
                    .ok());
    }
    REQUIRE(writer.event(event).ok());
    REQUIRE(writer.finish().ok());
    const auto attached = [&] {
      const Reply reply = hub.team(results_file_endpoints(), "POST", "/results-file", bytes);
      INFO(reply.body);
      REQUIRE(reply.status == 200);
      return Json::parse(reply.body)["attachments"];
    };
    const Json first = attached();
    CHECK(first["added"] == 1);
    CHECK(first["refused"] == 1);
    CHECK(first["reason"].get<std::string>().find("No response that is here has this attachment") == 0);
    CHECK(attached()["present"] == 1);
    CHECK(*AttachmentFiles(hub.hub.settings.data).read("r1", one.sha256) == one.bytes);
    CHECK(upload(hub, fay, event.response, one).body == R"({"again":true})");
  }
}

TEST_CASE(
    "a round has so much room for attachments and no more, and what is erased or left over goes from the "
    "disk") {
  EACH_FIELDWORK(hub) {
    CAPTURE(kind);
    const identity::Link fay = hub.fieldworker("Fay");
    const Picture one = picture("one"), two = picture("two");
    const Event event = hub.interview(fay, 1,
                                      "{\"council\":\"" + one.name + "\",\"why\":\"" + two.name +
                                          "\",\"meta\":{\"interview\":{\"number\":1,\"interviewer\":\"F\","
                                          "\"outcome\":\"partial\",\"started\":1,\"ended\":2}}}");
    hub.push(hub.batch(fay, {event}));
    hub.hub.settings.limits.round_attachment_bytes = 5;
    CHECK(upload(hub, fay, event.response, one).status == 200);
    CHECK(upload(hub, fay, event.response, two).status == 507);
    const AttachmentFiles files(hub.hub.settings.data);
    REQUIRE(files.keep("r1", two.sha256, "left over", hub.random).ok());
    remove_unused_attachments(hub.hub);
    CHECK(files.names("r1") == std::vector<std::string>{one.sha256});
    REQUIRE(hub.with_desk([&](Desk& desk) { erase_response(desk, "r1", event.response); }).ok());
    CHECK(hub.count("attachment") == 0);
    REQUIRE(hub.with_desk([&](Desk& desk) { remove_unused_attachments(desk, files, "r1"); }).ok());
    CHECK(files.names("r1").empty());
  }
}

TEST_CASE("only what an answer is called by is an attachment's name") {
  const std::string sum(64, 'a'), half(32, 'a');
  CHECK(attachment_name("{\"q\":\"" + half + ".jpg\"}", sum) == half + ".jpg");
  for (const std::string& value : {half, half + ".", half + ".jpg.exe", half + ".toolong", half + ".J",
                                   "x" + half + ".jpg", half + ".a/b"})
    CHECK(attachment_name("{\"q\":\"" + value + "\"}", sum) == "");
}
