#include "unit/hub/campaign.h"

using namespace takestock;
using namespace takestock::hub;
using nlohmann::json;

namespace {

const char* const kCounts[] = {"invited", "issued", "opened", "started", "sent", "other_ways"};

json sum_of(const json& rows) {
  json out;
  for (const char* count : kCounts) out[count] = 0;
  for (const json& row : rows)
    for (const char* count : kCounts) out[count] = out[count].get<int>() + row[count].get<int>();
  return out;
}

}  // namespace

TEST_CASE("progress counts each contact as far as he came, and every table adds up to the total") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Campaign campaign(kind);
    campaign.import(kTable);
    const std::string ann = campaign.invitee("ann@ash.example.org"),
                      bob = campaign.invitee("bob@birch.example.org"),
                      cy = campaign.invitee("cy@cedar.example.org");
    const auto progress = [&] { return json_of(campaign.ask(progress_endpoints(), "GET", "/progress")); };
    CHECK(progress()["total"] ==
          json{{"invited", 4}, {"issued", 0}, {"opened", 0}, {"started", 0}, {"sent", 0}, {"other_ways", 0}});

    campaign.ask(link_endpoints(), "POST", "/links", R"({"invitees":[")" + ann + "\",\"" + bob + R"("]})");
    campaign.answer(ann);
    campaign.mark(bob, false);
    campaign.answer(cy, "post");
    const Status made = campaign.with_desk([](Desk& desk) {
      desk.work.run(
          "INSERT INTO invitee VALUES('r1', 'zzz', 'resp', 'self:zzz', '', '', '', '', '', '', 1, 0, 1, 1, "
          "1)");
    });
    REQUIRE(made.ok());

    const json got = progress();
    CHECK(got["as_of"] == 1'447'977'600'000);
    CHECK(got["total"] ==
          json{{"invited", 4}, {"issued", 2}, {"opened", 2}, {"started", 1}, {"sent", 2}, {"other_ways", 1}});
    CHECK(got["unverified"] == json{{"made", 1}, {"started", 1}, {"sent", 0}});
    for (const char* group : {"region", "council_type", "role"})
      CHECK(sum_of(got["by"][group]) == got["total"]);
    CHECK(sum_of(got["cross"]) == got["total"]);
    CHECK(got["by"]["region"].size() == 2);
    CHECK(got["by"]["region"][1]["region"] == "South East");
    CHECK(got["by"]["region"][1]["sent"] == 2);
    CHECK(got["cross"].size() == 4);

    campaign.round = "r2";
    CHECK(campaign.ask(progress_endpoints(), "GET", "/progress").status == 404);
  }
}

TEST_CASE("the list to chase has those who have not answered, did not opt out and were asked") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Campaign campaign(kind);
    campaign.import(kTable);
    campaign.answer(campaign.invitee("ann@ash.example.org"));
    campaign.ask(contact_endpoints(), "POST", "/contacts/{invitee}", R"({"opted_out":true})", {},
                 campaign.invitee("bob@birch.example.org"));
    const json got =
        json_of(campaign.ask(contact_endpoints(), "GET", "/contacts", "", {{"state", "to_chase"}}));
    REQUIRE(got["contacts"].size() == 2);
    CHECK(got["contacts"][0]["name"] == "Cy Cedar");
    CHECK(got["contacts"][1]["name"] == "Di Dogwood");
    const Reply file = campaign.ask(contact_endpoints(), "GET", "/contacts.csv", "", {{"state", "to_chase"}});
    CHECK(file.status == 200);
    CHECK(file.type == "text/csv; charset=utf-8");
    CHECK(std::count(file.body.begin(), file.body.end(), '\n') == 3);
    CHECK(file.body.find("Cy Cedar") < file.body.find("Di Dogwood"));
    CHECK(file.body.find("Ann") == std::string::npos);
    CHECK(campaign.rows("SELECT by_user, detail FROM audit WHERE action = 'contacts_downloaded'", 2) ==
          std::vector<std::string>{"olive|2 contacts (to_chase)."});
    CHECK(campaign.ask(contact_endpoints(), "GET", "/contacts.csv", "", {{"state", "x"}}).status == 400);
  }
}
