// open_page, continue, back, contents, confirm_section: the way through the pages.
#include <algorithm>

#include "commands/state.h"
#include "commands/views.h"

namespace takestock::commands {
namespace {

using expression::NodeId;

Result<std::size_t> wanted_page(const State& state, const Request& request) {
  auto name = required_text(request, "page");
  if (!name) return name.error();
  const auto page = state.pages.named(*state.definition, *name);
  if (!page) return Error{Code::not_found, "The survey has no page \"" + *name + "\".", "page"};
  return *page;
}

Result<Made> show(State& state, Open& open, std::size_t page) {
  open.page = page;
  open.checking = false;
  Status saved = save_place(state, open);
  if (!saved) return saved.error();
  Made made;
  write_page(made.reply.key("page"), state, open, page);
  return made;
}

Result<Made> show_check(State& state, Open& open) {
  open.page.reset();
  open.checking = true;
  Status saved = save_place(state, open);
  if (!saved) return saved.error();
  Made made;
  made.reply.member("at", "check");
  return made;
}

bool answered(const Open& open, const Page& page) {
  const response::Response& response = *open.response;
  return std::any_of(page.fields.begin(), page.fields.end(), [&](NodeId field) {
    return response.relevant(field) && !response.answer(field).blank();
  });
}

bool has_question(const State& state, const Page& page) {
  return std::any_of(page.fields.begin(), page.fields.end(),
                     [&](NodeId field) { return survey::asked(state.definition->node(field).type); });
}

/// Something typed that cannot stand: a blank required question is merely not answered yet.
bool has_problem(const State& state, const Open& open, const Page& page) {
  const auto findings = open.response->check(page.fields, state.language);
  return std::any_of(findings.begin(), findings.end(),
                     [](const response::Finding& finding) { return finding.code != "required"; });
}

const char* section_status(bool problem, bool confirmed, std::size_t filled, std::size_t pages) {
  if (problem) return "problem";
  if (confirmed || (pages > 0 && filled == pages)) return "completed";
  return filled > 0 ? "in_progress" : "not_started";
}

/// What is on a section's pages and how far they are answered.
struct Progress {
  std::vector<const Page*> pages;
  std::size_t filled = 0;
  bool problem = false;
};

Progress progress_of(const State& state, const Open& open, Slot section) {
  Progress progress;
  for (const Page& page : state.pages.all()) {
    if (page.section != section || !shown(*open.response, page) || !has_question(state, page)) continue;
    progress.pages.push_back(&page);
    progress.filled += answered(open, page);
    progress.problem = progress.problem || has_problem(state, open, page);
  }
  return progress;
}

void write_section_contents(Writer& out, const State& state, const Open& open, Slot section,
                            const Progress& progress) {
  const survey::Node& node = state.definition->node(section);
  const bool confirmed = open.confirmed.count(std::string(node.name)) > 0;
  out.open_object()
      .member("name", node.name)
      .member("label", state.definition->text(node.label, state.language));
  out.member("status", section_status(progress.problem, confirmed, progress.filled, progress.pages.size()));
  out.member("confirmed", confirmed).key("pages").open_array();
  for (const Page* page : progress.pages) {
    out.open_object();
    write_question_members(out, state, page->node);
    out.member("page", state.definition->node(page->node).name)
        .member("answered", answered(open, *page))
        .close_object();
  }
  out.close_array().close_object();
}

Made contents_of(const State& state, const Open& open) {
  Made made;
  made.reply.key("sections").open_array();
  for (const Slot section : state.pages.sections()) {
    const Progress progress = progress_of(state, open, section);
    if (!progress.pages.empty()) write_section_contents(made.reply, state, open, section, progress);
  }
  made.reply.close_array();
  return made;
}

}  // namespace

std::string place_of(const State& state, const Open& open) {
  if (open.checking) return kCheckPlace;
  if (!open.page) return "";
  return std::string(state.definition->node(state.pages.all()[*open.page].node).name);
}

std::string notes_of(const Open& open) {
  Writer notes;
  notes.open_object().key("confirmed").open_array();
  for (const std::string& section : open.confirmed) notes.value(section);
  notes.close_array().close_object();
  return notes.take();
}

Status save_place(State& state, Open& open) {
  if (!open.keep || !open.row) return Done{};
  return state.store->save_place(open.row->survey, open.row->id, place_of(state, open), notes_of(open));
}

Result<Made> open_page(State& state, const Request& request) {
  auto open = opened(state);
  if (!open) return open.error();
  auto page = wanted_page(state, request);
  if (!page) return page.error();
  if (!shown(*(*open)->response, state.pages.all()[*page]))
    return Error{Code::not_found, "This question is not asked, because of an earlier answer.", "page"};
  return show(state, **open, *page);
}

Result<Made> go_on(State& state, const Request& request) {
  auto open = opened(state);
  if (!open) return open.error();
  auto page = wanted_page(state, request);
  if (!page) return page.error();
  const auto findings = (*open)->response->check(state.pages.all()[*page].fields, state.language);
  if (!findings.empty()) {
    Made made;
    made.reply.key("findings").open_array();
    for (const response::Finding& finding : findings) write_finding(made.reply, state, finding, false);
    made.reply.close_array();
    return made;
  }
  const auto next =
      flag_or(request, "to_check", false) ? std::nullopt : state.pages.after(*(*open)->response, *page);
  return next ? show(state, **open, *next) : show_check(state, **open);
}

Result<Made> go_back(State& state, const Request& request) {
  auto open = opened(state);
  if (!open) return open.error();
  auto page = wanted_page(state, request);
  if (!page) return page.error();
  const auto previous = state.pages.before(*(*open)->response, *page);
  if (previous) return show(state, **open, *previous);
  Made made;
  made.reply.member("at", "start");
  return made;
}

Result<Made> contents(State& state, const Request&) {
  auto open = opened(state);
  if (!open) return open.error();
  return contents_of(state, **open);
}

Result<Made> confirm_section(State& state, const Request& request) {
  auto open = opened(state);
  if (!open) return open.error();
  auto section = required_text(request, "section");
  if (!section) return section.error();
  const auto& sections = state.pages.sections();
  const bool known = std::any_of(sections.begin(), sections.end(),
                                 [&](Slot slot) { return state.definition->node(slot).name == *section; });
  if (!known) return Error{Code::not_found, "The survey has no section \"" + *section + "\".", "section"};
  const std::set<std::string> before = (*open)->confirmed;
  if (flag_or(request, "complete", true))
    (*open)->confirmed.insert(*section);
  else
    (*open)->confirmed.erase(*section);
  Status saved = ensure_row(state, **open);
  if (saved) saved = save_place(state, **open);
  if (!saved) {
    (*open)->confirmed = before;
    return saved.error();
  }
  return contents_of(state, **open);
}

}  // namespace takestock::commands
