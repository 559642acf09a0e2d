#include "unit/salvage/original.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/digest.h"
#include "store/attachments.h"
#include "store/sharing.h"
#include "unit/store/scratch.h"

namespace takestock::salvage {
namespace {

using store::Device;
using store::got;

constexpr int kResponses = 40, kQuestions = 25;
const std::string kSurvey = "lunch";

std::string definition(int version) {
  std::string questions;
  for (int q = 0; q < kQuestions; ++q)
    questions += (q ? "," : "") + std::string(R"({"type":"text","name":"q)") + std::to_string(q) +
                 R"(","label":"Which?"})";
  return R"({"takestock":1,"id":"lunch","version":")" + std::to_string(version) +
         R"(","title":"Lunch","survey":[)" + questions + "]}";
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

DatabaseFiles files_at(const std::string& path) {
  return {bytes_of(path), bytes_of(path + "-wal"), bytes_of(path + "-journal")};
}

/// Somebody who answers, thinks again, goes on writing at a long text, finishes, and takes it up again.
class Respondent {
 public:
  Respondent(Device& device, Original& original) : device_(device), original_(original) {}

  void begin() {
    form_ = sha256_hex(definition(1 + static_cast<int>(chance(2))));
    id_ = got(device_->create(kSurvey, form_, {}, "page-1", R"({"confirmed":[]})")).id;
    original_.responses.push_back(id_);
  }

  void answer_some(std::uint64_t questions) {
    for (std::uint64_t i = 0; i < questions; ++i) answer(chance(kQuestions));
  }

  void finish() {
    std::string body;
    for (const auto& [path, json] : answers_)
      body += (body.empty() ? "" : ",") + ('"' + path.substr(path.rfind('/') + 1) + "\":" + json);
    (void)got(device_->finish(kSurvey, id_, "{" + body + "}", {}));
  }

  void reopen() { (void)got(device_->reopen(kSurvey, id_)); }
  void remove() {
    CHECK(device_->remove(kSurvey, id_).ok());
    for (const auto& [path, json] : answers_) original_.answers.erase({id_, path});
    original_.responses.pop_back();
  }

 private:
  std::uint64_t chance(std::uint64_t below) { return device_.random.next() % below; }

  void answer(std::uint64_t question) {
    const std::string path = "/data/section" + std::to_string(question / 5) + "/q" + std::to_string(question);
    std::string& json = answers_[path];
    json = new_value(json);
    device_.clock.advance(1 + static_cast<Millis>(chance(60'000)));
    (void)got(device_->save_answer(kSurvey, id_, path, json));
    original_.answers[{id_, path}] = json;
    original_.past[{id_, path}].insert(json);
  }

  std::string new_value(const std::string& before) {
    switch (chance(6)) {
      case 0:
        return std::to_string(chance(2'000));
      case 1:
        return chance(2) ? "\"yes\"" : "\"no\"";
      case 2:
        return "null";
      case 3:
        return R"(["soup","pie)" + std::to_string(chance(9)) + "\"]";
      case 4:
        return '"' + std::string(1 + chance(9'000), static_cast<char>('a' + chance(26))) + '"';
      default:
        return before.size() > 2 && before[0] == '"' ? before.substr(0, before.size() - 1) + " and on\""
                                                     : "\"words\"";
    }
  }

  Device& device_;
  Original& original_;
  std::string id_, form_;
  std::map<std::string, std::string> answers_;
};

void fill(Device& device, Original& original) {
  for (const int version : {1, 2})
    REQUIRE(device
                ->save_definition(kSurvey, std::to_string(version), sha256_hex(definition(version)),
                                  definition(version))
                .ok());
  for (int i = 0; i < kResponses; ++i) {
    Respondent respondent(device, original);
    respondent.begin();
    respondent.answer_some(20 + device.random.next() % 40);
    if (i % 3 != 0) respondent.finish();
    if (i % 6 == 1) respondent.reopen(), respondent.answer_some(3);
    if (i == 9) respondent.remove();
  }
}

void link_one(Device& device, const Original& original) {
  store::LinkRow link;
  link.survey = kSurvey, link.response = original.responses.front(), link.round = "spring",
  link.code = "abcde-fghjk";
  REQUIRE(store::Sharing(*device.store).save_link(link).ok());
}

/// A photo of three parts, an interview's particulars, and the log of one that was deleted.
void add_fieldwork(Device& device, Original& original) {
  const std::string& response = original.responses.front();
  for (int i = 0; i < 9'000; ++i) original.photo += std::to_string(i * i) + ' ';
  store::Attachments attachments(*device.store);
  const std::int64_t id = got(attachments.begin(kSurvey, response, "/data/photo", "image/jpeg"));
  for (std::size_t at = 0; at < original.photo.size(); at += 10'000)
    (void)got(attachments.append(id, std::string_view(original.photo).substr(at, 10'000)));
  const std::string digest = sha256_hex(original.photo);
  original.photo_name = digest.substr(0, 32) + ".jpg";
  REQUIRE(attachments.finish(id, original.photo_name, digest).ok());
  const std::string sql =
      "INSERT INTO interview(survey, response, round, number, interviewer, label, started) VALUES('lunch', "
      "'" +
      response + "', 'spring', 1, 'Ann', '', 1); INSERT INTO deletion VALUES('spring', 2, '" +
      std::string(32, 'd') + "', 1, 'draft', '')";
  REQUIRE(device->database().execute(sql).ok());
}

}  // namespace

Original make_original(std::uint64_t seed, bool logged) {
  const store::ScratchFile file("salvage-original");
  Original original;
  Device device(seed, file.path());
  REQUIRE(device->database().execute("PRAGMA synchronous=OFF").ok());  // only the making is in a hurry
  fill(device, original);
  link_one(device, original);
  add_fieldwork(device, original);
  if (logged) original.files = files_at(file.path());
  device.store.reset();
  if (!logged) original.files = files_at(file.path());
  return original;
}

}  // namespace takestock::salvage
