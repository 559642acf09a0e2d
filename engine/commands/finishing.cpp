// check, finish, responses, remove: the end of a response.
#include <algorithm>

#include "commands/sharing.h"
#include "commands/state.h"
#include "commands/views.h"
#include "store/reference.h"
#include "sync/head.h"

namespace takestock::commands {
namespace {

using expression::NodeId;

void write_findings(Writer& out, const State& state, const std::vector<response::Finding>& findings) {
  out.open_array();
  for (const response::Finding& finding : findings) write_finding(out, state, finding, true);
  out.close_array();
}

struct CheckRow {
  const Page* page;
  NodeId field;
};

/// The asked, relevant questions of some pages.
std::vector<CheckRow> check_rows(const State& state, const Open& open, std::span<const Page> pages) {
  std::vector<CheckRow> rows;
  for (const Page& page : pages)
    for (const NodeId field : page.fields)
      if (survey::asked(state.definition->node(field).type) && open.response->relevant(field))
        rows.push_back({&page, field});
  return rows;
}

void write_check_section(Writer& out, const State& state, const Open& open, std::span<const Page> pages) {
  const std::vector<CheckRow> rows = check_rows(state, open, pages);
  if (rows.empty()) return;
  out.open_object();
  write_section_members(out, state, pages.front().section);
  out.key("rows").open_array();
  for (const CheckRow& row : rows) {
    out.open_object();
    write_question_members(out, state, row.field);
    out.member("page", state.definition->node(row.page->node).name);
    out.member("read_only", (open.response->flags(row.field) & response::kReadOnly) != 0).key("answer");
    write_answer_lines(out, state, *open.response, row.field);
    out.close_object();
  }
  out.close_array().close_object();
}

/// Answered, but no longer asked: kept on the device and not sent.
void write_hidden(Writer& out, const State& state, const Open& open) {
  out.open_array();
  for (NodeId node = 0; node < open.response->size(); ++node)
    if (survey::asked(state.definition->node(node).type) && !open.response->relevant(node) &&
        !open.response->answer(node).blank())
      write_question(out, state, node);
  out.close_array();
}

void write_finished(Writer& out, const store::ResponseRow& row, const std::string& reference) {
  out.member("finished_at", row.finished).member("reference", reference).key("response");
  write_response(out, row, reference);
}

/// Finishing twice, as by a second tap, is finishing once.
Result<Made> finished_before(State& state, const store::ResponseRow& row) {
  auto last = last_submitted(state, row.survey, row.id);
  if (!last) return last.error();
  Made made;
  write_finished(made.reply, row, *last ? reference_of(**last) : "");
  return made;
}

}  // namespace

void write_check_sections(Writer& out, const State& state, const Open& open) {
  out.key("sections").open_array();
  for (const auto& pages : state.pages.stretches()) write_check_section(out, state, open, pages);
  out.close_array();
}

Result<std::optional<store::Event>> last_submitted(State& state, const std::string& survey,
                                                   const std::string& id) {
  const auto shared = shared_of(state, survey, id);
  if (!shared) return shared.error();
  const store::Version* last = shared->head.counts() ? shared->current() : shared->last_of(*state.store);
  return last ? std::optional(last->event) : std::nullopt;
}

Status write_stored(Writer& out, State& state, const store::ResponseRow& row) {
  auto last = last_submitted(state, row.survey, row.id);
  if (!last) return last.error();
  write_response(out, row, *last ? reference_of(**last) : "");
  return Done{};
}

Status write_responses(Writer& out, State& state, const std::string& survey) {
  auto rows = state.store->list(survey);
  if (!rows) return rows.error();
  out.key("responses").open_array();
  for (const store::ResponseRow& row : *rows) {
    Status written = write_stored(out, state, row);
    if (!written) return written;
  }
  out.close_array();
  return Done{};
}

Result<Made> check(State& state, const Request&) {
  auto open = opened(state);
  if (!open) return open.error();
  Made made;
  write_check_sections(made.reply, state, **open);
  write_findings(made.reply.key("findings"), state, (*open)->response->check_all(state.language));
  write_hidden(made.reply.key("hidden"), state, **open);
  return made;
}

Result<Made> finish(State& state, const Request&) { return finish_open(state, false); }

Result<Made> finish_open(State& state, bool blanks) {
  auto open = opened(state);
  if (!open) return open.error();
  if (!(*open)->keep)
    return Error{Code::bad_state, "This response is not kept, so it cannot be finished.", ""};
  Made made;
  if ((*open)->row && (*open)->row->status == store::ResponseStatus::finished)
    return finished_before(state, *(*open)->row);
  auto findings = (*open)->response->check_all(state.language);
  if (blanks)
    findings.erase(std::remove_if(findings.begin(), findings.end(),
                                  [](const auto& finding) { return finding.code == "required"; }),
                   findings.end());
  if (!findings.empty()) {
    write_findings(made.reply.key("findings"), state, findings);
    return made;
  }
  const auto undecided = open_conflicts(state, **open);
  if (!undecided) return undecided.error();
  if (!undecided->empty()) {
    Status written = write_conflicts(made.reply, state, **open, *undecided);
    return written ? Result<Made>(std::move(made)) : written.error();
  }
  Status ready = ensure_row(state, **open);
  if (ready) ready = adopt_version(state, **open);
  if (!ready) return ready.error();
  store::ResponseRow& stored = *(*open)->row;
  auto seen = seen_of(state, stored.id);
  if (!seen) return seen.error();
  auto event = state.store->finish(stored.survey, stored.id,
                                   with_meta((*open)->response->record(false), **open), std::move(*seen));
  if (!event) return event.error();
  stored.status = store::ResponseStatus::finished;
  stored.finished = stored.updated = event->at;
  ++stored.revision;
  write_finished(made.reply, stored, reference_of(*event));
  return made;
}

Result<Made> responses(State& state, const Request& request) {
  if (!state.store) return Error{Code::bad_state, "No database is open; call open_store first.", ""};
  Made made;
  Status written = write_responses(made.reply, state, text_or(request, "survey", ""));
  if (!written) return written.error();
  return made;
}

Result<Made> remove_response(State& state, const Request& request) {
  if (!state.store) return Error{Code::bad_state, "No database is open; call open_store first.", ""};
  auto id = required_text(request, "response");
  if (!id) return id.error();
  auto rows = state.store->list("");
  if (!rows) return rows.error();
  for (const store::ResponseRow& row : *rows) {
    if (row.id != *id) continue;
    Status removed = state.store->remove(row.survey, row.id);
    if (!removed) return removed.error();
    if (state.open && state.open->row && state.open->row->id == *id) state.open.reset();
    return Made{};
  }
  return Error{Code::not_found, "There is no such response on this device.", *id};
}

}  // namespace takestock::commands
