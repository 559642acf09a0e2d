// copy, results_file: what leaves the device as a file.
#include "commands/files.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "base/order.h"
#include "commands/sharing.h"
#include "commands/state.h"
#include "commands/views.h"
#include "results/copy.h"
#include "results/results_file.h"
#include "store/reference.h"

namespace takestock::commands {
namespace {

using store::Event;
using store::ResponseRow;

Result<results::CopyRequest> copy_request(State& state, const Open& open) {
  results::CopyRequest request{.definition = *state.definition,
                               .response = *open.response,
                               .round = state.round,
                               .reference = "",
                               .at = state.clock.now()};
  request.offset_minutes = state.clock.offset_minutes(request.at);
  if (state.round && state.round->closes)
    request.closes_offset_minutes = state.clock.offset_minutes(*state.round->closes);
  request.language = state.language;
  if (!open.row) return request;
  request.revision = open.row->revision;
  request.finished = open.row->status == store::ResponseStatus::finished;
  if (!request.finished) return request;
  auto last = last_submitted(state, open.row->survey, open.row->id);
  if (!last) return last.error();
  if (*last)
    request.reference = reference_of(**last), request.at = (*last)->at,
    request.offset_minutes = (*last)->offset_minutes;
  return request;
}

/// The rows that are asked for by id, or all of the survey.
Result<std::vector<ResponseRow>> wanted_rows(State& state, const Request& request) {
  auto rows = state.store->list(state.definition->id());
  const json::Value ids = request.find("responses");
  if (!rows || !ids) return rows;
  if (!ids.is(json::Kind::array))
    return Error{Code::bad_request, "\"responses\" is a list of response ids.", "responses"};
  std::vector<ResponseRow> wanted;
  for (json::Value id = ids.first(); id; id = id.next()) {
    const auto row =
        std::find_if(rows->begin(), rows->end(), [&](const ResponseRow& r) { return id.text() == r.id; });
    if (row == rows->end())
      return Error{Code::not_found, "There is no such response on this device.", std::string(id.text())};
    wanted.push_back(*row);
  }
  return wanted;
}

/// The version of the survey that a stored response answers.
Result<std::shared_ptr<const survey::Definition>> version_of(State& state, const ResponseRow& row) {
  if (row.form_hash == state.definition->digest()) return state.definition;
  auto json = state.store->definition(row.form_hash);
  if (!json) return json.error();
  auto read = survey::Definition::read(*json);
  if (read.definition) return std::move(read.definition);
  return Error{Code::bad_definition, "The version of the survey that this response answers cannot be read.",
               row.id};
}

Result<std::vector<Event>> events_to_carry(State& state, const std::vector<ResponseRow>& rows) {
  std::vector<Event> events;
  for (const ResponseRow& row : rows) {
    Status carried = carry(state, row);
    if (!carried) return carried.error();
    auto own = state.store->events_of(row.survey, row.id);
    if (!own) return own.error();
    std::move(own->begin(), own->end(), std::back_inserter(events));
  }
  const auto before = [](const Event& a, const Event& b) {
    return std::tie(a.response, a.device, a.seq) < std::tie(b.response, b.device, b.seq);
  };
  heap_sort(events.begin(), events.end(), before);
  return events;
}

}  // namespace

Made file(const std::string& name, const char* type, std::string bytes) {
  Made made;
  made.reply.key("file").open_object().member("name", name).member("type", type);
  made.reply.member("bytes", bytes.size()).close_object();
  made.attachment = std::move(bytes);
  return made;
}

Status carry(State& state, const ResponseRow& row) {
  if (row.status == store::ResponseStatus::finished) return Done{};
  auto version = version_of(state, row);
  if (!version) return version.error();
  auto loaded = load_response(state, std::move(*version), row);
  if (!loaded) return loaded.error();
  auto seen = seen_of(state, row.id);
  if (!seen) return seen.error();
  auto event = state.store->carry_draft(row.survey, row.id, draft_body(*loaded), std::move(*seen));
  return event ? Status(Done{}) : Status(event.error());
}

Result<std::vector<results::DefinitionText>> definitions_named(State& state,
                                                               const std::set<std::string>& digests) {
  auto stored = state.store->definitions();
  if (!stored) return stored.error();
  std::vector<results::DefinitionText> definitions;
  for (const auto& row : *stored) {
    if (digests.count(row.digest) == 0) continue;
    auto json = state.store->definition(row.digest);
    if (!json) return json.error();
    definitions.push_back({row.digest, row.version, std::move(*json)});
  }
  return definitions;
}

std::string results_file_name(const State& state) {
  return state.definition->id() + "-" + state.store->device().substr(0, 8) + results::kResultsFileExtension;
}

namespace {

struct Written {
  std::string bytes, digest;
};

Result<Written> write_results(State& state, const std::vector<Event>& events) {
  std::set<std::string> digests;
  for (const Event& event : events) digests.insert(event.form_hash);
  auto definitions = definitions_named(state, digests);
  if (!definitions) return definitions.error();
  const results::ResultsHeader header{state.definition->id(), state.store->device(), state.clock.now(),
                                      definitions->size(),    events.size(),         0};
  Written written;
  results::ResultsWriter writer(
      [&](std::string_view bytes) {
        written.bytes += bytes;
        return Status(Done{});
      },
      header);
  for (const auto& definition : *definitions) {
    Status done = writer.definition(definition);
    if (!done) return done.error();
  }
  for (const Event& event : events) {
    Status done = writer.event(event);
    if (!done) return done.error();
  }
  Status finished = writer.finish();
  if (!finished) return finished.error();
  written.digest = writer.digest();
  return written;
}

}  // namespace

std::string draft_body(const Open& draft) {
  std::string body = draft.response->record(true);
  std::set<std::string> names;
  Writer more;
  more.open_object();
  for (const auto& [path, answer] : draft.unknown) {
    if (about_record(path)) continue;
    const std::string name = path.substr(path.rfind('/') + 1);
    const bool free = draft.response->node_at(name) == expression::kNoNode && names.insert(name).second;
    more.key(free ? name : path).raw(answer);
  }
  const std::string unknown = more.close_object().take();
  if (unknown == "{}") return with_meta(std::move(body), draft);
  if (body == "{}") return with_meta(unknown, draft);
  body.back() = ',';
  return with_meta(body.append(unknown, 1, std::string::npos), draft);
}

Result<Made> copy(State& state, const Request& request) {
  auto open = opened(state);
  if (!open) return open.error();
  auto format = required_text(request, "format");
  if (!format) return format.error();
  auto wanted = copy_request(state, **open);
  if (!wanted) return wanted.error();
  if (request.find("language")) {
    const auto language = language_named(*state.definition, text_or(request, "language", ""));
    if (!language) return language.error();
    wanted->language = *language;
  }
  if (*format == "html")
    return file(state.definition->id() + ".html", results::kHtmlType, results::copy_html(*wanted));
  if (*format == "docx")
    return file(state.definition->id() + ".docx", results::kDocxType, results::copy_docx(*wanted));
  return Error{Code::bad_request, "A copy is made as \"html\" or \"docx\".", "format"};
}

Result<Made> results_file(State& state, const Request& request) {
  if (!state.store || !state.definition)
    return Error{Code::bad_state, "A database and a survey are needed first; call open_store and define.",
                 ""};
  auto rows = wanted_rows(state, request);
  if (!rows) return rows.error();
  auto events = events_to_carry(state, *rows);
  if (!events) return events.error();
  auto written = write_results(state, *events);
  if (!written) return written.error();
  Made made = file(results_file_name(state), results::kResultsFileType, std::move(written->bytes));
  made.reply.member("count", rows->size()).member("digest", written->digest);
  return made;
}

}  // namespace takestock::commands
