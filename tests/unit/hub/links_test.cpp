#include <set>

#include "results/csv.h"
#include "unit/hub/campaign.h"

using namespace takestock;
using namespace takestock::hub;

namespace {

using Table = std::vector<std::vector<std::string>>;

Table table_of(const Reply& reply) {
  CHECK(reply.status == 200);
  Table out;
  const Status read = results::read_csv(reply.body, [&](std::size_t, std::vector<std::string>& cells) {
    out.push_back(cells);
    return Status(Done{});
  });
  CHECK(read.ok());
  return out;
}

identity::Link link_of(const std::string& address) {
  auto link = identity::read_link(address);
  REQUIRE(link.ok());
  return *link;
}

}  // namespace

TEST_CASE("issuing gives everybody who has none a link of his own, of which only the hash is kept") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Campaign campaign(kind);
    campaign.import(kTable);
    const std::string cy = campaign.invitee("cy@cedar.example.org");
    campaign.ask(contact_endpoints(), "POST", "/contacts/{invitee}", R"({"opted_out":true})", {}, cy);
    const auto issue = [&](const std::string& body) {
      return campaign.ask(link_endpoints(), "POST", "/links", body);
    };
    const Table table = table_of(issue("{}"));
    REQUIRE(table.size() == 4);
    CHECK(table[0] == std::vector<std::string>{"invitee", "name", "email", "organisation", "link"});
    std::string all;
    for (const std::string& row :
         campaign.rows("SELECT token_hash, invitee, kind, issued_by, revoked FROM link", 5))
      all += row + "\n";
    for (std::size_t i = 1; i < table.size(); ++i) {
      const identity::Link link = link_of(table[i][4]);
      CHECK(table[i][4].substr(0, 31) == "https://survey.example.org/#/r1");
      CHECK(link.invitee == table[i][0]);
      CHECK(link.invitee != cy);
      CHECK(all.find(link.token_hash() + "|" + link.invitee + "|invited|olive|0\n") != std::string::npos);
      CHECK(all.find(link.token) == std::string::npos);
      CHECK(campaign.rows("SELECT response FROM invitee WHERE id = '" + link.invitee + "'", 1)[0] ==
            identity::response_of("r1", link.invitee));
    }
    CHECK(table_of(issue("{}")).size() == 1);
    CHECK(table_of(issue(R"({"invitees":[")" + cy + R"("],"ends":1449000000000})")).size() == 2);
    CHECK(campaign.rows("SELECT ends FROM link WHERE invitee = '" + cy + "'", 1) ==
          std::vector<std::string>{"1449000000000"});
    CHECK(issue(R"({"invitees":["nobody"]})").status == 404);
    CHECK(issue(R"({"ends":5})").status == 400);
    CHECK(issue(R"({"ends":"soon"})").status == 400);
    for (const std::string& detail : campaign.rows("SELECT detail FROM audit", 1))
      CHECK(detail.find("#/") == std::string::npos);
  }
}

TEST_CASE("a name that looks like a formula is harmless in the mail-merge file") {
  Campaign campaign("sqlite");
  campaign.import("name,email\n\"=HYPERLINK(\"\"http://x\"\")\",a@b.example.org\n");
  CHECK(campaign.rows("SELECT name FROM invitee", 1) == std::vector<std::string>{"=HYPERLINK(\"http://x\")"});
  CHECK(table_of(campaign.ask(link_endpoints(), "POST", "/links", "{}"))[1][1] ==
        "'=HYPERLINK(\"http://x\")");
}

TEST_CASE(
    "a reissued link ends those before and speaks for the same response; a revoked one is not issued again "
    "by itself") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Campaign campaign(kind);
    campaign.import(kTable);
    table_of(campaign.ask(link_endpoints(), "POST", "/links", "{}"));
    const std::string ann = campaign.invitee("ann@ash.example.org"),
                      bob = campaign.invitee("bob@birch.example.org");
    const Reply reply = campaign.ask(link_endpoints(), "POST", "/links/{invitee}/reissue",
                                     R"({"reason":"Forwarded"})", {}, ann);
    const identity::Link link = link_of(json_of(reply)["link"]);
    CHECK(link.invitee == ann);
    CHECK(campaign.rows("SELECT token_hash FROM link WHERE revoked = 0 AND invitee = '" + ann + "'", 1) ==
          std::vector<std::string>{link.token_hash()});
    CHECK(campaign.rows("SELECT revoked_why FROM link WHERE revoked > 0", 1) ==
          std::vector<std::string>{"Forwarded"});

    const auto revoke = [&](const std::string& body) {
      return campaign.ask(link_endpoints(), "POST", "/links/{invitee}/revoke", body, {}, bob);
    };
    CHECK(revoke("{}").status == 400);
    CHECK(revoke(R"({"reason":"  "})").status == 400);
    CHECK(json_of(revoke(R"({"reason":"Left the council"})"))["revoked"] == 1);
    CHECK(campaign.rows("SELECT state FROM contact WHERE id = '" + bob + "'", 1) ==
          std::vector<std::string>{"no_link"});
    CHECK(table_of(campaign.ask(link_endpoints(), "POST", "/links", "{}")).size() == 1);
    CHECK(campaign.rows("SELECT action, detail FROM audit WHERE action <> 'links_issued' ORDER BY at, id", 2)
              .size() == 2);
  }
}

TEST_CASE(
    "a link for entering is good for a day, keeps its channel and leaves the contact as far as he was") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Campaign campaign(kind);
    campaign.import(kTable);
    const std::string ann = campaign.invitee("ann@ash.example.org");
    const auto enter = [&](const std::string& body) {
      return campaign.ask(entry_endpoints(), "POST", "/entry/{invitee}", body, {}, ann);
    };
    const auto made = json_of(enter(R"({"channel":"post","received":1447900000000})"));
    CHECK(link_of(made["link"]).invitee == ann);
    CHECK(made["replaces"] == false);
    CHECK(campaign.rows("SELECT kind, channel, ends, received, issued_by FROM link", 5) ==
          std::vector<std::string>{"entry|post|1448064000000|1447900000000|olive"});
    CHECK(campaign.rows("SELECT state FROM contact WHERE id = '" + ann + "'", 1) ==
          std::vector<std::string>{"no_link"});
    campaign.answer(ann, "post");
    CHECK(json_of(enter(R"({"channel":"email","received":1447900000000})"))["replaces"] == true);
    CHECK(enter(R"({"channel":"pigeon","received":1447900000000})").status == 400);
    CHECK(enter(R"({"channel":"post"})").status == 400);
    CHECK(enter(R"({"channel":"post","received":1447999999999999})").status == 400);
    CHECK(enter(R"({"channel":"post","received":1447999999999})").status == 400);
  }
}
