#include <doctest/doctest.h>

#include <set>

#include "base/digest.h"
#include "results/results_file.h"
#include "unit/commands/tablet.h"
#include "unit/store/scratch.h"

using nlohmann::json;
using takestock::sync::MemoryHub;
using namespace takestock::store;
namespace results = takestock::results;
namespace store = takestock::store;
namespace commands = takestock::commands;
using commands::a_field_hub;
using commands::Tablet;
using takestock::Done;
using takestock::SeededRandom;
using takestock::sha256_hex;
using takestock::Status;

namespace {

/// Bytes that look like a photo's.
std::string photo(std::size_t size, std::uint64_t seed = 5) {
  SeededRandom random(seed);
  std::string bytes(size, '\0');
  random.fill(reinterpret_cast<std::uint8_t*>(bytes.data()), size);
  return bytes;
}

/// The answer that names it.
std::string take_photo(Tablet& tablet, const std::string& bytes, const char* question = "q2",
                       std::size_t part = 100'000) {
  const json id = tablet.must("attach", {{"path", question}, {"type", "image/jpeg"}})["attachment"];
  for (std::size_t at = 0; at < bytes.size(); at += part) {
    const std::string piece = bytes.substr(at, part);
    tablet.session.attach(piece);
    CHECK(tablet.must("attach_part", {{"attachment", id}})["bytes"] == at + piece.size());
  }
  return tablet.must("attach_end", {{"attachment", id}})["value"];
}

std::string shown(Tablet& tablet, const std::string& value) {
  std::string bytes;
  for (;;) {
    const json request = {{"value", value}, {"offset", bytes.size()}};
    const commands::Reply reply = tablet.session.call("attachment", request.dump());
    if (json::parse(reply.json)["ok"] != true) return "refused";
    bytes += reply.attachment;
    if (json::parse(reply.json)["size"] == bytes.size()) return bytes;
  }
}

std::string results_file(Tablet& tablet, const json& request = json::object()) {
  const commands::Reply reply = tablet.session.call("results_file", request.dump());
  REQUIRE(json::parse(reply.json)["ok"] == true);
  return reply.attachment;
}

json taken_in(Tablet& tablet, const std::string& file) {
  tablet.session.attach(file);
  return tablet.call("import_results");
}

std::string answer_of(Tablet& tablet, const char* name) {
  const json check = tablet.must("check");
  for (const json& row : check["sections"][0]["rows"])
    if (row["name"] == name && row["answer"] != nullptr) return row["answer"][0];
  return "";
}

}  // namespace

TEST_CASE("a photo is stored in parts, named by its digest, is the answer, and is read back as it was") {
  Tablet tablet;
  tablet.take_up();
  tablet.begin();
  const std::string bytes = photo(2'500'000);
  const std::string value = take_photo(tablet, bytes);
  CHECK(value == sha256_hex(bytes).substr(0, 32) + ".jpg");
  CHECK(answer_of(tablet, "q2") == value);
  CHECK(shown(tablet, value) == bytes);
  CHECK(tablet.row(1)["attachments"] == 1);
}

TEST_CASE("a photo that was not ended is no answer and is gone when the next one begins") {
  store::ScratchFile file("photos");
  std::string value;
  {
    Tablet tablet(file.path());
    tablet.take_up();
    tablet.begin();
    const json id = tablet.must("attach", {{"path", "q2"}, {"type", "image/png"}})["attachment"];
    const std::string half = "half of a photo, half of a photo";
    tablet.session.attach(half);
    tablet.must("attach_part", {{"attachment", id}});
    CHECK(answer_of(tablet, "q2").empty());
  }
  Tablet tablet(file.path(), 12);
  tablet.must("open_interview", {{"number", 1}});
  CHECK(tablet.row(1)["attachments"] == 0);
  CHECK(file.bytes().find("half of a photo") != std::string::npos);
  value = take_photo(tablet, photo(1000));
  CHECK(tablet.row(1)["attachments"] == 1);
  CHECK(tablet.call("attach_part", {{"attachment", 1}})["ok"] == false);
}

TEST_CASE("parts and types that cannot be are refused with a sentence, and nothing is stored of them") {
  Tablet tablet;
  tablet.take_up();
  CHECK(tablet.call("attach", {{"path", "q2"}, {"type", "image/jpeg"}})["error"]["code"] == "bad_state");
  tablet.begin();
  CHECK(tablet.call("attach", {{"path", "q2"}, {"type", "text/html"}})["error"]["code"] == "unsupported");
  CHECK(tablet.call("attach", {{"path", "q9"}, {"type", "image/jpeg"}})["error"]["code"] == "not_found");
  const json id = tablet.must("attach", {{"path", "q2"}, {"type", "audio/webm"}})["attachment"];
  CHECK(tablet.call("attach_part", {{"attachment", id}})["error"]["code"] == "bad_request");
  const std::string large = photo(1024 * 1024 + 1);
  tablet.session.attach(large);
  CHECK(tablet.call("attach_part", {{"attachment", id}})["error"]["code"] == "limit");
  tablet.session.attach(large);
  tablet.must("interviews");  // bytes are for one call
  CHECK(tablet.call("attach_part", {{"attachment", id}})["error"]["code"] == "bad_request");
  CHECK(tablet.call("attachment", {{"value", "no.jpg"}})["error"]["code"] == "not_found");
}

TEST_CASE("a photo that was taken again or taken away is not kept beyond the end of the interview") {
  Tablet tablet;
  tablet.take_up();
  tablet.begin();
  tablet.answer("q1", "yes");
  const std::string first = take_photo(tablet, photo(1000, 1)), second = take_photo(tablet, photo(1000, 2));
  tablet.must("finish");
  CHECK(shown(tablet, first) == "refused");
  CHECK(shown(tablet, second) == photo(1000, 2));
  tablet.answer("q2", nullptr);
  tablet.must("finish");
  CHECK(shown(tablet, second) == photo(1000, 2));  // the version before names it
}

TEST_CASE(
    "photos of what a hub has are owed to it until it has them, and only then may the interview be cleared") {
  Tablet tablet;
  MemoryHub hub = a_field_hub();
  tablet.take_up();
  tablet.begin();
  tablet.answer("q1", "yes");
  const std::string bytes = photo(70'000);
  const std::string value = take_photo(tablet, bytes);
  tablet.must("finish");
  CHECK(tablet.must("attachments_owed")["owed"].empty());
  tablet.sync(hub);
  const json owed = tablet.must("attachments_owed")["owed"];
  REQUIRE(owed.size() == 1);
  CHECK(owed[0]["sha256"] == sha256_hex(bytes));
  CHECK(owed[0]["value"] == value);
  CHECK(owed[0]["size"] == 70'000);
  CHECK(owed[0]["type"] == "image/jpeg");
  CHECK(owed[0]["code"] == tablet.must("interviewer")["interviewer"]["code"]);
  CHECK(tablet.must("clear_sent")["cleared"] == 0);
  tablet.must("attachment_sent", {{"response", owed[0]["response"]}, {"value", value}});
  CHECK(tablet.must("attachments_owed")["owed"].empty());
  CHECK(tablet.must("clear_sent")["cleared"] == 1);
  CHECK(tablet.call("attachment", {{"value", value}, {"response", owed[0]["response"]}})["ok"] == false);
}

TEST_CASE("no trace of a deleted interview's photo is left in the device's files") {
  store::ScratchFile file("photo-traces");
  Tablet tablet(file.path());
  tablet.take_up();
  const json one = tablet.begin();
  std::string bytes = photo(300'000);
  const std::string mark = "the face of somebody who must not be found";
  bytes.replace(150'000, mark.size(), mark);
  take_photo(tablet, bytes);
  CHECK(file.bytes().find(mark) != std::string::npos);
  tablet.must("delete_interview", {{"response", one["response"]}, {"number", 1}});
  CHECK(file.bytes().find(mark) == std::string::npos);
}

TEST_CASE(
    "the results file has all that was finished, or those that are named, and drafts where they are asked "
    "for") {
  Tablet tablet;
  tablet.take_up();
  tablet.interview(), tablet.interview("", "refused");
  tablet.begin();
  tablet.answer("q2", "Half an answer");
  const auto count = [&](const json& request) {
    return json::parse(tablet.session.call("results_file", request.dump()).json)["count"];
  };
  CHECK(count(json::object()) == 2);
  CHECK(count({{"drafts", true}}) == 3);
  CHECK(count({{"numbers", {2}}}) == 1);
  CHECK(count({{"numbers", {3}}, {"drafts", true}}) == 1);
  CHECK(count({{"responses", {tablet.row(1)["response"], tablet.row(2)["response"]}}}) == 2);
  CHECK(tablet.call("results_file", {{"numbers", {9}}})["error"]["code"] == "not_found");
  CHECK(results_file(tablet).find("Half an answer") == std::string::npos);
  CHECK(results_file(tablet, {{"drafts", true}}).find("Half an answer") != std::string::npos);
}

TEST_CASE("a results file carries photos to another device, twice or cut changes nothing") {
  Tablet tablet, other(":memory:", 40);
  tablet.take_up();
  tablet.begin();
  tablet.answer("q1", "yes");
  const std::string bytes = photo(200'001);
  const std::string value = take_photo(tablet, bytes);
  const json done = tablet.must("finish")["interview"];
  tablet.interview();
  const std::string file = results_file(tablet);
  CHECK(taken_in(other, file.substr(0, file.size() - 9))["ok"] == false);
  std::string altered = file;
  altered[altered.find("\"bytes\":\"") + 500] ^= 1;
  CHECK(taken_in(other, altered)["error"]["code"] == "bad_text");
  CHECK(other.call("attachment", {{"value", value}, {"response", done["response"]}})["ok"] == false);
  const json first = taken_in(other, file), second = taken_in(other, file);
  CHECK(first["interviews"] == 2);
  CHECK(first["added"] == 2);
  CHECK(second["added"] == 0);
  CHECK(second["present"] == 2);
  const json request = {{"value", value}, {"response", done["response"]}};
  CHECK(other.session.call("attachment", request.dump()).attachment == bytes);
  CHECK(results_file(other).substr(0, 400).find("\"attachments\":1") != std::string::npos);
  CHECK(taken_in(tablet, results_file(other))["added"] == 0);
}

TEST_CASE("a results file whose attachment lacks a part, or is not what its digest names, is refused") {
  store::ScratchFile unused("x");
  std::string good;
  const std::string bytes = photo(150'000);
  const auto file_of = [&](const std::string& named, std::size_t parts) {
    std::string out;
    results::ResultsWriter writer(
        [&](std::string_view more) {
          out += more;
          return Status(Done{});
        },
        {"door", std::string(32, 'a'), 1, 0, 0, 1});
    for (std::size_t part = 0; part < parts; ++part)
      REQUIRE(writer
                  .attachment({named, "r", "image/jpeg", bytes.size()}, part,
                              std::string_view(bytes).substr(part * results::kAttachmentPart,
                                                             results::kAttachmentPart))
                  .ok());
    REQUIRE(writer.finish().ok());
    return out;
  };
  const auto problems = [&](const std::string& text, std::size_t& seen) {
    results::ResultsReader reader({{}, {}, {}, [&](const results::Attachment& one, std::string_view its) {
                                     seen += one.size == its.size() && its == bytes;
                                     return Status(Done{});
                                   }});
    reader.feed(text);
    return reader.finish().size();
  };
  std::size_t seen = 0;
  CHECK(problems(file_of(sha256_hex(bytes), 3), seen) == 0);
  CHECK(seen == 1);
  CHECK(problems(file_of(sha256_hex(bytes), 2), seen) > 0);
  CHECK(problems(file_of(sha256_hex("another"), 3), seen) > 0);
  std::string swapped = file_of(sha256_hex(bytes), 3);
  swapped.replace(swapped.find("\"part\":1"), 8, "\"part\":2");
  CHECK(problems(swapped, seen) > 0);
  CHECK(seen == 1);
}
