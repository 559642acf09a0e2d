// results_file, import_results: interviews on their way without a network, many of them in one file.
#include <algorithm>

#include "commands/files.h"
#include "commands/interviewing.h"

namespace takestock::commands {
namespace {

using results::Attachment;
using store::AttachmentRow;
using store::Attachments;
using store::Event;
using store::Fieldwork;

/// The interviews that are meant: by response, or all that are there where it is empty.
struct Meant {
  std::set<std::string> responses;
  bool all = true, drafts = false;

  bool has(const std::string& response) const { return all || responses.count(response) > 0; }
  bool has(const Event& event) const {
    return has(event.response) && (drafts || event.kind != store::EventKind::draft);
  }
};

Status add_numbered(State& state, const json::Value& numbers, Meant& meant) {
  for (json::Value number = numbers.first(); number; number = number.next()) {
    Writer text;
    text.open_object().member("number", number.number()).close_object();
    const json::Document request = json::Document::read(text.text());
    const auto found = wanted_interview(state, request.root());
    if (!found) return found.error();
    meant.responses.insert(found->row.response);
  }
  return Done{};
}

Result<Meant> meant_by(State& state, const Request& request) {
  Meant meant;
  meant.drafts = flag_or(request, "drafts", false);
  const json::Value responses = request.find("responses"), numbers = request.find("numbers");
  meant.all = !responses && !numbers;
  for (json::Value id = responses.first(); id; id = id.next()) {
    if (auto found = state.store->load(state.definition->id(), std::string(id.text())); !found)
      return found.error();
    meant.responses.emplace(id.text());
  }
  if (Status added = add_numbered(state, numbers, meant); !added) return added.error();
  return meant;
}

Status carry_drafts(State& state, const Meant& meant) {
  if (!meant.drafts) return Done{};
  const auto rows = state.store->list(state.definition->id());
  if (!rows) return rows.error();
  for (const store::ResponseRow& row : *rows)
    if (meant.has(row.id))
      if (Status carried = carry(state, row); !carried) return carried;
  return Done{};
}

Status each_meant(State& state, const Meant& meant, const std::function<Status(const Event&)>& visit) {
  return state.store->each_event(state.definition->id(), [&](const Event& event) {
    return meant.has(event) ? visit(event) : Status(Done{});
  });
}

/// What a file of those interviews will hold.
struct Inventory {
  std::set<std::string> digests, responses;
  std::size_t events = 0;
  std::vector<AttachmentRow> attachments;
};

Result<Inventory> take_inventory(State& state, const Meant& meant) {
  Inventory inventory;
  auto attachments = Attachments(*state.store).list(state.definition->id());
  if (!attachments) return attachments.error();
  Status visited = each_meant(state, meant, [&](const Event& event) {
    ++inventory.events;
    inventory.digests.insert(event.form_hash);
    inventory.responses.insert(event.response);
    return Status(Done{});
  });
  if (!visited) return visited.error();
  for (AttachmentRow& row : *attachments)
    if (inventory.responses.count(row.response) > 0) inventory.attachments.push_back(std::move(row));
  return inventory;
}

Status write_attachment(State& state, results::ResultsWriter& writer, const AttachmentRow& row) {
  const Attachment attachment{row.sha256, row.response, row.type, static_cast<std::size_t>(row.size)};
  std::string rest;
  std::size_t part = 0;
  const auto write = [&](std::string_view bytes) { return writer.attachment(attachment, part++, bytes); };
  Status written = Attachments(*state.store).each_part(row.id, [&](std::string_view bytes) {
    rest += bytes;
    Status done = Done{};
    for (; done && rest.size() > results::kAttachmentPart; rest.erase(0, results::kAttachmentPart))
      done = write(std::string_view(rest).substr(0, results::kAttachmentPart));
    return done;
  });
  return written ? write(rest) : written;
}

Status write_all(State& state, const Meant& meant, const Inventory& inventory,
                 const std::vector<results::DefinitionText>& definitions, results::ResultsWriter& writer) {
  for (const auto& definition : definitions)
    if (Status done = writer.definition(definition); !done) return done;
  for (const AttachmentRow& row : inventory.attachments)
    if (Status done = write_attachment(state, writer, row); !done) return done;
  Status written = each_meant(state, meant, [&](const Event& event) { return writer.event(event); });
  return written ? writer.finish() : written;
}

// --- taking in

struct Taken {
  std::vector<results::DefinitionText> definitions;
  std::vector<Event> events;
  std::vector<std::pair<AttachmentRow, std::string>> attachments;
};

Error refused_file(const results::FileProblem& problem) {
  return {Code::bad_text, problem.text, problem.line == 0 ? "" : "line " + std::to_string(problem.line)};
}

/// The whole file, or the first thing that is wrong with it.
Result<Taken> read_file(const State& state, std::string_view bytes) {
  Taken taken;
  const std::string survey = state.definition->id();
  results::ResultsReader reader(
      {[&](const results::ResultsHeader& header) {
         if (header.survey == survey) return Status(Done{});
         return Status(Error{Code::not_found, "This file is of another survey than the one shown here.", ""});
       },
       [&](const results::DefinitionText& text) {
         taken.definitions.push_back(text);
         return results::check_definition(text, survey);
       },
       [&](const Event& event) {
         taken.events.push_back(event);
         return Status(Done{});
       },
       [&](const Attachment& read, std::string_view its) {
         AttachmentRow row;
         row.survey = survey, row.response = read.response, row.sha256 = read.sha256, row.type = read.type;
         row.size = static_cast<std::int64_t>(read.size);
         row.value = attachment_value(read.sha256, read.type);
         taken.attachments.emplace_back(std::move(row), std::string(its));
         return Status(Done{});
       }});
  reader.feed(bytes);
  const auto problems = reader.finish();
  return problems.empty() ? Result<Taken>(std::move(taken)) : refused_file(problems.front());
}

Result<store::Store::Added> store_taken(State& state, const Taken& taken) {
  for (const auto& text : taken.definitions)
    if (Status saved =
            state.store->save_definition(state.definition->id(), text.version, text.digest, text.json);
        !saved)
      return saved.error();
  for (const auto& [row, bytes] : taken.attachments)
    if (Status added = Attachments(*state.store).add(row, bytes); !added) return added.error();
  return state.store->add_events(taken.events);
}

}  // namespace

Result<Made> field_results_file(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  const auto meant = meant_by(state, request);
  if (!meant) return meant.error();
  if (Status carried = carry_drafts(state, *meant); !carried) return carried.error();
  const auto inventory = take_inventory(state, *meant);
  if (!inventory) return inventory.error();
  const auto definitions = definitions_named(state, inventory->digests);
  if (!definitions) return definitions.error();
  std::string bytes;
  results::ResultsWriter writer(
      [&](std::string_view more) {
        bytes += more;
        return Status(Done{});
      },
      {state.definition->id(), state.store->device(), state.clock.now(), definitions->size(),
       inventory->events, inventory->attachments.size()});
  if (Status written = write_all(state, *meant, *inventory, *definitions, writer); !written)
    return written.error();
  Made made = file(results_file_name(state), results::kResultsFileType, std::move(bytes));
  made.reply.member("count", inventory->responses.size()).member("digest", writer.digest());
  return made;
}

Result<Made> import_results(State& state, const Request&) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  const auto taken = read_file(state, state.attached);
  if (!taken) return taken.error();
  const auto added = store_taken(state, *taken);
  if (!added) return added.error();
  std::set<std::string> responses;
  for (const Event& event : taken->events) responses.insert(event.response);
  Made made;
  made.reply.member("interviews", responses.size()).member("added", added->added + added->forked);
  made.reply.member("present", added->present);
  return made;
}

}  // namespace takestock::commands
