#include "results/results_file.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "samples.h"

using namespace takestock;
using results::FileProblem;
using results::ResultsReader;
using samples::event;
using samples::id;
using store::Event;

namespace {

struct Read {
  std::vector<FileProblem> problems;
  std::vector<Event> events;
  std::vector<results::DefinitionText> definitions;
  results::ResultsHeader header;
};

Read read(const std::string& bytes, std::size_t piece = 100'000, results::ResultsLimits limits = {}) {
  Read out;
  ResultsReader reader({[&](const results::ResultsHeader& header) {
                          out.header = header;
                          return Status(Done{});
                        },
                        [&](const results::DefinitionText& text) {
                          out.definitions.push_back(text);
                          return results::check_definition(text, out.header.survey);
                        },
                        [&](const Event& one) {
                          out.events.push_back(one);
                          return Status(Done{});
                        }},
                       limits);
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    reader.feed(std::string_view(bytes).substr(at, piece));
  out.problems = reader.finish();
  return out;
}

std::string shown(const std::vector<FileProblem>& problems) {
  std::string out;
  for (const FileProblem& problem : problems)
    out += std::to_string(problem.line) + ": " + problem.text + "\n";
  return out;
}

/// The file with `from` replaced, and its last line made to fit again: what a forger would do.
std::string forged(std::string bytes, const std::string& from, const std::string& to) {
  const std::size_t at = bytes.find(from);
  REQUIRE(at != std::string::npos);
  bytes.replace(at, from.size(), to);
  const std::size_t end = bytes.rfind("{\"end\"");
  const std::string body = bytes.substr(0, end);
  const std::size_t lines = static_cast<std::size_t>(std::count(body.begin(), body.end(), '\n')) + 1;
  return body + "{\"end\":true,\"lines\":" + std::to_string(lines) + ",\"sha256\":\"" + sha256_hex(body) +
         "\"}\n";
}

const std::string kAwkward =
    "{\"first\":{\"q1\":\"yes\",\"q2\":[\"walk\",\"play\"]},\"second\":{\"q5\":\"\\\"quotes\\\" \\\\ \\n "
    "line \xF0\x9F\x8C\xB3 \\u0001\"}}";

std::string sample_file() {
  Event second = event('2', 'b', 1, "{}", 1'700'000'000'000, store::EventKind::draft);
  second.base = {{id('a'), 4}, {id('b'), 9}};
  second.sha256 = second.digest();
  return samples::file_of({event('1', 'a', 4, kAwkward), second,
                           event('1', 'a', 5, "", 1'700'000'005'000, store::EventKind::withdraw)});
}

}  // namespace

TEST_CASE("what was written is read again, byte for byte, in pieces of any size") {
  for (const std::size_t piece : {1u, 7u, 4096u, 1'000'000u}) {
    const Read back = read(sample_file(), piece);
    CHECK(shown(back.problems) == "");
    REQUIRE(back.events.size() == 3);
    CHECK(back.events[0].body == kAwkward);
    CHECK(back.events[0].sha256 == event('1', 'a', 4, kAwkward).sha256);
    CHECK(back.events[1].base.size() == 2);
    CHECK(back.events[1].base[1] == store::EventRef{id('b'), 9});
    CHECK(back.events[2].kind == store::EventKind::withdraw);
    CHECK(back.events[2].offset_minutes == 60);
    REQUIRE(back.definitions.size() == 1);
    CHECK(back.definitions[0].json == samples::kSurvey);
    CHECK(back.header.made_at == 1'700'000'000'001);
    CHECK(back.header.survey == "parks");
  }
}

TEST_CASE("the same events give the same file, and its last line states the digest of all before it") {
  const std::string bytes = sample_file();
  CHECK(bytes == sample_file());
  const std::size_t end = bytes.rfind("{\"end\"");
  CHECK(bytes.find(sha256_hex(bytes.substr(0, end)), end) != std::string::npos);
  CHECK(bytes.back() == '\n');
}

TEST_CASE("a file that is cut short anywhere is refused") {
  const std::string bytes = sample_file();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    if (read(bytes.substr(0, size)).problems.empty()) FAIL("taken although cut after byte ", size);
  }
}

TEST_CASE("a file with any one byte altered is refused") {
  const std::string bytes = sample_file();
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const char flip : {1, 0x20}) {
      std::string altered = bytes;
      altered[at] = static_cast<char>(altered[at] ^ flip);
      if (read(altered).problems.empty()) FAIL("taken although byte ", at, " was altered");
    }
  }
}

TEST_CASE("lines that are missing, repeated or exchanged are refused") {
  const std::string bytes = sample_file();
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < bytes.size(); at = bytes.find('\n', at) + 1)
    lines.push_back(bytes.substr(at, bytes.find('\n', at) + 1 - at));
  REQUIRE(lines.size() == 6);
  const auto without = [&](std::size_t skip, std::size_t twice) {
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i)
      out += i == skip ? "" : i == twice ? lines[i] + lines[i] : lines[i];
    return out;
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CHECK(!read(without(i, 99)).problems.empty());
    CHECK(!read(without(99, i)).problems.empty());
  }
  std::swap(lines[3], lines[4]);
  CHECK(!read(without(99, 99)).problems.empty());
}

TEST_CASE("what is not a results file is said to be none, once") {
  CHECK(shown(read("").problems) == "0: The file is empty.\n");
  CHECK(shown(read("hello\nworld\n").problems) == "1: This is not a results file of Takestock.\n");
  CHECK(shown(read("no line end").problems) == "0: This is not a results file of Takestock.\n");
  CHECK(shown(read("{\"format\":\"other\"}\n").problems) == "1: This is not a results file of Takestock.\n");
  CHECK(shown(read("\xEF\xBB\xBF" + sample_file()).problems) ==
        "1: This is not a results file of Takestock.\n");
}

TEST_CASE("a newer version of the format is named and refused") {
  const std::string newer =
      forged(sample_file(), "\"version\":1,\"survey\"", "\"version\":2,\"new\":[],\"survey\"");
  CHECK(shown(read(newer).problems) ==
        "1: This file is written in version 2 of the results format; this program reads version 1. A newer "
        "Takestock can read it.\n");
}

TEST_CASE("a file cut at a line says what is missing") {
  std::string bytes = sample_file();
  bytes.erase(bytes.rfind("{\"end\""));
  CHECK(shown(read(bytes).problems) == "0: The file is cut short: it ends before its last line.\n");
}

TEST_CASE("every mistake is reported with its line") {
  std::string bytes = forged(sample_file(), "\"seq\":4", "\"seq\":-4");
  bytes = forged(bytes, "\"event\":\"draft\"", "\"event\":\"maybe\"");
  CHECK(shown(read(bytes).problems) ==
        "3: \"seq\" must be there and be a whole number from 1 to 9007199254740992.\n"
        "4: \"event\" must be submit, draft or withdraw.\n");
}

TEST_CASE("an event that was altered is refused even where the file's own digest fits") {
  CHECK(shown(read(forged(sample_file(), "[\\\"walk\\\"", "[\\\"none\\\"")).problems)
            .find("3: This event is not the one its sha256 names") == 0);
}

TEST_CASE("numbers, members and texts that two readers could read differently are refused") {
  const std::string good = sample_file();
  const auto refused = [&](const std::string& from, const std::string& to) {
    return !read(forged(good, from, to)).problems.empty();
  };
  CHECK(refused("\"seq\":4", "\"seq\":4.0"));
  CHECK(refused("\"seq\":4", "\"seq\":4e0"));
  CHECK(refused("\"seq\":4", "\"seq\":\"4\""));
  CHECK(refused("\"seq\":4", "\"seq\":4,\"seq\":4"));
  CHECK(refused("\"seq\":4", "\"seq\":4,\"more\":1"));
  CHECK(refused("\"seq\":4", "\"seq\":4,\"group\":{\"more\":1}"));
  CHECK(refused("\"seq\":4", "\"seq\":9007199254740994"));
  CHECK(refused("\"version\":\"2\"", "\"version\":\"\\ud800\""));
  CHECK(refused("\"version\":\"2\"", "\"version\":\"\xC0\x80\""));
  CHECK(refused(id('a') + ":4", id('a') + ":04"));
  CHECK(refused(id('a') + ":4", id('A') + ":4"));
  CHECK(!refused("\"seq\":4", " \"seq\" : 4 "));
}

TEST_CASE("an event whose definition is not in the file is refused") {
  Event stranger = event('3', 'a', 1, "{}");
  stranger.form_hash = std::string(64, '0');
  stranger.sha256 = stranger.digest();
  CHECK(shown(read(samples::file_of({stranger})).problems) ==
        "3: The file does not hold the definition that this event answers.\n");
}

TEST_CASE("a definition that has mistakes or another name than it says is refused") {
  const auto problems_with = [](const results::DefinitionText& text) {
    return shown(read(samples::file_of({}, {text})).problems);
  };
  CHECK(problems_with({sha256_hex("{}"), "2", "{}"}).find("2: The definition in this line has mistakes.") ==
        0);
  CHECK(problems_with({samples::text_of().digest, "3", samples::kSurvey}) ==
        "2: The definition is of another \"version\".\n");
  CHECK(problems_with({std::string(64, 'a'), "2", samples::kSurvey}) ==
        "2: The definition is not the one its digest names.\n");
}

TEST_CASE("a body that is no record is refused with its place") {
  CHECK(shown(read(samples::file_of({event('1', 'a', 1, "[1]")})).problems).find("3: In \"body\": ") == 0);
  CHECK(
      !read(samples::file_of({event('1', 'a', 1, "{\"q1\":\"a\",\"g\":{\"q1\":\"b\"}}")})).problems.empty());
  CHECK(!read(samples::file_of({event('1', 'a', 1, "{\"q1\":[1]}")})).problems.empty());
  CHECK(!read(samples::file_of({event('1', 'a', 1, "{\"q1\":1e999}")})).problems.empty());
  CHECK(!read(samples::file_of({event('1', 'a', 1, "{\"q1\":1,}")})).problems.empty());
  CHECK(!read(samples::file_of({event('1', 'a', 1, "", 5)})).problems.empty());
}

TEST_CASE("a line beyond the limit is refused before it is held") {
  results::ResultsLimits limits;
  limits.line_bytes = 200;
  CHECK(shown(read(sample_file(), 64, limits).problems) == "2: This line is longer than 200 bytes.\n");
}

TEST_CASE("a writer that was promised another number of events says so") {
  results::ResultsWriter writer([](std::string_view) { return Status(Done{}); }, {"parks", id('d'), 1, 0, 1});
  CHECK(!writer.finish().ok());
}

TEST_CASE("a sink that is full ends the writing with its own error") {
  const Error full{Code::storage_full, "No space.", ""};
  results::ResultsWriter writer([&](std::string_view) { return Status(full); }, {"parks", id('d'), 1, 0, 0});
  const Status status = writer.finish();
  REQUIRE(!status.ok());
  CHECK(status.error().code == Code::storage_full);
}
