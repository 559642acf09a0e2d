#include "faults/workload.h"

#include <map>

#include "store/attachments.h"
#include "store/fieldwork.h"

namespace takestock::faults {
namespace {

using store::Event;
using store::EventKind;
using store::Store;

const std::string kSurvey = "taking-stock";
constexpr int kSteps = 20, kFieldwork = 14;

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
    {"SELECT survey, response, round, code, status, name FROM link ORDER BY survey, response", 6},
    {"SELECT survey, response, round, number, label, outcome, started, ended, position FROM interview"
     " ORDER BY round, number",
     9},
    {"SELECT round, number, response, at, status, outcome FROM deletion ORDER BY round, number", 6},
    {"SELECT id, response, path, value, sha256, type, size, sent FROM attachment ORDER BY id", 8},
    {"SELECT attachment, part, bytes FROM attachment_part ORDER BY attachment, part", 3},
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

/// One interview with a photo, begun in one round and deleted two rounds later.
Status Workload::fieldwork(int round, int step, Store& store) {
  store::Fieldwork fieldwork(store);
  store::Attachments attachments(store);
  const auto id = [](int its_round) { return std::string(31, 'f') + std::to_string(its_round); };
  switch (step) {
    case 0: {
      store::LinkRow link;
      link.survey = kSurvey, link.round = "r", link.code = "yaaaa-aaaaa-aa" + std::to_string(round);
      return fieldwork.take_up(link, "yaaaa-aaaaa-aa");
    }
    case 1: {
      store::InterviewRow row;
      row.survey = kSurvey, row.response = id(round), row.round = "r", row.label = long_text(200, 'l');
      const std::pair<std::string, std::string> start{"/data/start", "\"now\""};
      return status(fieldwork.begin(row, "form", {&start, 1}));
    }
    case 2: {
      const auto begun = attachments.begin(kSurvey, id(round), "/data/photo", "image/jpeg");
      if (begun.ok()) attachment_ = *begun;
      return status(begun);
    }
    case 3:
      return status(attachments.append(attachment_, long_text(70'000 + round, 'p')));
    case 4:
      return attachments.finish(attachment_, std::string(31, 'a') + std::to_string(round) + ".jpg",
                                std::string(64, 'a'));
    default: {
      auto found = fieldwork.find(kSurvey, id(round < 2 ? round : round - 2));
      if (!found.ok()) return found.error();
      if (!*found) return Done{};
      if (round >= 2) return fieldwork.remove({&**found, 1});
      (*found)->row.outcome = "partial", (*found)->row.position = long_text(60, 'o');
      return fieldwork.save((*found)->row);
    }
  }
}

Status Workload::in_round(int round, int step, Store& store) {
  if (step >= kFieldwork) return fieldwork(round, step - kFieldwork, store);
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
