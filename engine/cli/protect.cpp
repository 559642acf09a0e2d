#include "protect.h"

#include <cstdio>

#include "disclosure/document.h"
#include "files.h"
#include "options.h"

namespace takestock::cli {
namespace {

constexpr char kUsage[] = "protect TABLES.json -o OUT.json";

void tell(const disclosure::Summary& summary) {
  std::fprintf(stderr, "%zu figures, %zu of them small; %zu hidden\n", summary.figures, summary.small,
               summary.hidden);
  for (const std::string& place : summary.exposed)
    std::fprintf(stderr, "%s: can be narrowed down all the same, by what was released or is known\n",
                 place.c_str());
}

int write(const std::string& path, const std::string& text) {
  if (path == "-") return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
  const Status written = write_file(path, text);
  return written ? 0 : failed("protect", written.error());
}

}  // namespace

int protect(std::vector<std::string> args) {
  const auto options = Options::read(args, {"-o"}, {});
  if (!options) return misused("protect", options.error().message, kUsage);
  if (options->files().size() != 1 || !options->has("-o"))
    return misused("protect", "name one file of tables, and where to write with -o.", kUsage);
  const std::string& file = options->files()[0];
  const Result<std::string> source = read_file(file);
  if (!source) return failed("protect", source.error());
  Result<disclosure::Document> document = disclosure::read_document(*source);
  if (!document) return failed("protect", document.error());
  const Result<disclosure::Summary> summary = disclosure::protect(document->tables);
  if (!summary) return failed("protect", summary.error());
  tell(*summary);
  return write(options->value("-o"), disclosure::redacted(*source, *document));
}

}  // namespace takestock::cli
