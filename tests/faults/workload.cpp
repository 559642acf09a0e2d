#include "faults/workload.h"

#include <map>

namespace takestock::faults {
namespace {

using store::Event;
using store::EventKind;
using store::Store;

const std::string kSurvey = "taking-stock";
constexpr int kSteps = 14;

std::string long_text(int size, char letter) {
  return '"' + std::string(static_cast<std::size_t>(size), letter) + " end\"";
}

template <typename T>
Status status(const Result<T>& result) {
  return result.ok() ? Status(Done{}) : Status(result.error());
}

std::vector<Event> events_of_another_device(int round) {
  std::vector<Event> events;
  for (int k = 0; k < 3; ++k) {
    Event event;
    event.survey = kSurvey;
    event.response = std::string(31, 'e') + std::to_string(k);
    event.device = std::string(32, 'd');
    event.seq = round * 3 + k + 1;
    event.form_hash = "form";
    event.kind = k == 2 ? EventKind::withdraw : EventKind::submit;
    event.base = {{std::string(32, 'c'), 4}};
    event.at = 1'600'000'000'000 + round;
    event.body = k == 2 ? "" : "{\"q1\":" + long_text(round * 900, 'b') + "}";
    event.sha256 = event.digest();
    events.push_back(event);
  }
  return events;
}

struct Table {
  const char* select;
  int columns;
};

constexpr Table kTables[] = {
    {"SELECT key, value FROM meta WHERE key <> 'erase' ORDER BY key", 2},
    {"SELECT digest, survey, version, json FROM definition ORDER BY digest", 4},
    {"SELECT survey, id, form_hash, status, created, updated, finished, revision, place, notes FROM response "
     "ORDER BY survey, id",
     10},
    {"SELECT survey, response, path, json FROM answer ORDER BY survey, response, path", 4},
    {"SELECT survey, response, n, at, path, keep_prefix, keep_suffix, middle FROM history ORDER BY survey, "
     "response, n",
     8},
    {"SELECT survey, response, device, seq, sha256, form_hash, kind, base, at, offset_minutes, body FROM "
     "event"
     " ORDER BY survey, response, device, seq, sha256",
     11},
};

std::string rows_of(store::Database& database, const Table& table) {
  auto statement = database.prepare(table.select);
  if (!statement.ok()) return "error: " + statement.error().message;
  std::string text;
  Result<bool> row = (*statement)->step();
  for (; row.ok() && *row; row = (*statement)->step()) {
    for (int column = 0; column < table.columns; ++column) (text += (*statement)->text(column)) += '|';
    text += '\n';
  }
  return row.ok() ? text : "error: " + row.error().message;
}

std::string fault_in_history(Store& store, const store::ResponseRow& response) {
  const auto history = store.history(response.survey, response.id);
  const auto answers = store.answers(response.survey, response.id);
  if (!history.ok()) return history.error().message;
  if (!answers.ok()) return answers.error().message;
  std::map<std::string, std::string> last;
  std::int64_t n = 0;
  for (const auto& row : *history) {
    if (row.n != ++n) return "a change is missing from the history";
    last[row.path] = row.value;
  }
  const std::map<std::string, std::string> stored(answers->begin(), answers->end());
  return last == stored ? "" : "the history does not end with the answers";
}

}  // namespace

Status Workload::call(int i, Store& store) { return in_round(i / kSteps, i % kSteps, store); }

Status Workload::in_round(int round, int step, Store& store) {
  const std::string id = ids_.empty() ? "" : ids_.back();
  const std::string n = std::to_string(round * kSteps + step);
  switch (step) {
    case 0: {
      auto made = store.create(kSurvey, "form");
      if (made.ok()) ids_.push_back(made->id);
      return status(made);
    }
    case 1:
      return store.save_definition(kSurvey, n, "digest " + n, "{\"title\":" + long_text(6000, 'd') + "}");
    case 5:
      return store.save_place(kSurvey, id, "page " + n, "{\"confirmed\":[]}");
    case 7:
      return status(store.carry_draft(kSurvey, id, "{\"draft\":" + n + "}", {}));
    case 8:
      return status(store.save_answer(kSurvey, id, "/data/long", long_text(5000 + round * 3000, 'y')));
    case 9:
      return status(
          store.finish(kSurvey, id, "{\"final\":" + long_text(3000, 'f') + "}", {{std::string(32, 'd'), 1}}));
    case 10:
      return status(store.add_events(events_of_another_device(round)));
    case 11:
      return status(store.reopen(kSurvey, id));
    case 12:
      return store.adopt_definition(kSurvey, id, "form " + n);
    case 13:
      return round % 2 ? store.remove(kSurvey, ids_.front() == id ? id : ids_[ids_.size() - 2])
                       : status(store.save_answer(kSurvey, id, "/data/q1", "null"));
    default:
      return status(
          store.save_answer(kSurvey, id, "/data/q" + std::to_string(step % 3), '"' + n + " café\""));
  }
}

Status Machine::open() {
  auto database = store::open_sqlite("survey.db", kDiskVfs);
  if (!database.ok()) return database.error();
  auto opened = Store::open(std::move(*database), clock, random);
  if (!opened.ok()) return opened.error();
  store = std::move(*opened);
  return Done{};
}

std::string content_of(Store& store) {
  std::string text;
  for (const Table& table : kTables) text += rows_of(store.database(), table) + "--\n";
  return text;
}

std::string fault_in(Store& store) {
  const std::string found = rows_of(store.database(), {"PRAGMA integrity_check", 1});
  if (found != "ok|\n") return "integrity_check: " + found;
  const auto responses = store.list("");
  if (!responses.ok()) return responses.error().message;
  for (const auto& response : *responses) {
    if (std::string fault = fault_in_history(store, response); !fault.empty()) return fault;
  }
  return "";
}

}  // namespace takestock::faults
