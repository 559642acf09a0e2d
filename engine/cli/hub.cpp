#include "hub.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>

#include "files.h"
#include "hub/accounts.h"
#include "hub/backup.h"
#include "hub/demonstration.h"
#include "hub/serve.h"
#include "hub/settings.h"
#include "options.h"

namespace takestock::cli {
namespace {

using hub::Settings;

constexpr char kServe[] =
    "hub --data DIR [--address A] [--port N] [--origin URL] [--site DIR] [--postgres DSN]\n"
    "       takestock hub user add NAME --role viewer|organiser|owner --data DIR\n"
    "       takestock hub demonstrate --data DIR [--origin URL] [--survey DIR]";
constexpr char kBackup[] = "backup --data DIR -o FILE";
constexpr char kRestore[] = "restore FILE --data DIR";

/// Answers and accounts are nobody else's to read.
void keep_private() { ::umask(077); }

void allow_many_connections() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

std::optional<unsigned short> port_of(const std::string& text) {
  if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  const long port = std::stol(text);
  if (port > 65535) return std::nullopt;
  return static_cast<unsigned short>(port);
}

std::string from_data(const Settings& settings, const std::string& file) {
  return file.empty() ? file : (std::filesystem::path(settings.data) / file).string();
}

/// settings.json of the data directory, if it is there.
Status read_file_settings(Settings& settings) {
  const Result<std::string> text = read_file(settings.data + "/settings.json");
  if (!text.ok()) return text.error().code == Code::not_found ? Status(Done{}) : Status(text.error());
  if (Status read = hub::read_settings(*text, settings); !read.ok()) return read;
  settings.site = from_data(settings, settings.site);
  settings.smtp_file = from_data(settings, settings.smtp_file);
  return Done{};
}

Status take_options(const Options& options, Settings& settings) {
  if (options.has("--address")) settings.address = options.value("--address");
  if (options.has("--origin")) settings.origin = options.value("--origin");
  if (options.has("--site")) settings.site = options.value("--site");
  if (options.has("--postgres")) settings.stores = {{"hub", options.value("--postgres")}};
  if (!options.has("--port")) return Done{};
  const auto port = port_of(options.value("--port"));
  if (!port) return Error{Code::bad_request, "A port is a number up to 65535.", options.value("--port")};
  settings.port = *port;
  return Done{};
}

Result<Settings> settings_of(const Options& options) {
  Settings settings;
  settings.data = options.value("--data");
  if (Status read = read_file_settings(settings); !read.ok()) return read.error();
  if (Status taken = take_options(options, settings); !taken.ok()) return taken.error();
  return settings;
}

void say_started(const hub::Hub& hub) {
  std::printf("Takestock is at %s\n", hub.settings.origin.c_str());
  std::fflush(stdout);
}

int run_hub(const Options& options) {
  const auto settings = settings_of(options);
  if (!settings.ok()) return failed("hub", settings.error());
  std::signal(SIGPIPE, SIG_IGN);
  allow_many_connections();
  const Status served = hub::serve(*settings, say_started);
  return served.ok() ? 0 : failed("hub", served.error());
}

class AddUser final : public hub::Job {
 public:
  AddUser(std::string name, hub::Role role) : name_(std::move(name)), role_(role) {}
  hub::Reply run(hub::Desk& desk) override {
    auto password = hub::add_user(desk, name_, role_);
    if (password.ok()) password_ = std::move(*password);
    if (!password.ok()) desk.work.fail(password.error());
    return {};
  }
  const std::string& password() const { return password_; }

 private:
  const std::string name_;
  const hub::Role role_;
  std::string password_;
};

int add_user(const Options& options) {
  const auto& words = options.files();
  const auto role = hub::role_named(options.value("--role"));
  if (words.size() != 3 || words[1] != "add" || !role)
    return misused("hub", "Name the user and the role.", kServe);
  const auto settings = settings_of(options);
  if (!settings.ok()) return failed("hub", settings.error());
  AddUser job(words[2], *role);
  const Status done = hub::run_alone(*settings, "", job);
  if (!done.ok()) return failed("hub", done.error());
  std::printf("%s: %s\nThe password has to be changed at the first sign-in.\n", words[2].c_str(),
              job.password().c_str());
  return 0;
}

Result<hub::DemonstrationRound> round_files(const std::string& round, const std::string& definition) {
  const auto words = read_file(round), questions = read_file(definition);
  if (!words.ok()) return words.error();
  if (!questions.ok()) return questions.error();
  return hub::DemonstrationRound{*words, *questions};
}

/// A folder's own words for a round at a hub, else those of its demonstration round.
std::string round_in(const std::string& folder) {
  const std::string own = folder + "/hub-round.json";
  return std::filesystem::exists(own) ? own : folder + "/round.json";
}

int demonstrate(const Options& options) {
  auto settings = settings_of(options);
  if (!settings.ok()) return failed("hub", settings.error());
  const std::string folder = options.has("--survey") ? options.value("--survey") : "surveys/taking-stock";
  const auto respondents = round_files(round_in(folder), folder + "/survey.json");
  if (!respondents.ok()) return failed("hub", respondents.error());
  const auto fieldwork =
      round_files("surveys/event-feedback/round.json", "surveys/event-feedback/survey.json");
  if (!fieldwork.ok()) return failed("hub", fieldwork.error());
  if (settings->origin.empty()) settings->origin = "http://127.0.0.1:" + std::to_string(settings->port);
  std::error_code wrong;
  std::filesystem::create_directories(settings->data, wrong);
  if (wrong) return failed("hub", {Code::internal, "The directory cannot be made.", settings->data});
  hub::Demonstrate job(*respondents, *fieldwork, settings->origin);
  const Status done = hub::run_alone(*settings, "", job);
  if (!done.ok()) return failed("hub", done.error());
  std::printf("Respondent:  %s\nFieldworker: %s\nTeam:        %s/team/\n", job.link().c_str(),
              job.field_link().c_str(), settings->origin.c_str());
  if (!job.password().empty())
    std::printf("Sign-in:     %s, password %s (to be changed at the first sign-in)\n",
                hub::Demonstrate::kOwner, job.password().c_str());
  return 0;
}

int say_files(const char* command, const char* what, const Result<std::vector<std::string>>& files) {
  if (!files.ok()) return failed(command, files.error());
  for (const std::string& file : *files) std::printf("%s %s\n", what, file.c_str());
  return 0;
}

}  // namespace

int hub(std::vector<std::string> arguments) {
  const auto options = Options::read(
      arguments, {"--data", "--address", "--port", "--origin", "--site", "--postgres", "--role", "--survey"},
      {});
  if (!options) return misused("hub", options.error().message, kServe);
  if (!options->has("--data")) return misused("hub", "Name the directory of the hub's data.", kServe);
  keep_private();
  const auto& words = options->files();
  if (words.empty()) return run_hub(*options);
  if (words[0] == "user") return add_user(*options);
  if (words[0] == "demonstrate" && words.size() == 1) return demonstrate(*options);
  return misused("hub", "There is no \"" + words[0] + "\".", kServe);
}

int backup(std::vector<std::string> arguments) {
  const auto options = Options::read(arguments, {"--data", "-o"}, {});
  if (!options) return misused("backup", options.error().message, kBackup);
  if (!options->has("--data") || !options->has("-o") || !options->files().empty())
    return misused("backup", "Name the directory of the hub's data and the file to be written.", kBackup);
  keep_private();
  const auto settings = settings_of(*options);
  if (!settings.ok()) return failed("backup", settings.error());
  return say_files("backup", "Wrote", hub::back_up(*settings, options->value("-o")));
}

int restore(std::vector<std::string> arguments) {
  const auto options = Options::read(arguments, {"--data"}, {});
  if (!options) return misused("restore", options.error().message, kRestore);
  if (!options->has("--data") || options->files().size() != 1)
    return misused("restore", "Name the backup and the directory of the hub's data.", kRestore);
  keep_private();
  const auto settings = settings_of(*options);
  if (!settings.ok()) return failed("restore", settings.error());
  return say_files("restore", "Restored", hub::restore(*settings, options->files()[0]));
}

}  // namespace takestock::cli
