// interviewer, begin_interview, open_interview, set_outcome, set_position, set_label, comment, finish: one
// interview at a time.
#include "commands/interviewing.h"

#include <algorithm>
#include <cmath>

#include "base/civil.h"
#include "base/utf8.h"
#include "commands/views.h"
#include "identity/link.h"

namespace takestock::commands {
namespace {

using store::Fieldwork;
using store::InterviewRow;
using store::LinkRow;
using store::ListedInterview;

constexpr char kComments[] = "comments", kCommentsPath[] = "/meta/comments";
constexpr char kComplete[] = "complete";
constexpr std::string_view kOutcomes[] = {
    "", kComplete, "partial", "refused", "not_at_home", "not_eligible", "ended_early"};
constexpr std::size_t kNameCharacters = 200, kLabelCharacters = 200, kCommentCharacters = 2000;
constexpr std::size_t kInviteeOfCode = 14;  // twelve letters and two hyphens

Error too_long(const char* what, std::size_t most) {
  return {Code::limit, std::string(what) + " has at most " + std::to_string(most) + " characters.", "text"};
}

// --- the interviewer

Result<LinkRow> interviewer_in_use(State& state) {
  auto link = Fieldwork(*state.store).interviewer(state.definition->id());
  if (!link) return link.error();
  if (!*link) return Error{Code::bad_state, "No fieldworker's link is in use on this device.", ""};
  return std::move(**link);
}

Status take_up(State& state, const Request& request) {
  auto text = required_text(request, "text");
  if (!text) return text.error();
  auto read = identity::read_link(*text, text_or(request, "round", state.round ? state.round->id : ""));
  if (!read) return read.error();
  if (!read->interviewer())
    return Error{Code::bad_text, "This is one person's own link, not a fieldworker's.", "text"};
  if (state.round && state.round->id != read->round)
    return Error{Code::not_found, "This link is for another survey than the one that is shown here.", "text"};
  LinkRow link;
  link.survey = state.definition->id(), link.round = read->round, link.code = read->code();
  link.opened = state.clock.now();
  return Fieldwork(*state.store).take_up(link, link.code.substr(0, kInviteeOfCode));
}

Status take_name(State& state, const Request& request) {
  const std::string name = text_or(request, "name", "");
  if (utf8_length(name) > kNameCharacters) return too_long("A name", kNameCharacters);
  return name.empty() ? Status(Done{})
                      : Fieldwork(*state.store).name_interviewer(state.definition->id(), name);
}

Status write_interviewer(Writer& out, State& state) {
  const auto link = Fieldwork(*state.store).interviewer(state.definition->id());
  if (!link) return link.error();
  const auto waiting = store::Sharing(*state.store).waiting();
  if (!waiting) return waiting.error();
  out.key("interviewer");
  if (!*link) {
    out.value(nullptr);
    return Done{};
  }
  out.open_object().member("round", (*link)->round).member("code", (*link)->code);
  out.member("fragment", "#/" + (*link)->round + "/" + (*link)->code).member("name", (*link)->name);
  out.member("status", (*link)->status).key("closes");
  (*link)->closes == 0 ? out.value(nullptr) : out.value((*link)->closes);
  out.member("waiting", *waiting).close_object();
  return Done{};
}

// --- what a record says about its interview

void write_about(Writer& out, const InterviewRow& row) {
  out.open_object().member("number", row.number).member("interviewer", row.interviewer);
  out.member("outcome", row.outcome.empty() ? "partial" : row.outcome.c_str()).member("started", row.started);
  out.member("ended", std::max(row.ended, row.started));
  if (!row.position.empty()) out.key("position").raw(row.position);
  out.close_object();
}

std::string comments_of(const Open& open) {
  for (const auto& [path, text] : open.unknown)
    if (path == kCommentsPath && text != "{}") return text;
  return {};
}

Stored about_interview(const InterviewRow& row, const Open& open) {
  Writer text;
  write_about(text, row);
  Stored about = {{"interview", text.take()}};
  if (std::string comments = comments_of(open); !comments.empty()) about.emplace_back(kComments, comments);
  return about;
}

Result<Stored> about(State& state, const Open& open) {
  const auto found = Fieldwork(*state.store).find(open.row->survey, open.row->id);
  if (!found) return found.error();
  return *found ? about_interview((*found)->row, open) : Stored();
}

/// Stores what was changed of the open interview; `sent`: it is part of what is sent.
Result<Made> keep_interview(State& state, const InterviewRow& row, bool sent) {
  Open& open = *state.open;
  if (sent && open.row->status == store::ResponseStatus::finished)
    if (const auto reopened = keep(state, open, {}); !reopened) return reopened.error();
  Status saved = Fieldwork(*state.store).save(row);
  if (!saved) return saved.error();
  open.about = about_interview(row, open);
  Made made;
  Status written = write_interview(made.reply, state, row.response);
  return written ? Result<Made>(std::move(made)) : written.error();
}

Result<Made> resume_interview(State& state, const std::string& response) {
  auto made = resume_response(state, response);
  if (!made) return made;
  Status written = write_interview(made->reply, state, response);
  const std::string comments = comments_of(*state.open);
  made->reply.key(kComments).raw(comments.empty() ? "{}" : comments);
  return written ? std::move(made) : written.error();
}

std::string quoted(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

/// What a question of that type is filled in with at this moment; "" if a person answers it.
std::string filled_in(State& state, survey::Type type, const std::string& interviewer, bool begun) {
  const Millis now = state.clock.now();
  const int offset = state.clock.offset_minutes(now);
  switch (type) {
    case survey::Type::start:
      return begun ? quoted(date_time_text(now, offset)) : "";
    case survey::Type::today:
      return begun ? quoted(date_text(local_date(now, offset))) : "";
    case survey::Type::username:
      return begun && !interviewer.empty() ? quoted(interviewer) : "";
    case survey::Type::device_id:
      return begun ? quoted(state.store->device().substr(0, 16)) : "";
    case survey::Type::end:
      return begun ? "" : quoted(date_time_text(now, offset));
    default:
      return "";
  }
}

/// The same for all questions, put into the response: path -> JSON text, to be stored.
Result<Stored> fill_in(State& state, response::Response& response, const std::string& interviewer,
                       bool begun) {
  Stored values;
  for (Slot slot = 0; slot < state.definition->nodes().size(); ++slot)
    if (std::string text = filled_in(state, state.definition->node(slot).type, interviewer, begun);
        !text.empty())
      values.emplace_back(state.definition->path(slot), std::move(text));
  if (values.empty()) return values;
  auto restored = response.restore(values);
  return restored ? Result<Stored>(std::move(values)) : restored.error();
}

/// A response with what it starts with: as it is stored, and to be read again.
Result<InterviewRow> begin(State& state, const Request& request, const LinkRow& link) {
  const auto read = identity::read_link(link.code, link.round);
  if (!read) return read.error();
  auto open = new_response(state, true);
  if (!open) return open.error();
  InterviewRow row;
  row.survey = state.definition->id(), row.round = link.round, row.interviewer = link.name;
  row.response = identity::interview_of(link.round, read->invitee, state.random);
  row.label = text_or(request, "label", "");
  if (utf8_length(row.label) > kLabelCharacters) return too_long("A label", kLabelCharacters);
  const auto filled = fill_in(state, *open->response, row.interviewer, true);
  if (!filled) return filled.error();
  Stored values = started_values(state, *open->response);
  values.insert(values.end(), filled->begin(), filled->end());
  return Fieldwork(*state.store).begin(row, state.definition->digest(), values);
}

bool within(const json::Value& value, double most) {
  return value.is(json::Kind::number) && std::fabs(value.number()) <= most;
}

/// "" takes the position away.
Result<std::string> position_text(State& state, const Request& request) {
  if (request.size() == 0) return std::string();
  const json::Value latitude = request.find("latitude"), longitude = request.find("longitude"),
                    accuracy = request.find("accuracy"), at = request.find("at");
  if (!within(latitude, 90) || !within(longitude, 180) || !within(accuracy, 1e9) || accuracy.number() < 0)
    return Error{Code::bad_request,
                 "A position has a latitude, a longitude (degrees) and an accuracy (metres).", ""};
  Writer out;
  out.open_object().member("latitude", latitude.number()).member("longitude", longitude.number());
  out.member("accuracy", accuracy.number());
  const bool told = within(at, 9e15) && at.number() >= 0;
  out.member("at", told ? static_cast<Millis>(at.number()) : state.clock.now()).close_object();
  return out.take();
}

/// All comments with that one changed.
std::string with_comment(const std::string& comments, std::string_view question, const std::string& text) {
  const json::Document before = json::Document::read(comments.empty() ? std::string_view("{}") : comments);
  Writer out;
  out.open_object();
  for (json::Value one = before.root().first(); one; one = one.next())
    if (one.key() != question) out.member(one.key(), one.text());
  if (!text.empty()) out.member(question, text);
  return out.close_object().take();
}

/// The end of an interview, where its survey asks for it.
Status fill_in_end(State& state, Open& open) {
  const auto filled = fill_in(state, *open.response, "", false);
  if (!filled) return filled.error();
  if (filled->empty()) return Done{};
  const auto kept = keep(state, open, *filled);
  return kept ? Status(Done{}) : Status(kept.error());
}

bool blank_question(const response::Finding& finding) { return finding.code == "required"; }

bool may_finish(const State& state, bool blanks) {
  const auto findings = state.open->response->check_all(state.language);
  return std::all_of(findings.begin(), findings.end(),
                     [&](const response::Finding& finding) { return blanks && blank_question(finding); });
}

}  // namespace

Result<Made> open_field_store(State& state, const Request& request) {
  state.about = about;
  return open_store(state, request);
}

Result<ListedInterview> opened_interview(State& state) {
  auto open = opened(state);
  if (!open) return open.error();
  const Error none{Code::bad_state, "No interview is open.", ""};
  if (!(*open)->row) return none;
  auto found = Fieldwork(*state.store).find((*open)->row->survey, (*open)->row->id);
  if (!found) return found.error();
  return *found ? Result<ListedInterview>(std::move(**found)) : none;
}

Result<ListedInterview> wanted_interview(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  Fieldwork fieldwork(*state.store);
  std::string response = text_or(request, "response", "");
  if (response.empty()) {
    const auto link = interviewer_in_use(state);
    if (!link) return link.error();
    auto numbered = fieldwork.numbered(state.definition->id(), link->round,
                                       static_cast<std::int64_t>(request.find("number").number()));
    if (!numbered) return numbered.error();
    response = std::move(*numbered);
  }
  auto found = fieldwork.find(state.definition->id(), response);
  if (!found) return found.error();
  if (*found) return std::move(**found);
  return Error{Code::not_found, "There is no such interview on this device.", response};
}

Status write_interview(Writer& out, State& state, const std::string& response) {
  const auto found = Fieldwork(*state.store).find(state.definition->id(), response);
  if (!found) return found.error();
  out.key("interview");
  *found ? write_listed(out, **found, Places(state)) : void(out.value(nullptr));
  return Done{};
}

Result<Made> interviewer(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  Status taken = request.find("text") ? take_up(state, request) : Status(Done{});
  if (taken) taken = take_name(state, request);
  if (!taken) return taken.error();
  Made made;
  Status written = write_interviewer(made.reply, state);
  return written ? Result<Made>(std::move(made)) : written.error();
}

Result<Made> begin_interview(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  const auto link = interviewer_in_use(state);
  if (!link) return link.error();
  if (request.find("language"))
    if (const auto spoken = set_language(state, request); !spoken) return spoken.error();
  if (Status stored = store_definition(state); !stored) return stored.error();
  const auto row = begin(state, request, *link);
  return row ? resume_interview(state, row->response) : row.error();
}

Result<Made> open_interview(State& state, const Request& request) {
  const auto wanted = wanted_interview(state, request);
  return wanted ? resume_interview(state, wanted->row.response) : wanted.error();
}

Result<Made> set_outcome(State& state, const Request& request) {
  auto interview = opened_interview(state);
  if (!interview) return interview.error();
  auto outcome = required_text(request, "outcome");
  if (!outcome) return outcome.error();
  if (std::find(std::begin(kOutcomes), std::end(kOutcomes), *outcome) == std::end(kOutcomes))
    return Error{Code::bad_request, "There is no such outcome of an interview.", *outcome};
  const bool changed = interview->row.outcome != *outcome;
  interview->row.outcome = std::move(*outcome);
  return keep_interview(state, interview->row, changed);
}

Result<Made> set_position(State& state, const Request& request) {
  auto interview = opened_interview(state);
  if (!interview) return interview.error();
  auto position = position_text(state, request);
  if (!position) return position.error();
  interview->row.position = std::move(*position);
  return keep_interview(state, interview->row, true);
}

Result<Made> set_label(State& state, const Request& request) {
  auto interview = opened_interview(state);
  if (!interview) return interview.error();
  auto label = required_text(request, "label");
  if (!label) return label.error();
  if (utf8_length(*label) > kLabelCharacters) return too_long("A label", kLabelCharacters);
  interview->row.label = std::move(*label);
  return keep_interview(state, interview->row, false);
}

Result<Made> comment(State& state, const Request& request) {
  auto interview = opened_interview(state);
  if (!interview) return interview.error();
  const auto node = wanted_node(*state.open->response, request);
  if (!node) return node.error();
  auto text = required_text(request, "text");
  if (!text) return text.error();
  if (utf8_length(*text) > kCommentCharacters) return too_long("A comment", kCommentCharacters);
  const std::string comments =
      with_comment(comments_of(*state.open), state.definition->node(*node).name, *text);
  auto made = save_unknown(state, kCommentsPath, comments);
  if (!made) return made;
  state.open->about = about_interview(interview->row, *state.open);
  made->reply.key(kComments).raw(comments);
  return made;
}

Result<Made> finish_interview(State& state, const Request& request) {
  auto interview = opened_interview(state);
  if (!interview) return finish(state, request);
  InterviewRow& row = interview->row;
  const bool blanks = !row.outcome.empty() && row.outcome != kComplete;
  Open& open = *state.open;
  if (open.row->status == store::ResponseStatus::draft && may_finish(state, blanks)) {
    if (row.outcome.empty()) row.outcome = kComplete;
    if (row.ended == 0) row.ended = state.clock.now();
    Status saved = Fieldwork(*state.store).save(row);
    if (saved) saved = fill_in_end(state, open);
    if (saved) saved = store::Attachments(*state.store).tidy(row.survey, row.response);
    if (!saved) return saved.error();
    open.about = about_interview(row, open);
  }
  auto made = finish_open(state, blanks);
  if (!made) return made;
  Status written = write_interview(made->reply, state, row.response);
  return written ? std::move(made) : written.error();
}

}  // namespace takestock::commands
