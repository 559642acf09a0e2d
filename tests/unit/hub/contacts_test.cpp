#include "unit/hub/campaign.h"

using namespace takestock;
using namespace takestock::hub;

namespace {

std::vector<std::string> problems_of(const std::string& table, const std::string& mapping = "") {
  const auto file = read_contacts(table, mapping);
  if (!file) return {file.error().message};
  std::vector<std::string> out;
  for (const ContactProblem& problem : file->problems) out.push_back(problem.text);
  return out;
}

ContactsFile file_of(const std::string& table, const std::string& mapping = "") {
  auto file = read_contacts(table, mapping);
  REQUIRE(file.ok());
  return *file;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("the columns of a list of contacts are guessed from their headers") {
  const ContactsFile file = file_of(
      "Ref;First name;Last name;E-mail Address;Council;Job title;Council type;REGION\n"
      "17;Ann;Ash;ann@ash.example.org;Ashford;Leader;District;South East\n");
  CHECK(file.mapping == ContactMapping{1, 2, 3, 4, 5, 6, 7, 0});
  REQUIRE(file.contacts.size() == 1);
  CHECK(file.contacts[0].details.name == "Ann Ash");
  CHECK(file.contacts[0].details.council_type == "District");
  CHECK(file.contacts[0].source_key == "id:17");
  CHECK(file_of("Who,How\nAnn,ann@ash.example.org\n").mapping[2] == 1);
}

TEST_CASE("what is wrong with a contact is said with its row as a spreadsheet counts it") {
  CHECK(problems_of("name,email\n\"Ann\nAsh\",ann@ash.example.org\n\nBob,bob.example.org\n") ==
        Texts{"Row 4: the e-mail address has no @."});
  CHECK(problems_of("name,email\nA,a@b@c.org\nB,a "
                    "b@c.org\nC,zo\xC3\xAB@c.org\nD,<d@c.org>\nE,@c.org\nF,f@localhost\n,\nG,g@c..org") ==
        Texts{"Row 2: there is more than one e-mail address, or an @ too many.",
              "Row 3: the e-mail address has a space in it.",
              "Row 4: the e-mail address has a letter that e-mail addresses cannot have.",
              "Row 5: the e-mail address has a sign that e-mail addresses cannot have.",
              "Row 6: the part of the e-mail address before the @ is missing or too long.",
              "Row 7: what stands behind the @ of the e-mail address is no domain, such as example.org.",
              "Row 9: what stands behind the @ of the e-mail address is no domain, such as example.org."});
  CHECK(problems_of("name,role\n" + std::string(201, 'x') + ",\n,Leader\na,b,c\n\x01,x") ==
        Texts{"Row 2: the name is 201 characters long; at most 200 can be kept.",
              "Row 3: there is no name, no organisation and no e-mail address.",
              "Row 4: it has 3 cells, the header has 2.",
              "Row 5: the name has a character that cannot be read."});
}

TEST_CASE("one person twice in a file is told, not added twice") {
  CHECK(problems_of("name,email\nAnn,info@ash.example.org\nBob,INFO@ash.example.org\n") ==
        Texts{"Row 3: it has the same e-mail address as row 2; if these are two people, add a column with an "
              "id for each."});
  CHECK(
      problems_of("name,email,id\nAnn,info@ash.example.org,1\nBob,INFO@ash.example.org,2\nCy,c@c.org,2\n") ==
      Texts{"Row 4: it has the same id as row 3."});
  CHECK(problems_of("name,council\nAnn,Ash\nANN,ash\n") ==
        Texts{"Row 3: it has the same organisation, role and name as row 2."});
}

TEST_CASE("a file that is too large or has no header is refused") {
  CHECK(problems_of("") == Texts{"This file has no header row."});
  CHECK(problems_of("\n,,\n") == Texts{"This file has no header row."});
  CHECK(problems_of(std::string(200, ',')) == Texts{"This file has no header row."});
  std::string wide = "a";
  for (int i = 0; i < 200; ++i) wide += ",a";
  CHECK(problems_of(wide) == Texts{"This file has 201 columns; at most 200 can be read."});
  std::string tall = "name\n";
  for (int i = 0; i < 100'001; ++i) tall += std::to_string(i) + "\n";
  CHECK(problems_of(tall) == Texts{"This file has more than 100,000 rows."});
  CHECK(problems_of(std::string(kContactsBytes + 1, 'a')) == Texts{"This file is larger than 20 MB."});
}

TEST_CASE("a mapping says which column is what, and is refused where it cannot be meant") {
  const ContactsFile file = file_of("a,b,c\nAnn,Ash,Leader\n", "name:1,role:2");
  CHECK(file.contacts[0].details.name == "Ash");
  CHECK(file.contacts[0].details.role == "Leader");
  CHECK(problems_of("a,b\nx,y", "name:0,nick:1") == Texts{"There is no field “nick” of a contact."});
  CHECK(problems_of("a,b\nx,y", "name:2") ==
        Texts{"There is no column “2” for “name”; columns are counted from 0."});
  CHECK(problems_of("a,b\nx,y", "name:-1") ==
        Texts{"There is no column “-1” for “name”; columns are counted from 0."});
  CHECK(problems_of("a,b\nx,y", "name:0,name:1") == Texts{"“name” is named twice."});
  CHECK(problems_of("a,b\nx,y", "name:0,email:0") == Texts{"Column 0 is taken for two fields."});
  CHECK(problems_of("a,b\nx,y", "role:0") ==
        Texts{"A column for the name, the organisation or the e-mail address is needed."});
}

TEST_CASE("nothing is imported before it is confirmed, and again adds nothing") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Campaign campaign(kind);
    const std::string table = "name,email\nAnn,ann@ash.example.org\nBob,bob\n";
    auto seen = json_of(campaign.ask(contact_endpoints(), "POST", "/contacts/preview", table));
    CHECK(seen["new"] == 1);
    CHECK(seen["present"] == 0);
    CHECK(seen["rows"] == 2);
    CHECK(seen["mapping"]["email"] == 1);
    CHECK(seen["mapping"]["region"] == nullptr);
    CHECK(seen["sample"][1][1] == "bob");
    CHECK(seen["problems"][0]["row"] == 3);
    CHECK(campaign.rows("SELECT id FROM invitee", 1).empty());

    const auto import = [&] {
      return json_of(
          campaign.ask(contact_endpoints(), "POST", "/contacts", table, {{"mapping", "name:0,email:1"}}));
    };
    const auto first = import();
    CHECK(first["added"] == 1);
    CHECK(first["problem_rows"] == 1);
    const auto again = import();
    CHECK(again["added"] == 0);
    CHECK(again["present"] == 1);
    CHECK(campaign.rows("SELECT name, email, self_made FROM invitee", 3) ==
          Texts{"Ann|ann@ash.example.org|0"});
    CHECK(campaign.rows("SELECT by_user, action, detail FROM audit ORDER BY at, id", 3).size() == 2);
    CHECK(campaign.ask(contact_endpoints(), "POST", "/contacts", table).status == 400);
  }
}

TEST_CASE("contacts are listed in pages, looked for and sorted by how far they have come") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Campaign campaign(kind);
    std::string table = "name,email\n";
    for (int i = 0; i < 450; ++i)
      table += "P" + std::to_string(1000 + i) + ",p" + std::to_string(i) + "@x.example.org\n";
    REQUIRE(campaign.import(table).added == 450);
    std::vector<std::string> names;
    std::string after;
    for (int page = 0; page < 3; ++page) {
      const auto got = json_of(campaign.ask(contact_endpoints(), "GET", "/contacts", "", {{"after", after}}));
      CHECK(got["contacts"].size() == (page < 2 ? 200 : 50));
      for (const auto& contact : got["contacts"]) names.push_back(contact["name"]);
      CHECK(got["next"].is_null() == (page == 2));
      if (page < 2) after = got["next"];
    }
    REQUIRE(names.size() == 450);
    CHECK(std::is_sorted(names.begin(), names.end()));
    CHECK(names.front() == "P1000");
    CHECK(names.back() == "P1449");

    const auto count = [&](std::map<std::string, std::string> query) {
      return json_of(campaign.ask(contact_endpoints(), "GET", "/contacts", "", std::move(query)))["contacts"]
          .size();
    };
    CHECK(count({{"q", "p10"}}) == 100 + 11 - 1 - 0);
    CHECK(count({{"q", "%"}}) == 0);
    CHECK(count({{"q", "' OR 1=1 --"}}) == 0);
    campaign.answer(campaign.invitee("p7@x.example.org"));
    campaign.mark(campaign.invitee("p8@x.example.org"), true);
    campaign.mark(campaign.invitee("p9@x.example.org"), false);
    CHECK(count({{"state", "sent"}}) == 1);
    CHECK(count({{"state", "started"}}) == 1);
    CHECK(count({{"state", "opened"}}) == 1);
    CHECK(campaign.ask(contact_endpoints(), "GET", "/contacts", "", {{"state", "gone"}}).status == 400);
    campaign.round = "r2";
    CHECK(campaign.ask(contact_endpoints(), "GET", "/contacts").status == 404);
  }
}

TEST_CASE(
    "a contact is corrected and opted out, with an entry in the audit trail and never into what cannot be "
    "mailed") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Campaign campaign(kind);
    campaign.import(kTable);
    const std::string ann = campaign.invitee("ann@ash.example.org");
    const auto change = [&](const std::string& body) {
      return campaign.ask(contact_endpoints(), "POST", "/contacts/{invitee}", body, {}, ann);
    };
    CHECK(json_of(change(R"({"name":" Anne\nAsh ","opted_out":true})"))["contact"]["name"] == "Anne Ash");
    CHECK(campaign.rows("SELECT name, opted_out, email FROM invitee WHERE id = '" + ann + "'", 3) ==
          Texts{"Anne Ash|1|ann@ash.example.org"});
    CHECK(campaign.rows("SELECT detail FROM audit", 1) == Texts{"Contact " + ann + ": name, opted out."});
    CHECK(change(R"({"email":"a@b\r\nBcc: x@y.org"})").status == 400);
    CHECK(change(R"({"email":"nobody"})").status == 400);
    CHECK(change(R"({"response":"x"})").status == 400);
    CHECK(change(R"({"name":"x","name":"y"})").status == 400);
    CHECK(change("[").status == 400);
    CHECK(campaign.rows("SELECT email FROM invitee WHERE id = '" + ann + "'", 1) ==
          Texts{"ann@ash.example.org"});
    CHECK(campaign.ask(contact_endpoints(), "POST", "/contacts/{invitee}", "{}", {}, "nobody").status == 404);
  }
}
