// TAKESTOCK_DAMAGED: how many damaged databases (300). TAKESTOCK_DAMAGED_SEED: that one alone.
#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "salvage/columns.h"
#include "salvage/judge.h"
#include "salvage/rescue.h"
#include "store/attachments.h"
#include "store/schema.h"
#include "unit/salvage/damage.h"
#include "unit/salvage/original.h"
#include "unit/store/scratch.h"

using namespace takestock;
using namespace takestock::salvage;
using store::got;

namespace {

constexpr std::size_t kPageSize = 4096;

std::uint64_t number(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

const std::vector<Table>& tables() {
  static const std::vector<Table> known = [] {
    auto database = got(store::open_sqlite(":memory:"));
    REQUIRE(store::migrate(*database, store::schema_steps()).ok());
    return got(tables_of(*database));
  }();
  return known;
}

std::string name_of(const FoundRow& row) { return tables()[row.table].name; }

struct Less {
  bool operator()(const Row& a, const Row& b) const { return before(a, b); }
};

/// The rows of the undamaged database, with the pages of each.
std::vector<FoundRow> all_rows(const DatabaseFiles& files) {
  const Pages pages(files.database, files.log, files.journal);
  Scan found = scan(pages, tables());
  REQUIRE(found.gaps.none());
  return std::move(found.rows);
}

/// The pages that show that a row is right: its own, and for an answer those of its history too.
class Needs {
 public:
  explicit Needs(const std::vector<FoundRow>& rows) {
    for (const FoundRow& row : rows)
      if (name_of(row) == "history") add(path_of(row), row);
  }
  std::set<std::uint32_t> of(const FoundRow& row) const {
    std::set<std::uint32_t> pages(row.overflow.begin(), row.overflow.end());
    pages.insert(row.page);
    if (name_of(row) == "answer" || name_of(row) == "history") {
      const auto history = history_.find(path_of(row));
      if (history != history_.end()) pages.insert(history->second.begin(), history->second.end());
    }
    return pages;
  }

 private:
  static std::string path_of(const FoundRow& row) {
    const Columns columns(tables()[row.table], row.row);
    return columns.text("response") + columns.text("path");
  }
  void add(const std::string& path, const FoundRow& row) {
    history_[path].insert(row.page);
    history_[path].insert(row.overflow.begin(), row.overflow.end());
  }
  std::map<std::string, std::set<std::uint32_t>> history_;
};

struct Tally {
  std::size_t undamaged = 0, salvaged = 0;
  double share() const {
    return undamaged == 0 ? 1 : static_cast<double>(salvaged) / static_cast<double>(undamaged);
  }
};

bool meet(const std::set<std::uint32_t>& a, const std::set<std::uint32_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](std::uint32_t page) { return b.count(page) > 0; });
}

/// One original and what becomes of it.
class Trial {
 public:
  explicit Trial(std::uint64_t seed)
      : original(make_original(seed, false)), rows_(all_rows(original.files)), needs_(rows_) {}

  Judgement judge_damaged(const DatabaseFiles& files) const {
    const Pages pages(files.database, files.log, files.journal);
    return judge(tables(), scan(pages, tables()).rows, !pages.log().whole());
  }

  void count(const DatabaseFiles& files, const Judgement& judgement,
             std::map<std::string, Tally>& tallies) const {
    const auto touched = touched_pages(original.files.database, files.database, kPageSize);
    std::vector<std::set<Row, Less>> kept;
    for (const auto& of_table : judgement.rows) kept.emplace_back(of_table.begin(), of_table.end());
    for (const FoundRow& row : rows_) {
      const bool there = kept[row.table].count(row.row) > 0;
      note(tallies["needed"], !meet(needs_.of(row), touched), there);
      std::set<std::uint32_t> own(row.overflow.begin(), row.overflow.end());
      own.insert(row.page);
      note(tallies["own"], !meet(own, touched), there);
      if (name_of(row) == "answer") note(tallies["own answers"], !meet(own, touched), there);
    }
  }

  const Original original;

 private:
  static void note(Tally& tally, bool undamaged, bool there) {
    tally.undamaged += undamaged;
    tally.salvaged += undamaged && there;
  }

  std::vector<FoundRow> rows_;
  Needs needs_;
};

using Answers = std::map<std::pair<std::string, std::string>, std::string>;

Answers answers_of(const Judgement& judgement) {
  Answers answers;
  for (std::size_t i = 0; i < tables().size(); ++i) {
    if (tables()[i].name != "answer") continue;
    for (const Row& row : judgement.rows[i]) {
      const Columns columns(tables()[i], row);
      answers[{columns.text("response"), columns.text("path")}] = columns.text("json");
    }
  }
  return answers;
}

/// Answers that are not those of the original; none if all is well.
std::string wrong(const Answers& shown, const Answers& right) {
  std::string text;
  for (const auto& [key, json] : shown) {
    const auto found = right.find(key);
    if (found != right.end() && found->second == json) continue;
    text += "\n  " + key.first + " " + key.second + ": " + json.substr(0, 80) + " instead of ";
    text += found == right.end() ? "nothing" : found->second.substr(0, 80);
  }
  return text;
}

/// The new database opens, every history fits together and leads to the answers.
void check_sound(const std::string& path, const Original& original) {
  store::Device device(1, path);
  for (const store::ResponseRow& response : got(device->list(""))) {
    std::map<std::string, std::string> last;
    for (const store::HistoryRow& row : got(device->history(response.survey, response.id)))
      last[row.path] = row.value;
    for (const auto& [at, json] : got(device->answers(response.survey, response.id))) {
      CHECK(original.answers.at({response.id, at}) == json);
      if (last.count(at)) CHECK(last[at] == json);
    }
  }
}

}  // namespace

TEST_CASE(
    "of damaged databases no wrong answer is shown as right, and nine tenths of the undamaged rows come "
    "back") {
  const std::uint64_t one = number("TAKESTOCK_DAMAGED_SEED", 0), first = one ? one : 1;
  const std::uint64_t end = one ? one + 1 : first + number("TAKESTOCK_DAMAGED", 300);
  const Trial trial(7);
  std::map<std::string, Tally> tallies;
  for (std::uint64_t seed = first; seed < end; ++seed) {
    SeededRandom random(seed);
    const DatabaseFiles files = damaged(trial.original.files, kPageSize, random);
    const Judgement judgement = trial.judge_damaged(files);
    const std::string wrong_ones = wrong(answers_of(judgement), trial.original.answers);
    CHECK_MESSAGE(wrong_ones.empty(), "seed ", seed, wrong_ones);
    trial.count(files, judgement, tallies);
    if (seed % 50 != 0) continue;
    const store::ScratchFile out("salvage-out");
    if (got(rescue(files, out.path())).readable) check_sound(out.path(), trial.original);
  }
  for (const auto& [name, tally] : tallies)
    MESSAGE(name, ": ", tally.salvaged, " of ", tally.undamaged, " = ", tally.share());
  CHECK(tallies["needed"].share() >= 0.9);
}

/// Answers that never were what is shown.
std::size_t invented(const Answers& shown, const Original& original) {
  std::size_t count = 0;
  for (const auto& [key, json] : shown) {
    const auto past = original.past.find(key);
    count += past == original.past.end() || past->second.count(json) == 0;
  }
  return count;
}

TEST_CASE(
    "of databases with a damaged log no answer is shown that never was given, and none older than the last "
    "without a word") {
  const std::uint64_t end = number("TAKESTOCK_DAMAGED", 300) / 3;
  const Original original = make_original(8, true);
  REQUIRE(original.files.log.size() > 20 * kPageSize);
  std::size_t shown = 0, older = 0;
  for (std::uint64_t seed = 1; seed <= end; ++seed) {
    SeededRandom random(seed);
    const DatabaseFiles files = damaged(original.files, kPageSize, random);
    const Pages pages(files.database, files.log, files.journal);
    const Answers answers = answers_of(judge(tables(), scan(pages, tables()).rows, !pages.log().whole()));
    const bool silent = files.log != original.files.log && pages.log().whole() && !files.log.empty();
    const std::string not_the_last = wrong(answers, original.answers);
    CHECK_MESSAGE(invented(answers, original) == 0, "seed ", seed, not_the_last);
    const bool said = !not_the_last.empty() && silent;
    CHECK_MESSAGE(!said, "seed ", seed, not_the_last);
    shown += answers.size(), older += !not_the_last.empty();
  }
  MESSAGE("shown as right: ", shown, " of ", end * original.answers.size(), "; in ", older,
          " databases some older than the last");
}

std::string photo_in(store::Device& device, const Original& original) {
  store::Attachments attachments(*device.store);
  const auto row = got(attachments.find("lunch", original.responses.front(), original.photo_name));
  std::string bytes;
  if (!row) return bytes;
  REQUIRE(attachments
              .each_part(row->id,
                         [&](std::string_view part) {
                           bytes += part;
                           return Status(Done{});
                         })
              .ok());
  return bytes;
}

std::int64_t rows_in(store::Device& device, const std::string& table) {
  auto statement = got(device->database().prepare("SELECT count(*) FROM " + table));
  REQUIRE(got(statement->step()));
  return statement->integer(0);
}

TEST_CASE("of an undamaged database everything comes back and nothing is said to be missing") {
  for (const bool logged : {false, true}) {
    const Original original = make_original(9, logged);
    const store::ScratchFile out("salvage-out");
    const Report report = got(rescue(original.files, out.path()));
    CHECK(report.missing == std::vector<std::string>());
    store::Device device(1, out.path());
    Answers answers;
    for (const std::string& id : original.responses)
      for (const auto& [path, json] : got(device->answers("lunch", id))) answers[{id, path}] = json;
    CHECK(answers == original.answers);
    CHECK(photo_in(device, original) == original.photo);
    CHECK(rows_in(device, "interview") == 1);
    CHECK(rows_in(device, "deletion") == 1);
  }
}

TEST_CASE("a photo of which a byte is damaged is left out, and that is said") {
  Original original = make_original(10, false);
  const std::size_t at = original.files.database.find(original.photo.substr(30'000, 100));
  REQUIRE(at != std::string::npos);
  original.files.database[at] ^= 1;
  const store::ScratchFile out("salvage-out");
  const Report report = got(rescue(original.files, out.path()));
  CHECK(report.missing == std::vector<std::string>{"1 photo, sound or signature is damaged."});
  store::Device device(1, out.path());
  CHECK(rows_in(device, "attachment") == 0);
  CHECK(rows_in(device, "attachment_part") == 0);
}
