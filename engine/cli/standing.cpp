#include "standing.h"

#include <utility>

#include "response/response.h"

namespace takestock::cli {

using store::Event;
using store::ResponseStatus;

namespace {

Error no_definition(const std::string& id) {
  return {Code::not_found, "The definition that response " + id + " answers is not there.", ""};
}

}  // namespace

Status Standing::each(bool drafts, const Take& take, const Events& events) {
  concurrent_ = unplaced_ = 0;
  local_drafts_.clear();
  if (drafts) {
    if (Status found = find_local_drafts(); !found) return found;
  }
  Status walked =
      sync::each_head(store_, survey_, [&](const sync::Head& head, std::span<const Event> all) -> Status {
        Status given = events ? events(all) : Status(Done{});
        return given ? take_response(head, all, drafts, take) : given;
      });
  for (auto row = local_drafts_.begin(); walked && row != local_drafts_.end(); ++row)
    walked = take_local_draft(*row, take);
  return walked;
}

/// Responses that are being filled in on this device; what they are now is newer than any draft that was
/// carried.
Status Standing::find_local_drafts() {
  auto rows = store_.list(survey_);
  if (!rows) return rows.error();
  for (const store::ResponseRow& row : *rows) {
    if (row.status == ResponseStatus::draft) local_drafts_.insert(row.id);
  }
  return Done{};
}

Status Standing::take_response(const sync::Head& head, std::span<const Event> events, bool drafts,
                               const Take& take) {
  if (!head.concurrent.empty()) ++concurrent_;
  if (head.counts()) {
    local_drafts_.erase(events.front().response);
    return take(*sync::find(events, *head.event), ResponseStatus::finished);
  }
  const bool local = local_drafts_.count(events.front().response) > 0;
  if (!drafts || head.event || !head.draft || local) return Done{};
  return take_carried_draft(*sync::find(events, *head.draft), take);
}

Status Standing::take_carried_draft(Event draft, const Take& take) {
  const auto definition = version(draft.form_hash);
  if (!definition) return no_definition(draft.response);
  auto body = results::relevant_record(definition, draft.body, system_clock(), system_random());
  if (!body) return body.error();
  draft.body = std::move(*body);
  return take(draft, ResponseStatus::draft);
}

Status Standing::take_local_draft(const std::string& id, const Take& take) {
  auto row = store_.load(survey_, id);
  if (!row) return row.error();
  auto answers = store_.answers(survey_, id);
  if (!answers) return answers.error();
  const auto definition = version(row->form_hash);
  if (!definition) return no_definition(id);
  auto response = response::Response::make(definition, system_clock(), system_random());
  if (!response) return response.error();
  auto restored = (*response)->restore(*answers);
  if (!restored) return restored.error();
  unplaced_ += restored->unknown.size();
  Event draft;
  draft.survey = survey_, draft.response = id, draft.device = store_.device(),
  draft.form_hash = row->form_hash;
  draft.body = (*response)->record(false);
  return take(draft, ResponseStatus::draft);
}

std::shared_ptr<const survey::Definition> Standing::version(const std::string& digest) const {
  for (const auto& version : versions_) {
    if (version->digest() == digest) return version;
  }
  return nullptr;
}

}  // namespace takestock::cli
