#include "import.h"

#include <cstdio>
#include <memory>
#include <set>

#include "incoming.h"
#include "options.h"
#include "results/results_file.h"
#include "store/store.h"

namespace takestock::cli {
namespace {

using results::DefinitionText;
using results::FileProblem;
using results::ResultsHeader;
using results::ResultsReader;
using store::Event;
using store::Store;

constexpr char kUsage[] = "import --into DB [--key FILE] FILE...";
constexpr std::size_t kBatchEvents = 5000, kBatchBytes = 16 * 1024 * 1024;

struct Counts {
  std::size_t events = 0, added = 0, present = 0, forked = 0;
  void add(const Store::Added& more) {
    added += more.added, present += more.present, forked += more.forked;
    events += more.added + more.present + more.forked;
  }
};

/// What has been read and waits to be stored.
struct Batch {
  std::vector<Event> events;
  std::size_t bytes = 0;
  void add(const Event& event) {
    bytes += event.body.size();
    events.push_back(event);
  }
  bool full() const { return events.size() >= kBatchEvents || bytes >= kBatchBytes; }
  void clear() { events.clear(), bytes = 0; }
};

/// One file. It is read twice: once to see that it is whole, once to store it; a small one is remembered in
/// between.
class FileImport {
 public:
  /// `key`: the file with the key that opens it, should it be sealed.
  FileImport(std::set<std::string>& stored_definitions, const std::string& path, const std::string& key)
      : stored_definitions_(stored_definitions), path_(path), key_(key) {}

  /// Problems of the file; none: run store().
  std::vector<FileProblem> check() {
    return read({[this](const ResultsHeader& header) { return take_header(header); },
                 [this](const DefinitionText& text) { return take_definition(text); },
                 [this](const Event& event) { return remember(event); }});
  }

  /// An error of the database, or of a file that changed while it was read.
  Status store(Store& store) {
    for (const DefinitionText& text : definitions_) {
      if (Status saved = store.save_definition(header_.survey, text.version, text.digest, text.json); !saved)
        return saved;
      stored_definitions_.insert(text.digest);
    }
    if (remembered_) return flush(store);
    const std::vector<FileProblem> problems =
        read({{}, {}, [&](const Event& event) { return keep(store, event); }});
    if (failure_) return *failure_;
    if (!problems.empty()) return Error{Code::bad_text, "This file changed while it was read.", path_};
    return flush(store);
  }

  const Counts& counts() const { return counts_; }

 private:
  std::vector<FileProblem> read(ResultsReader::Visitor visitor) {
    ResultsReader reader(std::move(visitor));
    Status fed = feed_file(path_, key_, [&](std::string_view bytes) {
      reader.feed(bytes);
      return Status(Done{});
    });
    if (!fed) return {{0, fed.error().message}};
    return reader.finish();
  }

  Status take_header(const ResultsHeader& header) {
    header_ = header;
    return Done{};
  }
  Status take_definition(const DefinitionText& text) {
    if (stored_definitions_.count(text.digest)) return Done{};
    definitions_.push_back(text);
    return results::check_definition(text, header_.survey);
  }
  Status remember(const Event& event) {
    if (remembered_) batch_.add(event);
    if (batch_.full()) batch_.clear(), remembered_ = false;
    return Done{};
  }
  Status keep(Store& store, const Event& event) {
    batch_.add(event);
    return batch_.full() ? flush(store) : Status(Done{});
  }
  Status flush(Store& store) {
    const Result<Store::Added> added = store.add_events(batch_.events);
    batch_.clear();
    if (added) {
      counts_.add(*added);
      return Done{};
    }
    failure_ = added.error();
    return added.error();
  }

  std::set<std::string>& stored_definitions_;
  const std::string &path_, &key_;
  ResultsHeader header_;
  std::vector<DefinitionText> definitions_;
  Batch batch_;
  bool remembered_ = true;
  Counts counts_;
  std::optional<Error> failure_;
};

void print_refused(const std::string& path, const std::vector<FileProblem>& problems) {
  for (const FileProblem& problem : problems) {
    const std::string line = problem.line == 0 ? "" : ":" + std::to_string(problem.line);
    std::fprintf(stderr, "%s%s: %s\n", path.c_str(), line.c_str(), problem.text.c_str());
  }
  std::printf("%s: refused, nothing of it was imported\n", path.c_str());
}

void print_counts(const std::string& path, const Counts& counts) {
  std::printf("%s: %zu event%s: %zu added, %zu already present, %zu forked\n", path.c_str(), counts.events,
              counts.events == 1 ? "" : "s", counts.added, counts.present, counts.forked);
  if (counts.forked == 0) return;
  std::fprintf(stderr,
               "%s: %zu of its events have the number of another event of the same device; both are kept. "
               "Was a device "
               "copied or restored from a backup?\n",
               path.c_str(), counts.forked);
}

/// The database, made when the first good file is to go into it: refused files leave none behind. While files
/// are imported a commit need not wait for the disk: after a power cut the run is repeated. At the end
/// everything is made durable before that is said.
class Target {
 public:
  explicit Target(std::string path) : path_(std::move(path)) {}

  Result<Store*> open() {
    if (store_) return store_.get();
    auto database = store::open_sqlite(path_);
    if (!database) return database.error();
    auto store = Store::open(std::move(*database), system_clock(), system_random());
    if (!store) return store.error();
    if (Status relaxed = (*store)->database().execute("PRAGMA synchronous=NORMAL;"); !relaxed)
      return relaxed.error();
    store_ = std::move(*store);
    return store_.get();
  }

  Status make_durable() {
    if (!store_) return Done{};
    return store_->database().execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous=FULL;");
  }

 private:
  const std::string path_;
  std::unique_ptr<Store> store_;
};

Result<int> import_all(Target& target, const std::vector<std::string>& files, const std::string& key) {
  std::set<std::string> stored_definitions;
  Counts total;
  std::size_t refused = 0;
  for (const std::string& path : files) {
    FileImport file(stored_definitions, path, key);
    const std::vector<FileProblem> problems = file.check();
    if (!problems.empty()) {
      ++refused;
      print_refused(path, problems);
      continue;
    }
    auto store = target.open();
    if (!store) return store.error();
    if (Status stored = file.store(**store); !stored) return stored.error();
    print_counts(path, file.counts());
    total.add({file.counts().added, file.counts().present, file.counts().forked});
  }
  if (Status durable = target.make_durable(); !durable) return durable.error();
  std::printf(
      "%zu file%s imported, %zu refused; %zu events added, %zu already present, %zu forked; all of it is on "
      "the disk\n",
      files.size() - refused, files.size() - refused == 1 ? "" : "s", refused, total.added, total.present,
      total.forked);
  return refused + total.forked == 0 ? 0 : 1;
}

}  // namespace

int import_files(std::vector<std::string> args) {
  const Result<Options> options = Options::read(args, {"--into", "--key"}, {});
  if (!options) return misused("import", options.error().message, kUsage);
  if (!options->has("--into")) return misused("import", "say with --into which database is meant.", kUsage);
  if (options->files().empty()) return misused("import", "name one or more results files.", kUsage);
  Target target(options->value("--into"));
  const Result<int> code = import_all(target, options->files(), options->value("--key"));
  return code ? *code : failed("import", code.error());
}

}  // namespace takestock::cli
