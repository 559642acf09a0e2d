#include "identity/link.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "base/digest.h"

using namespace takestock;
using identity::Link;

namespace {

Link sample() {
  SeededRandom random(7);
  return identity::make_link("pilot-2027", identity::make_invitee(random, identity::Invited::person), random);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return text;
}

std::string address(const Link& link) { return "https://survey.example.org/" + link.fragment(); }

std::string refusal(const std::string& text, const std::string& round = "pilot-2027") {
  const auto read = identity::read_link(text, round);
  REQUIRE(!read.ok());
  CHECK(read.error().code == Code::bad_text);
  return read.error().message;
}

bool same(const Result<Link>& read, const Link& link) {
  return read.ok() && read->round == link.round && read->invitee == link.invitee && read->token == link.token;
}

}  // namespace

TEST_CASE("a link is eight groups of five letters behind the round, and reads as what it was") {
  const Link link = sample();
  CHECK(link.code().size() == 47);
  CHECK(link.fragment() == "#/pilot-2027/" + link.code());
  CHECK(same(identity::read_link(address(link)), link));
  CHECK(same(identity::read_link(link.fragment()), link));
  CHECK(same(identity::read_link(link.code(), "pilot-2027"), link));
}

TEST_CASE("what mail programs, paper and people make of a link is mended without a word") {
  const Link link = sample();
  const std::string whole = address(link), code = link.code();
  const std::string wrapped = whole.substr(0, whole.size() - 20) + "=\r\n" + whole.substr(whole.size() - 20);
  const std::string quoted =
      "> " + whole.substr(0, whole.size() - 20) + "\n> " + whole.substr(whole.size() - 20);
  const std::string forms[] = {
      upper(whole),
      upper(code),
      replaced(code, "-", ""),
      replaced(code, "-", " "),
      replaced(code, "-", "%20"),
      replaced(code, "-", "\xE2\x80\x91"),   // non-breaking hyphen
      replaced(code, "-", "\xE2\x80\x93"),   // en dash
      replaced(code, "-", "\xE2\x88\x92"),   // minus
      replaced(code, "-", "-\xC2\xAD"),      // soft hyphen
      replaced(code, "-", "-\xE2\x80\x8B"),  // zero width space
      replaced(code, "-", "\xC2\xA0"),       // no-break space
      replaced(code, "-", "&#8209;"),
      replaced(code, "-", "&#x2011;"),
      replaced(code, "-", "-&shy;"),
      replaced(code, "-", "-&nbsp;"),
      replaced(code, "0", "O"),
      replaced(code, "0", "o"),
      replaced(code, "1", "I"),
      replaced(code, "1", "l"),
      "\xEF\xBB\xBF" + code,
      "  \t" + whole + "\r\n",
      whole + ".",
      whole + ",",
      whole + ").",
      whole + "\"",
      whole + "\xE2\x80\x9D",  // closing quotation mark
      whole + "/",
      whole + "%20",
      whole + "&gt;",
      whole + " Kind regards",
      "<" + whole + ">",
      "(" + code + ")",
      "\"" + code + "\"",
      "Your link: " + whole,
      "*" + whole + "*",
      replaced(whole, "#", "%23"),
      replaced(replaced(whole, "#", "%23"), "%", "%25"),
      replaced(whole, "#", "&num;"),
      replaced(whole, "#/", "#%2F"),
      replaced(whole, "#/", ""),
      "https://eur01.safelinks.example/?url=https%3A%2F%2Fsurvey.example.org%2F%23%2Fpilot-2027%2F" + code +
          "&amp;data=05%7C01%7Cx&reserved=0",
      replaced(whole, "-", "=2D"),
      replaced(whole, "pilot-2027", "Pilot-2027"),
      replaced(whole, "pilot-2027", "pilot-\n2027"),
      wrapped,
      quoted,
  };
  for (const std::string& form : forms) {
    const auto read = identity::read_link(form, "pilot-2027");
    CHECK_MESSAGE(same(read, link), form, ": ", (read.ok() ? read->fragment() : read.error().message));
  }
}

TEST_CASE("what cannot be mended is told in one sentence that says what is wrong") {
  const Link link = sample();
  const std::string code = link.code(), bare = replaced(code, "-", "");
  CHECK(refusal("") == "There is no link in this text.");
  CHECK(refusal(" -- .") == "There is no link in this text.");
  CHECK(refusal(bare.substr(0, 39)) == "This link is too short: 1 letter is missing of the 40 at its end.");
  CHECK(refusal(address(link).substr(0, address(link).size() - 8)) ==
        "This link is too short: 7 letters are missing of the 40 at its end.");
  CHECK(refusal(bare + "7") == "This link is too long: more than 40 letters are at its end.");
  CHECK(refusal(code + "-abcde") == "This link is too long: more than 40 letters are at its end.");
  CHECK(refusal("u" + bare.substr(1)) == "\"u\" stands in this link, at a place where no link has it.");
  CHECK(refusal("\xD0\xB0" + bare.substr(1)) ==
        "\"\xD0\xB0\" stands in this link, at a place where no link has it.");
  CHECK(refusal(bare.substr(0, 20) + "." + bare.substr(20)).find("no link has it") != std::string::npos);
  CHECK(refusal(code, "") == "This link does not say which survey it is for.");
  CHECK(refusal("https://survey.example.org/#/a b_c/" + code) ==
        "This link does not say which survey it is for.");
  CHECK(refusal(std::string(10'001, 'a')) == "This text is too long for a link.");
}

TEST_CASE("one letter changed or two changed places are told, nearly always") {
  const Link link = sample();
  const std::string letters = replaced(link.code(), "-", "");
  int tried = 0, passed = 0;
  for (std::size_t at = 0; at < letters.size(); ++at)
    for (const char other : std::string("0123456789abcdefghjkmnpqrstvwxyz")) {
      std::string changed = letters;
      if (changed[at] == other) continue;
      changed[at] = other;
      ++tried, passed += identity::read_link(changed, "pilot-2027").ok();
    }
  CHECK(tried == 40 * 31);
  CHECK(passed <= 6);  // one in 1,024 cannot be told
  const std::string different = "One or more letters of this link are different";
  CHECK(refusal(letters.substr(1) + letters[0]).substr(0, different.size()) == different);
}

TEST_CASE("no two of many links are the same, none has a letter that is read as another, all are read back") {
  SeededRandom random(99);
  std::set<std::string> tokens;
  bool all_read = true, plain = true, marked = true;
  for (int i = 0; i < 200'000; ++i) {
    const auto invited = static_cast<identity::Invited>(i % 3);
    const Link link = identity::make_link("r", identity::make_invitee(random, invited), random);
    plain = plain && link.code().find_first_of("ilouILOU") == std::string::npos;
    marked = marked && link.self_made() == (invited == identity::Invited::self_made) &&
             link.interviewer() == (invited == identity::Invited::interviewer);
    all_read = all_read && same(identity::read_link(link.code(), "r"), link);
    tokens.insert(link.token);
  }
  CHECK(plain);
  CHECK(marked);
  CHECK(all_read);
  CHECK(tokens.size() == 200'000);
}

TEST_CASE("a million random texts of forty letters pass the check as rarely as chance has it") {
  SeededRandom random(5);
  int passed = 0;
  std::string text(40, '0');
  for (int i = 0; i < 1'000'000; ++i) {
    std::uint8_t bytes[40];
    random.fill(bytes, sizeof bytes);
    for (std::size_t k = 0; k < 40; ++k) text[k] = "0123456789abcdefghjkmnpqrstvwxyz"[bytes[k] % 32];
    passed += identity::read_link(text, "r").ok();
  }
  CHECK(passed > 850);
  CHECK(passed < 1'110);
}

TEST_CASE("the hub's hash is of the token alone and the response of round and invitee alone") {
  const Link link = sample();
  SeededRandom random(1);
  const Link again = identity::make_link(link.round, link.invitee, random);
  CHECK(again.token != link.token);
  CHECK(again.token_hash() != link.token_hash());
  CHECK(link.token_hash() == sha256_hex("takestock link 126:" + link.token + ","));
  CHECK(identity::response_of(again.round, again.invitee) == identity::response_of(link.round, link.invitee));
  CHECK(identity::response_of("other", link.invitee) != identity::response_of(link.round, link.invitee));
  CHECK(identity::response_of("a", "bc").size() == 32);
  CHECK(identity::response_of("a", "bc") != identity::response_of("ab", "c"));
}

TEST_CASE("no text brings the reading of links down") {
  SeededRandom random(12);
  const std::string parts[] = {"%",        "=",    "&#", ";", "#/",           "/",  "-",
                               "\xE2\x80", "\xFF", "a",  "0", "&#xFFFFFFFF;", "%2", "\n"};
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::uint64_t k = random.next() % 30; k > 0; --k) text += parts[random.next() % std::size(parts)];
    const auto read = identity::read_link(text, "r");
    CHECK((read.ok() || !read.error().message.empty()));
  }
}

TEST_CASE("an interview's id shows whose it is without a table, and no two are the same") {
  SeededRandom random(21);
  const std::string mine = identity::make_invitee(random, identity::Invited::interviewer);
  const std::string other = identity::make_invitee(random, identity::Invited::interviewer);
  std::set<std::string> ids;
  bool known = true, confused = false;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = identity::interview_of("r1", mine, random);
    ids.insert(id);
    known = known && id.size() == 32 && identity::is_interview_of("r1", mine, id);
    confused =
        confused || identity::is_interview_of("r2", mine, id) || identity::is_interview_of("r1", other, id);
  }
  CHECK(ids.size() == 10'000);
  CHECK(known);
  CHECK_FALSE(confused);
}

TEST_CASE("an id that is not of 32 lower-case hex digits is nobody's interview") {
  SeededRandom random(22);
  const std::string invitee = identity::make_invitee(random, identity::Invited::interviewer);
  const std::string id = identity::interview_of("r1", invitee, random);
  CHECK(identity::is_interview_of("r1", invitee, id));
  CHECK_FALSE(identity::is_interview_of("r1", invitee, ""));
  CHECK_FALSE(identity::is_interview_of("r1", invitee, id.substr(0, 31)));
  CHECK_FALSE(identity::is_interview_of("r1", invitee, id + "0"));
  CHECK_FALSE(identity::is_interview_of("r1", invitee, id.substr(0, 31) + "G"));
  CHECK_FALSE(identity::is_interview_of("r1", invitee, identity::response_of("r1", invitee)));
}

TEST_CASE("an interview's id is the same function of round, interviewer and chance for ever") {
  struct NoChance final : takestock::Random {
    void fill(std::uint8_t* out, std::size_t size) override {
      std::fill(out, out + size, std::uint8_t{0xab});
    }
  } chance;
  const std::string id = identity::interview_of("pilot-2027", "y00000000001", chance);
  CHECK(id.substr(0, 16) ==
        takestock::sha256_hex("takestock interviews 110:pilot-2027,12:y00000000001,").substr(0, 16));
  CHECK(id.substr(16) == "abababababababab");
}
