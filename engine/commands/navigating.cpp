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

/// One line of the contents.
struct Line {
  const Page* page;
  bool answered;
  bool missing;  ///< a required question of it is blank
  bool wrong;    ///< something typed cannot stand
};

Line line_of(const State& state, const Open& open, const Page& page) {
  Line line{&page, answered(open, page), false, false};
  for (const response::Finding& finding : open.response->check(page.fields, state.language))
    (finding.code == "required" ? line.missing : line.wrong) = true;
  return line;
}

/// Those of some pages that ask something now.
std::vector<Line> lines_of(const State& state, const Open& open, std::span<const Page> pages) {
  std::vector<Line> lines;
  for (const Page& page : pages)
    if (shown(*open.response, page) && has_question(state, page)) lines.push_back(line_of(state, open, page));
  return lines;
}

/// A blank required question is merely not answered yet, unless the person says that the section is
/// completed.
bool has_problem(const Line& line, bool confirmed) { return line.wrong || (confirmed && line.missing); }

const char* section_status(const std::vector<Line>& lines, bool confirmed) {
  const auto any = [&](const auto& is) { return std::any_of(lines.begin(), lines.end(), is); };
  if (any([&](const Line& line) { return has_problem(line, confirmed); })) return "problem";
  if (confirmed || !any([](const Line& line) { return !line.answered || line.missing; })) return "completed";
  return any([](const Line& line) { return line.answered; }) ? "in_progress" : "not_started";
}

void write_line(Writer& out, const State& state, const Line& line, bool confirmed) {
  out.open_object();
  write_question_members(out, state, line.page->node);
  out.member("page", state.definition->node(line.page->node).name).member("answered", line.answered);
  out.member("problem", has_problem(line, confirmed)).close_object();
}

void write_section_contents(Writer& out, const State& state, const Open& open, std::span<const Page> pages) {
  const std::vector<Line> lines = lines_of(state, open, pages);
  if (lines.empty()) return;
  const Slot section = pages.front().section;
  const bool confirmed = section != survey::kNoSlot &&
                         open.confirmed.count(std::string(state.definition->node(section).name)) > 0;
  out.open_object();
  write_section_members(out, state, section);
  out.member("status", section_status(lines, confirmed)).member("confirmed", confirmed);
  out.key("pages").open_array();
  for (const Line& line : lines) write_line(out, state, line, confirmed);
  out.close_array().close_object();
}

Made contents_of(const State& state, const Open& open) {
  Made made;
  made.reply.key("sections").open_array();
  for (const auto& pages : state.pages.stretches()) write_section_contents(made.reply, state, open, pages);
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
  if (!open.keep || !open.row || state.place_waits) return Done{};
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
