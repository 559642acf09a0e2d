#include "copy.h"

#include <algorithm>
#include <optional>

#include "files.h"
#include "options.h"
#include "output.h"
#include "results/copy.h"
#include "store/reference.h"
#include "stored.h"
#include "sync/head.h"

namespace takestock::cli {
namespace {

using response::Response;
using results::CopyRequest;
using store::Event;
using store::ResponseRow;
using store::Store;

constexpr char kUsage[] =
    "copy --from DB --response ID --format html|docx -o OUT [--round FILE] [--language L]";

/// One response and what a copy says about it.
struct Found {
  std::shared_ptr<const survey::Definition> definition;
  std::unique_ptr<Response> response;
  bool finished = false;
  bool received = false;  ///< from another device
  std::string reference;
  Millis at = 0;
  int offset_minutes = 0;
  std::int64_t revision = 0;
};

Result<Found> empty_response(Store& store, const std::string& form_hash) {
  auto json = store.definition(form_hash);
  if (!json) return json.error();
  Found found;
  found.definition = survey::Definition::read(*json).definition;
  if (!found.definition)
    return Error{Code::bad_definition, "The definition that it answers cannot be read.", form_hash};
  auto made = Response::make(found.definition, system_clock(), system_random());
  if (!made) return made.error();
  found.response = std::move(*made);
  return found;
}

Result<Found> from_row(Store& store, const ResponseRow& row) {
  auto found = empty_response(store, row.form_hash);
  if (!found) return found;
  auto answers = store.answers(row.survey, row.id);
  if (!answers) return answers.error();
  auto restored = found->response->restore(*answers);
  if (!restored) return restored.error();
  found->at = row.updated;
  found->offset_minutes = system_clock().offset_minutes(row.updated);
  found->revision = row.revision;
  return found;
}

Result<Found> from_event(Store& store, const Event& event) {
  auto found = empty_response(store, event.form_hash);
  if (!found) return found;
  auto restored = found->response->restore(event.body);
  if (!restored) return restored.error();
  found->finished = event.kind == store::EventKind::submit;
  found->received = !store.made_here(event);
  if (found->finished) found->reference = store::reference_of(event);
  found->at = event.at;
  found->offset_minutes = event.offset_minutes;
  found->revision = event.seq;
  return found;
}

Result<Found> find_in_survey(Store& store, const std::string& survey, const std::string& id) {
  const auto row = store.load(survey, id);
  if (row && row->status == store::ResponseStatus::draft) return from_row(store, *row);
  if (!row && row.error().code != Code::not_found) return row.error();
  const auto events = store.events_of(survey, id);
  if (!events) return events.error();
  const sync::Head head = sync::head_of(*events);
  if (head.event && !head.counts()) return Error{Code::bad_state, "This response was taken back.", id};
  const auto& ref = head.event ? head.event : head.draft;
  if (!ref) return Error{Code::not_found, "There is no such response in this database.", id};
  auto found = from_event(store, *sync::find(*events, *ref));
  if (found && row) found->revision = row->revision;
  return found;
}

Result<Found> find_response(Store& store, const std::string& id) {
  const auto rows = store.definitions();
  if (!rows) return rows.error();
  std::vector<std::string> surveys;
  for (const auto& row : *rows) surveys.push_back(row.survey);
  std::sort(surveys.begin(), surveys.end());
  surveys.erase(std::unique(surveys.begin(), surveys.end()), surveys.end());
  for (const std::string& survey : surveys) {
    auto found = find_in_survey(store, survey, id);
    if (found || found.error().code != Code::not_found) return found;
  }
  return Error{Code::not_found, "There is no such response in this database.", id};
}

Result<std::optional<survey::Round>> read_round(const std::string& path) {
  if (path.empty()) return std::optional<survey::Round>();
  const auto text = read_file(path);
  if (!text) return text.error();
  auto outcome = survey::Round::read(*text);
  if (outcome.round) return std::move(outcome.round);
  return Error{Code::bad_definition, "The round has mistakes; takestock check lists them.", path};
}

Result<std::size_t> language_index(const survey::Definition& definition, const std::string& wanted) {
  if (wanted.empty()) return std::size_t{0};
  const auto& all = definition.languages();
  const auto at = std::find(all.begin(), all.end(), wanted);
  if (at != all.end()) return static_cast<std::size_t>(at - all.begin());
  return Error{Code::not_found, "This survey is not written in the language " + wanted + ".", ""};
}

Status write(const Options& options) {
  auto store = open_existing(options.value("--from"));
  if (!store) return store.error();
  auto found = find_response(**store, options.value("--response"));
  if (!found) return found.error();
  auto round = read_round(options.value("--round"));
  if (!round) return round.error();
  const auto language = language_index(*found->definition, options.value("--language"));
  if (!language) return language.error();
  CopyRequest request{*found->definition, *found->response, std::move(*round)};
  request.finished = found->finished, request.received = found->received,
  request.reference = found->reference;
  request.at = found->at, request.offset_minutes = found->offset_minutes;
  if (request.round && request.round->closes) {
    request.closes_offset_minutes = system_clock().offset_minutes(*request.round->closes);
  }
  request.language = *language, request.revision = found->revision;
  Output output(options.value("-o"));
  Status done = output.open();
  if (done)
    done = output.write(options.value("--format") == "docx" ? copy_docx(request) : copy_html(request));
  return done ? output.finish() : done;
}

}  // namespace

int copy_document(std::vector<std::string> args) {
  const auto options =
      Options::read(args, {"--from", "--response", "--format", "-o", "--round", "--language"}, {});
  if (!options) return misused("copy", options.error().message, kUsage);
  for (const char* needed : {"--from", "--response", "--format", "-o"}) {
    if (!options->has(needed)) return misused("copy", std::string(needed) + " is missing.", kUsage);
  }
  const std::string format = options->value("--format");
  if (format != "html" && format != "docx") return misused("copy", "--format is html or docx.", kUsage);
  if (!options->files().empty())
    return misused("copy", "no file is named here besides those of the options.", kUsage);
  const Status done = write(*options);
  return done ? 0 : failed("copy", done.error());
}

}  // namespace takestock::cli
