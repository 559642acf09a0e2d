#include <sstream>

#include "unit/store/scratch.h"

namespace takestock::store {
namespace {

const std::string kSurvey = "taking-stock";

std::vector<std::string> values(const std::vector<HistoryRow>& history) {
  std::vector<std::string> all;
  for (const HistoryRow& row : history) all.push_back(row.value);
  return all;
}

TEST_CASE("store: a new response is an empty draft under a name of 32 hex digits") {
  Device a(1);
  const ResponseRow made = got(a->create(kSurvey, "form"));
  const ResponseRow read = got(a->load(kSurvey, made.id));
  CHECK(read.id.size() == 32);
  CHECK(read.id.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(read.status == ResponseStatus::draft);
  CHECK(read.form_hash == "form");
  CHECK(read.revision == 0);
  CHECK(read.created == a.clock.now());
  CHECK(read.finished == 0);
  CHECK(got(a->answers(kSurvey, made.id)).empty());
  CHECK(got(a->history(kSurvey, made.id)).empty());
}

TEST_CASE("store: a saved answer is there, and its revision and time are told") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  a.clock.advance(5000);
  const Saved first = got(a->save_answer(kSurvey, id, "/data/q2", "\"yes\""));
  const Saved second = got(a->save_answer(kSurvey, id, "/data/q1", "12"));
  CHECK(first.revision == 1);
  CHECK(second.revision == 2);
  CHECK(second.at == a.clock.now());
  const auto answers = got(a->answers(kSurvey, id));
  REQUIRE(answers.size() == 2);
  CHECK(answers[0] == std::pair<std::string, std::string>("/data/q1", "12"));
  CHECK(answers[1] == std::pair<std::string, std::string>("/data/q2", "\"yes\""));
  CHECK(got(a->load(kSurvey, id)).revision == 2);
  CHECK(got(a->load(kSurvey, id)).updated == a.clock.now());
}

TEST_CASE("store: the history keeps every text whole, in order, however the texts changed") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  const std::vector<std::string> texts = {"\"a\"",          "\"ab\"",     "\"aXb\"",   "null",   "\"\"",
                                          "\"café\"",       "\"cafè\"",   "\"caf😀è\"", "\"😁è\"", "\"aaaa\"",
                                          "\"aaa\"",        "\"aaaaaa\"", "[]",        "[1,2]",  "\"日本\"",
                                          "\"日本本日本\"", "\"本日\"",   "\"a\""};
  for (const std::string& text : texts) {
    a.clock.advance(10);
    got(a->save_answer(kSurvey, id, "/data/q1", text));
    got(a->save_answer(kSurvey, id, "/data/other", std::to_string(a.clock.now())));
  }
  std::vector<std::string> q1;
  std::int64_t n = 0;
  for (const HistoryRow& row : got(a->history(kSurvey, id))) {
    CHECK(row.n == ++n);
    if (row.path == "/data/q1") q1.push_back(row.value);
  }
  CHECK(q1 == texts);
}

TEST_CASE("store: saving a long text again and again costs what was typed, not the text") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  std::string text(20'000, 'x');
  std::vector<std::string> expected;
  for (int i = 0; i < 50; ++i) {
    text.insert(text.size() / 2, "word ");
    expected.push_back('"' + text + '"');
    got(a->save_answer(kSurvey, id, "/data/q1", expected.back()));
  }
  CHECK(values(got(a->history(kSurvey, id))) == expected);
  auto size = got(a->database().prepare("SELECT sum(length(CAST(middle AS BLOB))) FROM history"));
  CHECK(got(size->step()));
  CHECK(size->integer(0) < 20'500);
}

TEST_CASE("store: an answer that is stored already is not a change") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  got(a->save_answer(kSurvey, id, "/data/q1", "1"));
  CHECK(got(a->save_answer(kSurvey, id, "/data/q1", "1")).revision == 1);
  CHECK(got(a->history(kSurvey, id)).size() == 1);
  CHECK(got(a->save_answer(kSurvey, id, "/data/q2", "null")).revision == 2);  // a blank over a default is one
  CHECK(got(a->answers(kSurvey, id)).size() == 2);
}

TEST_CASE("store: bytes of every kind come back as they were") {
  Device a(1);
  const std::string odd("\"\\u0000 \x01 \xEF\xBB\xBF \xF0\x9F\x98\x80 ' \\\" ; DROP TABLE answer; --\"");
  const std::string nul("a\0b", 3);
  const std::string id = got(a->create("sur'vey\xC3\xA9", "form")).id;
  got(a->save_answer("sur'vey\xC3\xA9", id, "/data/a'b", odd));
  got(a->save_answer("sur'vey\xC3\xA9", id, "/data/nul", nul));
  const auto answers = got(a->answers("sur'vey\xC3\xA9", id));
  CHECK(answers[0].second == odd);
  CHECK(answers[1].second == nul);
}

TEST_CASE("store: a megabyte in one answer is kept whole") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  const std::string text = '"' + std::string(1'000'000, 'm') + '"';
  got(a->save_answer(kSurvey, id, "/data/q1", text));
  CHECK(got(a->answers(kSurvey, id))[0].second == text);
  CHECK(got(a->history(kSurvey, id))[0].value == text);
}

TEST_CASE("store: the place and the notes are kept without moving the revision") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  const Millis updated = got(a->load(kSurvey, id)).updated;
  a.clock.advance(1000);
  got(a->save_place(kSurvey, id, "page-7", "{\"confirmed\":[\"s1\"]}"));
  const ResponseRow row = got(a->load(kSurvey, id));
  CHECK(row.place == "page-7");
  CHECK(row.notes == "{\"confirmed\":[\"s1\"]}");
  CHECK(row.revision == 0);
  CHECK(row.updated == updated);
  CHECK(got(a->history(kSurvey, id)).empty());
}

TEST_CASE("store: what is not there is not found, and nothing is made of it") {
  Device a(1);
  got(a->create(kSurvey, "form"));
  const std::string id(32, 'f');
  CHECK(a->load(kSurvey, id).error().code == Code::not_found);
  CHECK(a->answers(kSurvey, id).error().code == Code::not_found);
  CHECK(a->history(kSurvey, id).error().code == Code::not_found);
  CHECK(a->save_answer(kSurvey, id, "/data/q1", "1").error().code == Code::not_found);
  CHECK(a->save_place(kSurvey, id, "p", "").error().code == Code::not_found);
  CHECK(a->adopt_definition(kSurvey, id, "other").error().code == Code::not_found);
  CHECK(a->finish(kSurvey, id, "{}", {}).error().code == Code::not_found);
  CHECK(a->reopen(kSurvey, id).error().code == Code::not_found);
  CHECK(a->carry_draft(kSurvey, id, "{}", {}).error().code == Code::not_found);
  CHECK(a->remove(kSurvey, id).error().code == Code::not_found);
  CHECK(a->definition("digest").error().code == Code::not_found);
  CHECK(got(a->list("")).size() == 1);
}

TEST_CASE("store: the same response id in two surveys names two responses") {
  Device a(1);
  const std::string id = got(a->create("one", "form")).id;
  CHECK(a->load("two", id).error().code == Code::not_found);
  CHECK(a->save_answer("two", id, "/data/q1", "1").error().code == Code::not_found);
  CHECK(a->remove("two", id).error().code == Code::not_found);
  CHECK(got(a->load("one", id)).id == id);
}

TEST_CASE("store: responses are listed by their newest change") {
  Device a(1);
  const std::string first = got(a->create("one", "form")).id;
  a.clock.advance(10);
  const std::string second = got(a->create("two", "form")).id;
  a.clock.advance(10);
  CHECK(got(a->list(""))[0].id == second);
  got(a->save_answer("one", first, "/data/q1", "1"));
  const auto all = got(a->list(""));
  REQUIRE(all.size() == 2);
  CHECK(all[0].id == first);
  CHECK(all[1].id == second);
  REQUIRE(got(a->list("two")).size() == 1);
  CHECK(got(a->list("two"))[0].id == second);
  CHECK(got(a->list("three")).empty());
}

TEST_CASE("store: a finished response refuses answers until it is taken up again") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  got(a->save_answer(kSurvey, id, "/data/q1", "1"));
  CHECK(a->reopen(kSurvey, id).error().code == Code::bad_state);
  a.clock.advance(10);
  got(a->finish(kSurvey, id, "{\"q1\":1}", {}));
  CHECK(got(a->load(kSurvey, id)).status == ResponseStatus::finished);
  CHECK(got(a->load(kSurvey, id)).finished == a.clock.now());
  CHECK(a->save_answer(kSurvey, id, "/data/q1", "2").error().code == Code::bad_state);
  CHECK(a->finish(kSurvey, id, "{}", {}).error().code == Code::bad_state);
  CHECK(a->carry_draft(kSurvey, id, "{}", {}).error().code == Code::bad_state);
  CHECK(a->adopt_definition(kSurvey, id, "other").error().code == Code::bad_state);
  got(a->reopen(kSurvey, id));
  CHECK(got(a->load(kSurvey, id)).status == ResponseStatus::draft);
  CHECK(got(a->load(kSurvey, id)).finished == 0);
  got(a->save_answer(kSurvey, id, "/data/q1", "2"));
  CHECK(got(a->events_of(kSurvey, id)).size() == 1);
  CHECK(values(got(a->history(kSurvey, id))) == std::vector<std::string>{"1", "2"});
}

TEST_CASE("store: every stored change moves the revision by one") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  got(a->save_answer(kSurvey, id, "/data/q1", "1"));
  got(a->adopt_definition(kSurvey, id, "form-2"));
  CHECK(got(a->load(kSurvey, id)).form_hash == "form-2");
  CHECK(got(a->load(kSurvey, id)).revision == 2);
  got(a->adopt_definition(kSurvey, id, "form-2"));
  CHECK(got(a->load(kSurvey, id)).revision == 2);
  got(a->finish(kSurvey, id, "{}", {}));
  got(a->reopen(kSurvey, id));
  CHECK(got(a->load(kSurvey, id)).revision == 4);
}

TEST_CASE("store: a response starts with its first answers, place and notes") {
  Device a(1);
  const std::pair<std::string, std::string> two[] = {{"/data/q1", "1"}, {"/data/q2", "null"}};
  const ResponseRow made = got(a->create(kSurvey, "form", two, "q2", "{}"));
  CHECK(made.revision == 2);
  const ResponseRow read = got(a->load(kSurvey, made.id));
  CHECK(read.revision == 2);
  CHECK(read.place == "q2");
  CHECK(read.notes == "{}");
  CHECK(got(a->answers(kSurvey, made.id)).size() == 2);
  CHECK(values(got(a->history(kSurvey, made.id))) == std::vector<std::string>{"1", "null"});
}

TEST_CASE(
    "store: an answer that moves with its question stands at one place, and its history goes on there") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  got(a->save_answer(kSurvey, id, "/data/a/q1", "1"));
  const std::pair<std::string, std::string> moved[] = {{"/data/a/q1", "/data/b/q1"},
                                                       {"/data/a/q9", "/data/b/q9"}};
  got(a->adopt_definition(kSurvey, id, "form-2", moved));
  CHECK(got(a->answers(kSurvey, id)) ==
        std::vector<std::pair<std::string, std::string>>{{"/data/b/q1", "1"}});
  const std::pair<std::string, std::string> back[] = {{"/data/b/q1", "/data/a/q1"}};
  got(a->adopt_definition(kSurvey, id, "form", back));
  got(a->save_answer(kSurvey, id, "/data/a/q1", "12"));
  CHECK(values(got(a->history(kSurvey, id))) == std::vector<std::string>{"1", "1", "1", "12"});
}

TEST_CASE("store: a finished response is taken up again with an answer and in another version at once") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  got(a->save_answer(kSurvey, id, "/data/a/q1", "1"));
  got(a->finish(kSurvey, id, "{}", {}));
  const std::pair<std::string, std::string> answer[] = {{"/data/q2", "2"}},
                                            moved[] = {{"/data/a/q1", "/data/q1"}};
  const Saved saved = got(a->reopen(kSurvey, id, answer, "form-2", moved));
  const ResponseRow row = got(a->load(kSurvey, id));
  CHECK(row.status == ResponseStatus::draft);
  CHECK(row.form_hash == "form-2");
  CHECK(row.revision == saved.revision);
  CHECK(got(a->answers(kSurvey, id)) ==
        std::vector<std::pair<std::string, std::string>>{{"/data/q1", "1"}, {"/data/q2", "2"}});
  CHECK(a->reopen(kSurvey, id, answer).error().code == Code::bad_state);
}

TEST_CASE("store: a definition is kept once under its digest") {
  Device a(1);
  got(a->save_definition(kSurvey, "1", "digest-b", "{\"v\":1}"));
  got(a->save_definition(kSurvey, "2", "digest-a", "{\"v\":2}"));
  got(a->save_definition(kSurvey, "2", "digest-a", "{\"v\":2}"));
  CHECK(got(a->definition("digest-b")) == "{\"v\":1}");
  const auto all = got(a->definitions());
  REQUIRE(all.size() == 2);
  CHECK(all[0].version == "1");
  CHECK(all[1].digest == "digest-a");
}

TEST_CASE("store: a closed and reopened file has everything, and the same device under a new name") {
  ScratchFile file("reopen");
  std::string id, device;
  {
    Device a(1, file.path());
    device = a->device();
    id = got(a->create(kSurvey, "form")).id;
    got(a->save_answer(kSurvey, id, "/data/q1", "\"kept\""));
    got(a->save_place(kSurvey, id, "page-2", "{}"));
  }
  Device b(2, file.path());
  CHECK(b->device().substr(0, 16) == device.substr(0, 16));
  CHECK(b->device() != device);
  CHECK(got(b->load(kSurvey, id)).place == "page-2");
  CHECK(got(b->answers(kSurvey, id))[0].second == "\"kept\"");
  CHECK(got(b->history(kSurvey, id)).size() == 1);
}

TEST_CASE("store: a removed response is gone from the tables and from the bytes of the files") {
  ScratchFile file("remove");
  Device a(1, file.path());
  std::vector<std::string> ids;
  for (int i = 0; i < 40; ++i) {
    const std::string id = got(a->create(kSurvey, "form")).id;
    ids.push_back(id);
    const std::string secret = "SECRET" + std::to_string(i) + "TERCES ";
    for (int size = 1; size <= 700; size = size * 3 + i) {
      std::string text;
      for (int k = 0; k < size; ++k) text += secret;
      got(a->save_answer(kSurvey, id, "/data/q" + std::to_string(size % 7), '"' + text + '"'));
    }
    if (i % 2) got(a->finish(kSurvey, id, "{\"a\":\"" + secret + "\"}", {}));
    got(a->save_place(kSurvey, id, "place " + secret, secret));
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i % 4 != 3) got(a->remove(kSurvey, ids[i]));
  }
  const std::string bytes = file.bytes();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const bool kept = i % 4 == 3;
    INFO("response ", i);
    CHECK((bytes.find("SECRET" + std::to_string(i) + "TERCES") != std::string::npos) == kept);
    CHECK((bytes.find(ids[i]) != std::string::npos) == kept);
    CHECK(a->load(kSurvey, ids[i]).ok() == kept);
    CHECK(got(a->events_of(kSurvey, ids[i])).empty() == !(kept && i % 2));
  }
}

TEST_CASE("store: nothing but a removal can change the history or an event") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  got(a->save_answer(kSurvey, id, "/data/q1", "1"));
  got(a->finish(kSurvey, id, "{}", {}));
  CHECK(!a->database().execute("UPDATE history SET middle = '2'").ok());
  CHECK(!a->database().execute("UPDATE event SET body = '2'").ok());
  CHECK(values(got(a->history(kSurvey, id))) == std::vector<std::string>{"1"});
}

}  // namespace
}  // namespace takestock::store
