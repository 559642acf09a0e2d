#include "sync/findings.h"

#include <string>

#include "unit/response/filled.h"

using namespace takestock;
using response::Filled;
using response::survey_json;
using store::Event;
using store::EventKind;

namespace {

constexpr Millis kMarch = 1'426'255'200'000;  // 2015-03-13T14:00:00Z

/// "name code;" of each finding.
std::string findings(const std::shared_ptr<const survey::Definition>& definition, const std::string& body,
                     EventKind kind = EventKind::submit, Millis at = kMarch) {
  Event event;
  event.kind = kind;
  event.at = at;
  event.body = body;
  std::string all;
  for (const sync::EventFinding& finding : sync::findings_of(event, definition))
    all += finding.name + ' ' + finding.code + ';';
  return all;
}

std::shared_ptr<const survey::Definition> parks() {
  return response::read_survey(
      survey_json("{'type': 'text', 'name': 'council', 'label': '1', 'required': true},"
                  "{'type': 'group', 'name': 'size', 'label': 'S', 'children': ["
                  "  {'type': 'integer', 'name': 'parks', 'label': '2', 'constraint': '. < 1000'}]},"
                  "{'type': 'select_one yesno', 'name': 'open', 'label': '3', 'default': 'yes'},"
                  "{'type': 'text', 'name': 'why', 'label': '4', 'relevant': '${open} = `no`'},"
                  "{'type': 'calculate', 'name': 'twice', 'calculation': '${parks} * 2'}",
                  "{'yesno': [{'name': 'yes', 'label': 'Yes'}, {'name': 'no', 'label': 'No'}]}"));
}

}  // namespace

TEST_CASE("what the engine itself would send has no findings, whatever was answered on the way") {
  Filled filled(parks());
  const auto check = [&] {
    CHECK(findings(parks(), filled.response->record(false)) == "");
    CAPTURE(filled.response->record(false));
  };
  filled.set("council", "Elm \"&\" Oak\n\xE2\x80\x94 x");
  check();
  filled.set("parks", "12");
  check();
  filled.set("open", "no");
  filled.set("why", "flood");
  check();
  filled.set("open", "yes");
  check();
  filled.set("open", "");
  filled.set("parks", "");
  check();
}

TEST_CASE("a default that somebody has deleted stays deleted") {
  CHECK(findings(parks(), R"({"council":"Elm"})") == "");
}

TEST_CASE("each thing that the engine would not send is named") {
  CHECK(findings(parks(), R"({})") == "council required;");
  CHECK(findings(parks(), R"({"council":"Elm","size":{"parks":2000},"twice":4000})") == "parks constraint;");
  CHECK(findings(parks(), R"({"council":"Elm","open":"maybe"})") == "open type_choice;");
  CHECK(findings(parks(), R"({"council":"Elm","colour":"red"})") == "colour unknown_question;");
  CHECK(findings(parks(), R"({"council":"Elm","open":"yes","why":"flood"})") == "why not_relevant;");
  CHECK(findings(parks(), R"({"council":"Elm","size":{"parks":2},"twice":5})") == "twice calculation;");
  CHECK(findings(parks(), R"({"council":"Elm","size":{"parks":2}})") == "twice missing;");
  CHECK(findings(parks(), R"({"council":"Elm","size":{"parks":"2"},"twice":4})") == "parks body;");
  CHECK(findings(parks(), R"({"council":"Elm","parks":2,"twice":4})") == " body;");
  CHECK(findings(parks(), R"({"open":"yes","council":"Elm"})") == " body;");
  CHECK(findings(parks(), R"({"council":"Elm" })") == " body;");
}

TEST_CASE("what is no record at all is said once") {
  for (const char* body :
       {"", "[]", "{", "{\"council\":\"Elm\",\"council\":\"Oak\"}", "{\"council\":\"\xFF\"}"}) {
    CAPTURE(body);
    CHECK(findings(parks(), body) == " body;");
    CHECK(findings(parks(), body, EventKind::draft) == " body;");
  }
}

TEST_CASE(
    "a draft may be unfinished and know questions that this version does not; a withdrawal says nothing") {
  CHECK(findings(parks(), R"({"size":{"parks":2000},"gone":"x","/data/old":1})", EventKind::draft) == "");
  CHECK(findings(parks(), "", EventKind::withdraw) == "");
  CHECK(findings(parks(), "{}", EventKind::withdraw) == " body;");
}

TEST_CASE("who filled it in may stand at the end of the record, and nothing else there") {
  CHECK(findings(parks(), R"({"council":"Elm","meta":{"filled_in_by":"Ann"}})") == "");
  const std::string name(200, 'x');
  CHECK(findings(parks(), R"({"council":"Elm","meta":{"filled_in_by":")" + name + R"("}})") == "");
  CHECK(findings(parks(), R"({"council":"Elm","meta":{"filled_in_by":")" + name + R"(x"}})") ==
        "filled_in_by unknown_question;");
  CHECK(findings(parks(), R"({"council":"Elm","meta":{"filled_in_by":"Ann","x":1}})") ==
        "filled_in_by unknown_question;x unknown_question;");
  CHECK(findings(parks(), R"({"meta":{"filled_in_by":"Ann"}})") == "council required;");
}

TEST_CASE("what depends on the day is judged by the day on which it was finished, not by today") {
  const auto visit = response::read_survey(
      survey_json("{'type': 'date', 'name': 'visit', 'label': '1', 'constraint': '. >= today()'}"));
  CHECK(findings(visit, R"({"visit":"2015-03-13"})") == "");
  CHECK(findings(visit, R"({"visit":"2015-03-12"})") == "visit constraint;");
}

TEST_CASE("what chance and the clock gave is taken as it came") {
  const auto stamped = response::read_survey(
      survey_json("{'type': 'text', 'name': 'q', 'label': '1'},"
                  "{'type': 'calculate', 'name': 'id', 'calculation': 'once(uuid())'},"
                  "{'type': 'calculate', 'name': 'made', 'calculation': 'once(now())'}"));
  Filled filled(stamped);
  filled.set("q", "x");
  CHECK(findings(stamped, filled.response->record(false), EventKind::submit, kMarch + 999'999) == "");
}

TEST_CASE("a calculation may quote a choice's label in any language of the survey") {
  const std::string json =
      R"json({"takestock":1,"id":"test","version":"1","title":{"en":"T","cy":"T"},"default_language":"en",
    "languages":["en","cy"],"choices":{"yesno":[{"name":"yes","label":{"en":"Yes","cy":"Ydw"}},
    {"name":"no","label":{"en":"No","cy":"Nac ydw"}}]},
    "survey":[{"type":"select_one yesno","name":"open","label":{"en":"Open?","cy":"Ar agor?"}},
      {"type":"calculate","name":"said","calculation":"jr:choice-name(${open}, '${open}')"}]})json";
  const auto bilingual = response::read_survey(json);
  CHECK(findings(bilingual, R"({"open":"yes","said":"Yes"})") == "");
  CHECK(findings(bilingual, R"({"open":"yes","said":"Ydw"})") == "");
  CHECK(findings(bilingual, R"({"open":"yes","said":"Oui"})") == "said calculation;");
}

TEST_CASE("two machines' logarithms may differ in their last digits, and no further") {
  const auto grown = response::read_survey(
      survey_json("{'type': 'integer', 'name': 'n', 'label': '1'},"
                  "{'type': 'calculate', 'name': 'root', 'calculation': 'pow(${n}, 0.3)'}"));
  Filled filled(grown);
  filled.set("n", "2");
  std::string body = filled.response->record(false);
  CHECK(findings(grown, body) == "");
  REQUIRE(body.size() > 20);
  char& last = body[body.size() - 2];
  last = last == '3' ? '4' : '3';
  CHECK(findings(grown, body) == "");
  CHECK(findings(grown, R"({"n":2,"root":1.2312})") == "root calculation;");
}
