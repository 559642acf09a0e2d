// The takestock program: picks the command and hands over its arguments. Exit codes: 0 done, 1 it went wrong
// or found mistakes, 2 misused.
#include <cstdio>
#include <string>
#include <vector>

#include "check.h"
#include "conformance.h"
#include "copy.h"
#include "estimate.h"
#include "import.h"
#include "protect.h"
#include "replay.h"
#include "results.h"
#include "store/database.h"
#ifndef __EMSCRIPTEN__
#include "export.h"
#include "hub.h"
#include "keys.h"
#include "rescue.h"
#endif

namespace {

using Arguments = std::vector<std::string>;

struct Row {
  const char* name;
  int (*run)(Arguments);
  const char* usage;
};

int version(Arguments);

const Row kRows[] = {
    {"check", takestock::cli::check,
     "check FILE...                       report every mistake of a survey or a round, with its place"},
    {"import", takestock::cli::import_files,
     "import --into DB [--key FILE] FILE...   add results files to a database; again changes nothing"},
#ifndef __EMSCRIPTEN__  // files of other programs are made by the native one
    {"export", takestock::cli::export_data,
     "export --from DB --format csv|json|sqlite|sav|dta|xlsx|codebook -o OUT [--survey ID] [--labels] "
     "[--split] [--drafts] [--exact] [--bom] [--identified --reason TEXT] [--round ROUND.json]"},
#endif
    {"results", takestock::cli::results,
     "results FILE... [--measure NAME|all] [--by QUESTION] [--table ROW COLUMN] [--where NAME=CODE]   what a "
     "survey "
     "found, fit to publish"},
    {"copy", takestock::cli::copy_document, "copy --from DB --response ID --format html|docx -o OUT"},
#ifndef __EMSCRIPTEN__  // the hub is a native program
    {"hub", takestock::cli::hub,
     "hub --data DIR [--port N] [--site DIR]...   serve a round's links and its team; hub --help says more"},
    {"backup", takestock::cli::backup, "backup --data DIR -o FILE           copy a hub's data while it runs"},
    {"restore", takestock::cli::restore,
     "restore FILE --data DIR             bring a hub's data back; refuses to write over any"},
    {"keys", takestock::cli::keys,
     "keys make FILE [--round ID]         a pair of keys; the public one seals results files"},
    {"rescue", takestock::cli::rescue,
     "rescue FILE [--out OUT]             what is intact in a damaged database, in a new one"},
#endif
    {"protect", takestock::cli::protect,
     "protect TABLES.json -o OUT.json     hide what must not be seen in tables of counts"},
    {"estimate", takestock::cli::estimate,
     "estimate REQUESTS.json --data DIR [-o OUT]   work published figures out again (docs/estimate.md)"},
    {"replay", takestock::cli::replay,
     "replay SCENARIO...                  run commands from text files and compare what they answer"},
    {"conformance", takestock::cli::conformance,
     "conformance xpath CASES.jsonl DOCS.json [--profile P] [--at-least PERCENT]"},
    {"version", version, "version"},
};

int version(Arguments) {
  std::printf("takestock 0.1.0, SQLite %s\n", takestock::store::sqlite_version());
  return 0;
}

int usage(std::FILE* to, int code) {
  std::fputs("Usage: takestock COMMAND ...\n\n", to);
  for (const Row& row : kRows) std::fprintf(to, "  takestock %s\n", row.usage);
  return code;
}

}  // namespace

int main(int count, char** words) {
  const Arguments all(words + 1, words + count);
  if (all.empty()) return usage(stderr, 2);
  if (all[0] == "help" || all[0] == "--help" || all[0] == "-h") return usage(stdout, 0);
  for (const Row& row : kRows) {
    if (all[0] != row.name) continue;
    const bool asks = all.size() == 2 && (all[1] == "--help" || all[1] == "-h");
    if (!asks) return row.run(Arguments(all.begin() + 1, all.end()));
    std::printf("Usage: takestock %s\n", row.usage);
    return 0;
  }
  std::fprintf(stderr, "takestock: there is no command \"%s\".\n", all[0].c_str());
  return usage(stderr, 2);
}
