#include "rescue.h"

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "files.h"
#include "options.h"
#include "output.h"
#include "salvage/rescue.h"

namespace takestock::cli {
namespace {

constexpr char kUsage[] = "rescue FILE [--out OUT]";

int nothing_done(const Error& error) {
  (void)failed("rescue", error);
  return 2;
}

/// "" where there is no such file.
Result<std::string> read_beside(const std::string& path) {
  auto bytes = read_file(path);
  if (!bytes.ok() && bytes.error().code == Code::not_found) return std::string();
  return bytes;
}

Result<salvage::DatabaseFiles> read_files(const std::string& path) {
  auto database = read_file(path);
  if (!database.ok()) return database.error();
  if (salvage::is_archive(*database)) return salvage::files_in_archive(*database);
  auto log = read_beside(path + "-wal");
  if (!log.ok()) return log.error();
  auto journal = read_beside(path + "-journal");
  if (!journal.ok()) return journal.error();
  return salvage::DatabaseFiles{std::move(*database), std::move(*log), std::move(*journal)};
}

void print(const salvage::Report& report, const std::string& out) {
  for (const std::string& sentence : report.found) std::printf("%s\n", sentence.c_str());
  if (report.missing.empty())
    std::printf("Nothing is missing.\n");
  else if (report.readable)
    std::printf("Missing or doubtful:\n");
  for (const std::string& sentence : report.missing) std::printf("  %s\n", sentence.c_str());
  if (report.readable) std::printf("What is intact is in %s.\n", out.c_str());
}

Result<salvage::Report> rescue_into(const std::string& file, const std::string& out) {
  std::error_code ignored;
  if (std::filesystem::exists(out, ignored))
    return Error{Code::bad_state, out + " is there already, and nothing is written over.", ""};
  const auto files = read_files(file);
  if (!files.ok()) return files.error();
  Output output(out);
  std::filesystem::remove(output.working_path(), ignored);
  auto report = salvage::rescue(*files, output.working_path());
  if (!report.ok() || !report->readable) return report;
  if (Status named = output.adopt(); !named.ok()) return named.error();
  return report;
}

}  // namespace

int rescue(std::vector<std::string> args) {
  const Result<Options> options = Options::read(args, {"--out"}, {});
  if (!options) return misused("rescue", options.error().message, kUsage);
  if (options->files().size() != 1) return misused("rescue", "name one damaged database.", kUsage);
  const std::string& file = options->files().front();
  const std::string out = options->has("--out") ? options->value("--out") : file + ".rescued.db";
  const auto report = rescue_into(file, out);
  if (!report) return nothing_done(report.error());
  print(*report, out);
  return !report->readable ? 2 : report->missing.empty() ? 0 : 1;
}

}  // namespace takestock::cli
