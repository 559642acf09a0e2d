// interviews, delete_interview, clear_sent, deletions: all interviews of a device.
#include <algorithm>
#include <cctype>
#include <map>

#include "commands/interviewing.h"
#include "commands/rows.h"

namespace takestock::commands {
namespace {

using store::Fieldwork;
using store::InterviewStatus;
using store::ListedInterview;

constexpr double kRowsAtMost = 10'000, kRows = 100;

// --- the list

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

struct Wanted {
  std::string search, status, outcome;

  bool fits(const ListedInterview& one) const {
    if (!status.empty() && status != interview_status_name(one.status)) return false;
    if (!outcome.empty() && outcome != one.row.outcome) return false;
    return search.empty() || search == std::to_string(one.row.number) ||
           lower_case(one.row.label).find(search) != std::string::npos;
  }
};

void write_counts(Writer& out, const std::vector<ListedInterview>& all) {
  constexpr InterviewStatus kStatuses[] = {InterviewStatus::draft, InterviewStatus::finished,
                                           InterviewStatus::sent, InterviewStatus::refused};
  std::size_t by_status[4] = {};
  std::map<std::string, std::size_t> outcomes;
  Millis oldest = 0;
  for (const ListedInterview& one : all) {
    ++by_status[static_cast<std::size_t>(one.status)];
    if (one.status != InterviewStatus::draft) ++outcomes[one.row.outcome];
    const bool older = oldest == 0 || one.row.ended < oldest;
    if (one.status == InterviewStatus::finished && older) oldest = one.row.ended;
  }
  out.open_object().member("total", all.size());
  for (const InterviewStatus status : kStatuses)
    out.member(interview_status_name(status), by_status[static_cast<std::size_t>(status)]);
  out.member("unsent", by_status[static_cast<std::size_t>(InterviewStatus::finished)]).key("oldest_unsent");
  oldest == 0 ? out.value(nullptr) : out.value(oldest);
  out.key("outcomes").open_object();
  for (const auto& [outcome, count] : outcomes) out.member(outcome, count);
  out.close_object().close_object();
}

std::size_t count_or(const Request& request, std::string_view name, double otherwise) {
  const json::Value found = request.find(name);
  const double wanted = found.is(json::Kind::number) ? found.number() : otherwise;
  return static_cast<std::size_t>(std::min(std::max(wanted, 0.0), name == "limit" ? kRowsAtMost : 1e9));
}

// --- deletions

void write_deletion(Writer& out, const store::Deletion& gone) {
  out.open_object().member("response", gone.response).member("number", gone.number);
  out.member("round", gone.round).member("at", gone.at).member("status", gone.status);
  out.member("outcome", gone.outcome).close_object();
}

Status remove(State& state, std::span<const ListedInterview> gone) {
  Status removed = Fieldwork(*state.store).remove(gone);
  if (!removed || !state.open) return removed;
  const std::string id = response_id(*state.open);
  if (std::any_of(gone.begin(), gone.end(), [&](const auto& one) { return one.row.response == id; }))
    state.open.reset();
  return removed;
}

constexpr Row kFieldwork[] = {
    {"open_store", open_field_store},
    {"interviewer", interviewer},
    {"interviews", interviews},
    {"begin_interview", begin_interview},
    {"open_interview", open_interview},
    {"open_page", open_field_page},
    {"continue", field_go_on},
    {"back", field_go_back},
    {"keep_place", keep_place},
    {"set_outcome", set_outcome},
    {"set_position", set_position},
    {"set_label", set_label},
    {"comment", comment},
    {"finish", finish_interview},
    {"delete_interview", delete_interview},
    {"clear_sent", clear_sent},
    {"deletions", deletions},
    {"results_file", field_results_file},
    {"import_results", import_results},
    {"attach", attach},
    {"attach_part", attach_part},
    {"attach_end", attach_end},
    {"attachment", attachment},
    {"attachments_owed", attachments_owed},
    {"attachment_sent", attachment_sent},
};

}  // namespace

std::span<const Row> fieldwork_rows() { return kFieldwork; }

// --- places

Places::Places(const State& state) {
  const auto counted = counted_questions(*state.definition);
  counted_ = counted.size();
  for (const Page& page : state.pages.all()) {
    std::size_t question = 0;
    for (const expression::NodeId field : page.fields) {
      const auto found = std::lower_bound(counted.begin(), counted.end(), field);
      const bool is_counted = found != counted.end() && *found == field;
      if (is_counted && question == 0) question = static_cast<std::size_t>(found - counted.begin()) + 1;
    }
    pages_.emplace_back(state.definition->node(page.node).name, question);
  }
  std::sort(pages_.begin(), pages_.end());
}

void Places::write(Writer& out, const std::string& place) const {
  const auto found =
      std::lower_bound(pages_.begin(), pages_.end(), std::pair<std::string_view, std::size_t>(place, 0));
  const bool known = found != pages_.end() && found->first == place;
  out.member("page", place).member("question", known ? found->second : 0).member("of", counted_);
}

void write_listed(Writer& out, const ListedInterview& one, const Places& places) {
  const store::InterviewRow& row = one.row;
  out.open_object().member("response", row.response).member("number", row.number).member("label", row.label);
  out.member("status", interview_status_name(one.status)).member("outcome", row.outcome);
  out.member("interviewer", row.interviewer).member("started", row.started).member("ended", row.ended);
  out.member("updated", one.updated);
  places.write(out, one.place);
  out.member("sent", one.sent).key("position").raw(row.position.empty() ? "null" : row.position);
  out.member("attachments", one.attachments).close_object();
}

Result<Made> interviews(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  const auto all = Fieldwork(*state.store).list(state.definition->id());
  if (!all) return all.error();
  const Wanted wanted{lower_case(text_or(request, "search", "")), text_or(request, "status", ""),
                      text_or(request, "outcome", "")};
  const std::size_t first = count_or(request, "offset", 0), most = count_or(request, "limit", kRows);
  Made made;
  write_counts(made.reply.key("counts"), *all);
  made.reply.key("rows").open_array();
  const Places places(state);
  std::size_t found = 0;
  for (const ListedInterview& one : *all) {
    if (!wanted.fits(one)) continue;
    if (found >= first && found - first < most) write_listed(made.reply, one, places);
    ++found;
  }
  made.reply.close_array().member("found", found);
  return made;
}

Result<Made> delete_interview(State& state, const Request& request) {
  auto id = required_text(request, "response");
  if (!id) return id.error();
  const auto wanted = wanted_interview(state, request);
  if (!wanted) return wanted.error();
  if (!wanted->safe() && request.find("number").number() != static_cast<double>(wanted->row.number))
    return Error{Code::bad_state,
                 "Nobody else has this interview yet: it can only be deleted by giving its number.", *id};
  if (Status removed = remove(state, {&*wanted, 1}); !removed) return removed.error();
  const auto log = Fieldwork(*state.store).deletions();
  if (!log) return log.error();
  Made made;
  for (const store::Deletion& gone : *log)
    if (gone.response == *id) write_deletion(made.reply.key("deletion"), gone);
  return made;
}

Result<Made> clear_sent(State& state, const Request&) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  auto all = Fieldwork(*state.store).list(state.definition->id());
  if (!all) return all.error();
  all->erase(std::remove_if(all->begin(), all->end(), [](const auto& one) { return !one.safe(); }),
             all->end());
  if (Status removed = remove(state, *all); !removed) return removed.error();
  Made made;
  made.reply.member("cleared", all->size());
  return made;
}

Result<Made> deletions(State& state, const Request&) {
  if (!state.store) return Error{Code::bad_state, "No database is open; call open_store first.", ""};
  const auto log = Fieldwork(*state.store).deletions();
  if (!log) return log.error();
  Made made;
  made.reply.key("deletions").open_array();
  for (const store::Deletion& gone : *log) write_deletion(made.reply, gone);
  made.reply.close_array();
  return made;
}

}  // namespace takestock::commands
