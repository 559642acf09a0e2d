// What is decided about a request before an endpoint sees it.
#include <doctest/doctest.h>

#include "base/doors.h"
#include "hub/answer.h"
#include "hub/gzip.h"
#include "hub/limits.h"
#include "hub/log.h"
#include "hub/request_head.h"
#include "hub/routes.h"
#include "hub/target.h"

using namespace takestock;
using namespace takestock::hub;

TEST_CASE("a target is a path and a query, decoded") {
  const auto target = read_target("/api/v1/rounds/a%20b?q=x+y&empty=&%C3%BC=%2B");
  REQUIRE(target.ok());
  CHECK(target->path == "/api/v1/rounds/a b");
  CHECK(target->query.at("q") == "x y");
  CHECK(target->query.at("empty").empty());
  CHECK(target->query.at("\u00fc") == "+");
  CHECK(read_target("/")->path == "/");
  CHECK(read_target("/a/")->path == "/a/");
}

TEST_CASE("a target that two programs could understand differently is refused") {
  for (const char* target :
       {"",       "a",          "*",         "http://x/", "/..",     "/a/../b", "/./a",
        "//a",    "/a//b",      "/%2e%2e/a", "/a%2fb",    "/a%5cb",  "/a\\b",   "/%00",
        "/a%0ab", "/%252e",     "/%",        "/%4",       "/%zz",    "/%ff",    "/%c0%ae",
        "/a#b",   "/a?x=1&x=2", "/a?x=%zz",  "/a?x=%00",  "/a?x=%ff"}) {
    CAPTURE(target);
    CHECK_FALSE(read_target(target).ok());
  }
}

TEST_CASE("a query of more than 64 names is refused") {
  std::string query = "/a?";
  for (int i = 0; i < 64; ++i) query += "n" + std::to_string(i) + "=1&";
  CHECK(read_target(query).ok());
  CHECK_FALSE(read_target(query + "more=1").ok());
}

TEST_CASE("a head is complete with its blank line, and lines end with CR LF and are not folded") {
  CHECK(head_size("GET / HTTP/1.1\r\nHost: a\r\n\r\nrest") == 27);
  CHECK(head_size("GET / HTTP/1.1\r\nHost: a\r\n") == std::string_view::npos);
  CHECK(std::string(malformed("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).empty());
  CHECK(std::string(malformed("GET / HTTP/1.1\r")).empty());
  for (const std::string_view head :
       {std::string_view("\r\nGET"), std::string_view("GET / HTTP/1.1\nHost"), std::string_view("A: b\rc"),
        std::string_view("A: b\r\n c"), std::string_view("A: b\r\n\tc"), std::string_view("A: \0b", 5)}) {
    CAPTURE(head);
    CHECK_FALSE(std::string(malformed(head)).empty());
  }
}

TEST_CASE("what was packed comes back, up to the limit and not one byte more") {
  const std::string text(100'000, 'x');
  const std::string packed = deflated(text);
  CHECK(packed.size() < 1000);
  CHECK(*inflated(packed, text.size()) == text);
  CHECK(inflated(packed, text.size() - 1).error().code == Code::limit);
  CHECK(inflated(deflated(""), 0)->empty());
}

TEST_CASE("gzip that is cut off, altered, doubled or none is refused") {
  const std::string packed = deflated("The bins are emptied on Mondays.");
  for (std::size_t size = 0; size < packed.size(); ++size)
    CHECK_FALSE(inflated(packed.substr(0, size), 1000).ok());
  std::string altered = packed;
  altered[packed.size() - 6] = static_cast<char>(altered[packed.size() - 6] ^ 1);  // its check
  CHECK_FALSE(inflated(altered, 1000).ok());
  CHECK_FALSE(inflated(packed + packed, 1000).ok());
  CHECK_FALSE(inflated(packed + "x", 1000).ok());
  CHECK_FALSE(inflated("plain", 1000).ok());
}

TEST_CASE("a coding is accepted where it is named and not given the weight 0") {
  CHECK(accepts("gzip, deflate, br", "br"));
  CHECK(accepts("br;q=0.1", "br"));
  CHECK_FALSE(accepts("br;q=0", "br"));
  CHECK_FALSE(accepts("br;q=0.0,gzip", "br"));
  CHECK_FALSE(accepts("brotli", "br"));
  CHECK_FALSE(accepts("", "gzip"));
}

TEST_CASE("an answer's head has its length and never a broken line") {
  Answer answer;
  answer.body = std::make_shared<const std::string>("12345");
  answer.headers = {{"X-Good", "yes"}, {"X-Bad", "a\r\nSet-Cookie: b"}};
  const std::string head = head_text(answer, 1'795'000'000'000, true, false);
  CHECK(head.rfind("HTTP/1.1 200 OK\r\nDate: Wed, 18 Nov 2026 11:06:40 GMT\r\n", 0) == 0);
  CHECK(head.find("Content-Length: 5\r\n") != std::string::npos);
  CHECK(head.find("X-Good: yes\r\n") != std::string::npos);
  CHECK(head.find("X-Bad") == std::string::npos);
  CHECK(head.find("Set-Cookie") == std::string::npos);
  CHECK(head.find("Referrer-Policy: no-referrer\r\n") != std::string::npos);
  CHECK(head.find("Strict-Transport-Security: ") != std::string::npos);
  CHECK(head.find("Connection: close\r\n") != std::string::npos);
  CHECK(head.substr(head.size() - 4) == "\r\n\r\n");
}

namespace {

Accepted accept_nothing(Hub&, Request&&, std::shared_ptr<const User>) { return {}; }

}  // namespace

TEST_CASE("a row is found by method and path, and a word goes before a name") {
  const Routes routes({{"GET", "/r/{round}/c/{invitee}", Role::nobody, 1, accept_nothing},
                       {"POST", "/r/{round}/c/{invitee}", Role::nobody, 2, accept_nothing},
                       {"POST", "/r/{round}/c/preview", Role::nobody, 3, accept_nothing}});
  const auto named = routes.find("POST", "/r/one/c/two");
  REQUIRE(named.endpoint);
  CHECK(named.endpoint->body_bytes == 2);
  CHECK(named.arguments.at("round") == "one");
  CHECK(named.arguments.at("invitee") == "two");
  CHECK(routes.find("POST", "/r/one/c/preview").endpoint->body_bytes == 3);
  CHECK(routes.find("HEAD", "/r/one/c/two").endpoint->body_bytes == 1);
  CHECK_FALSE(routes.find("DELETE", "/r/one/c/two").endpoint);
  CHECK(routes.find("DELETE", "/r/one/c/two").allowed == "GET, POST");
  for (const char* path : {"/r/one/c", "/r/one/c/", "/r/one/c/two/three", "/", "/r//c/two"})
    CHECK(routes.find("GET", path).allowed.empty());
}

TEST_CASE("a bucket gives its burst at once, then at its rate, and says how long to wait") {
  FixedClock clock(1'000'000);
  Buckets buckets(clock, 0.5, 3);
  for (int i = 0; i < 3; ++i) CHECK(buckets.take("a") == 0);
  CHECK(buckets.take("a") == 2);
  CHECK(buckets.take("b") == 0);
  clock.advance(2000);
  CHECK(buckets.take("a") == 0);
  CHECK(buckets.take("a") == 2);
  clock.advance(-3'600'000);  // a clock that is set back takes nothing and gives nothing
  CHECK(buckets.take("a") > 0);
}

TEST_CASE("addresses are counted by host or household and logged as a region of the net") {
  CHECK(counted_address("203.0.113.7") == "203.0.113.7");
  CHECK(counted_address("::ffff:203.0.113.7") == "203.0.113.7");
  CHECK(counted_address("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
  CHECK(blurred_address("203.0.113.7") == "203.0.113.0/24");
  CHECK(blurred_address("::ffff:203.0.113.7") == "203.0.113.0/24");
  CHECK(blurred_address("2001:db8:1:2:3:4:5:6") == "2001:db8:1::/48");
  CHECK(blurred_address("no address").empty());
}
