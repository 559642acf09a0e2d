#include "replay.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "commands/commands.h"
#include "files.h"
#include "options.h"

namespace takestock::cli {
namespace {

using Json = nlohmann::json;

constexpr Millis kStart = 1773595230000;  // 2026-03-15T17:20:30Z

/// Where `wanted` is not contained in `got`, as a JSON pointer; nothing if it is.
std::optional<std::string> difference(const Json& wanted, const Json& got, const std::string& at) {
  if (wanted.is_object() && got.is_object()) {
    for (const auto& [key, value] : wanted.items()) {
      if (!got.contains(key)) return at + "/" + key;
      if (auto deeper = difference(value, got[key], at + "/" + key)) return deeper;
    }
    return std::nullopt;
  }
  if (!wanted.is_array() || !got.is_array() || wanted.size() != got.size())
    return wanted == got ? std::nullopt : std::optional<std::string>(at.empty() ? "/" : at);
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (auto deeper = difference(wanted[i], got[i], at + "/" + std::to_string(i))) return deeper;
  return std::nullopt;
}

class Scenario {
 public:
  explicit Scenario(std::string file) : file_(std::move(file)), clock_(kStart), random_(1) { begin(); }

  /// The number of failed steps; every `expect` is one check.
  std::pair<int, int> run(const std::string& text) {
    std::size_t start = 0;
    while (start < text.size()) {
      std::size_t end = text.find('\n', start);
      if (end == std::string::npos) end = text.size();
      ++line_;
      step(text.substr(start, end - start));
      start = end + 1;
    }
    if (checks_ == 0) fail("the scenario expects nothing");
    return {checks_ - failed_, failed_};
  }

 private:
  void begin() { session_ = std::make_unique<commands::Session>(clock_, random_); }

  void step(const std::string& line) {
    if (line.empty() || line[0] == '#') return;
    const std::size_t space = line.find(' ');
    const std::string verb = line.substr(0, space);
    const std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
    if (verb == "call") return call(rest);
    if (verb == "expect") return expect(rest);
    if (verb == "expect-file") return expect_file(rest);
    if (verb == "store") return open_store();
    if (verb == "clock") return clock_.set(std::strtoll(rest.c_str(), nullptr, 10));
    if (verb == "restart") return restart();
    fail("there is no step \"" + verb + "\"");
  }

  void call(const std::string& rest) {
    const std::size_t space = rest.find(' ');
    const std::string name = rest.substr(0, space);
    std::string request = space == std::string::npos ? "" : rest.substr(space + 1);
    if (!request.empty() && request[0] == '@') {
      auto document = read_file(beside(file_, request.substr(1)));
      if (!document) return fail(document.error().message);
      request = std::move(*document);
    }
    if (name == "define" || name == "round") documents_.emplace_back(name, request);
    reply_ = session_->call(name, request);
  }

  void expect(const std::string& pattern) {
    ++checks_;
    const Json wanted = Json::parse(pattern, nullptr, false), got = Json::parse(reply_.json, nullptr, false);
    if (wanted.is_discarded()) return note("the expectation is not JSON: " + pattern);
    if (const auto where = difference(wanted, got, ""))
      note("at " + *where + ": expected " + pattern + "\n    got " + reply_.json);
  }

  void expect_file(const std::string& quoted) {
    ++checks_;
    const Json wanted = Json::parse(quoted, nullptr, false);
    if (!wanted.is_string()) return note("the expectation is not a JSON string: " + quoted);
    if (reply_.attachment.find(wanted.get<std::string>()) == std::string::npos)
      note("the file does not contain " + quoted);
  }

  void open_store() {
    if (!database_) database_ = std::make_unique<ScratchDatabase>();
    reply_ =
        session_->call("open_store", Json({{"path", database_->path()}, {"vfs", database_->vfs()}}).dump());
  }

  void restart() {
    begin();
    if (database_) open_store();
    for (const auto& [name, document] : documents_) session_->call(name, document);
  }

  void fail(const std::string& why) { ++checks_, note(why); }
  void note(const std::string& why) {
    ++failed_;
    std::printf("%s:%d: %s\n", file_.c_str(), line_, why.c_str());
  }

  std::string file_;
  FixedClock clock_;
  SeededRandom random_;
  std::unique_ptr<ScratchDatabase> database_;
  std::unique_ptr<commands::Session> session_;
  std::vector<std::pair<std::string, std::string>> documents_;
  commands::Reply reply_;
  int line_ = 0, checks_ = 0, failed_ = 0;
};

}  // namespace

int replay(std::vector<std::string> args) {
  constexpr char kUsage[] = "replay SCENARIO...";
  const auto options = Options::read(args, {}, {});
  if (!options) return misused("replay", options.error().message, kUsage);
  if (options->files().empty()) return misused("replay", "name one or more scenarios.", kUsage);
  int passed = 0, failed = 0;
  for (const std::string& file : options->files()) {
    auto text = read_file(file);
    if (!text) {
      std::printf("%s: %s\n", file.c_str(), text.error().message.c_str());
      ++failed;
      continue;
    }
    const auto [good, bad] = Scenario(file).run(*text);
    passed += good;
    failed += bad;
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed > 0 || passed == 0 ? 1 : 0;
}

}  // namespace takestock::cli
