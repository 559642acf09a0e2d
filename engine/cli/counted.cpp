#include "counted.h"

#include <cstdio>
#include <memory>

#include "files.h"
#include "incoming.h"
#include "results/results_file.h"
#include "stored.h"
#include "sync/head.h"
#include "tabulation/stored_responses.h"

namespace takestock::cli {
namespace {

using results::ResultsReader;
using store::Event;
using store::Store;
using tabulation::Codebook;
using tabulation::Measures;
using tabulation::Responses;

bool is_database(const std::string& path) {
  char start[16] = {};
  std::FILE* const file = std::fopen(path.c_str(), "rb");
  if (!file) return false;
  const std::size_t size = std::fread(start, 1, sizeof start, file);
  std::fclose(file);
  return size == 0 || std::string_view(start, size).substr(0, 13) == "SQLite format";
}

/// What is in one results file, taken in whole or not at all.
struct Contents {
  std::string survey;
  std::vector<results::DefinitionText> definitions;
  std::vector<Event> events;

  Status read(const std::string& path, const std::string& key) {
    ResultsReader reader({[this](const results::ResultsHeader& header) {
                            survey = header.survey;
                            return Status(Done{});
                          },
                          [this](const results::DefinitionText& text) {
                            definitions.push_back(text);
                            return results::check_definition(text, survey);
                          },
                          [this](const Event& event) {
                            events.push_back(event);
                            return Status(Done{});
                          }});
    Status fed = feed_file(path, key, [&](std::string_view bytes) {
      reader.feed(bytes);
      return Status(Done{});
    });
    if (!fed) return fed;
    const auto problems = reader.finish();
    if (problems.empty()) return Done{};
    const std::size_t line = problems[0].line;
    return Error{Code::bad_text, problems[0].text, path + (line ? ":" + std::to_string(line) : "")};
  }

  Status keep(Store& store) const {
    for (const auto& text : definitions)
      if (Status saved = store.save_definition(survey, text.version, text.digest, text.json); !saved)
        return saved;
    const auto added = store.add_events(events);
    return added ? Status(Done{}) : Status(added.error());
  }
};

Result<std::unique_ptr<Store>> merged(const std::vector<std::string>& files, const std::string& key,
                                      const ScratchDatabase& scratch) {
  auto database = store::open_sqlite(scratch.path(), scratch.vfs());
  if (!database) return database.error();
  auto store = Store::open(std::move(*database), system_clock(), system_random());
  if (!store) return store.error();
  if (Status relaxed = (*store)->database().execute("PRAGMA synchronous=OFF;"); !relaxed)
    return relaxed.error();
  for (const std::string& path : files) {
    Contents contents;
    if (Status read = contents.read(path, key); !read) return read.error();
    if (Status kept = contents.keep(**store); !kept) return kept.error();
  }
  return store;
}

const Event* standing(std::span<const Event> events) {
  const sync::Head head = sync::head_of(events);
  return head.counts() ? sync::find(events, *head.event) : nullptr;
}

Result<Measures> measures_of(const Definitions& definitions, const survey::Definition& newest,
                             const std::string& language) {
  for (const results::DefinitionText& text : definitions.texts) {
    if (text.digest != newest.digest()) continue;
    Measures::Outcome outcome = Measures::read(text.json, newest, language);
    if (outcome.measures) return std::move(*outcome.measures);
    return Error{
        Code::bad_definition,
        "The measures of version " + text.version + " have mistakes: " + outcome.problems.front().text,
        outcome.problems.front().pointer};
  }
  return Measures();
}

Result<Counted> count_store(Store& store, const std::string& wanted, const std::string& language,
                            std::vector<std::string> open) {
  const auto survey = choose_survey(store, wanted);
  if (!survey) return survey.error();
  const auto definitions = definitions_of(store, *survey);
  if (!definitions) return definitions.error();
  const Codebook plain(definitions->versions, {language, {}});
  auto measures = measures_of(*definitions, plain.newest(), language);
  if (!measures) return measures.error();
  open.insert(open.end(), measures->attributes.begin(), measures->attributes.end());
  auto texts = tabulation::texts_of_conditions(definitions->versions);
  texts.merge(tabulation::texts_of_measures(*measures, plain.newest()));
  Counted counted{*survey, std::move(*measures),
                  Responses(Codebook(definitions->versions, {language, std::move(open)}), texts)};
  Status read = tabulation::read_responses(store, *survey, standing, counted.responses);
  if (!read) return read.error();
  return counted;
}

}  // namespace

Result<Counted> count_files(const std::vector<std::string>& files, const std::string& key,
                            const std::string& survey, const std::string& language,
                            const std::vector<std::string>& open) {
  if (files.size() == 1 && is_database(files[0])) {
    auto store = open_existing(files[0]);
    if (!store) return store.error();
    return count_store(**store, survey, language, open);
  }
  const ScratchDatabase scratch;
  auto store = merged(files, key, scratch);
  if (!store) return store.error();
  return count_store(**store, survey, language, open);
}

}  // namespace takestock::cli
