#include "hub/serve.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "hub/attachments.h"
#include "hub/endpoints.h"
#include "hub/round_export.h"
#include "hub/server.h"
#include "hub/settings.h"
#include "hub/site.h"
#include "hub/stores.h"

namespace takestock::hub {
namespace {

Error cannot(const std::string& what, const std::string& where) {
  return {Code::internal, what + ": " + std::strerror(errno) + ".", where};
}

std::string origin_of(const Settings& settings) {
  if (!settings.origin.empty()) return settings.origin;
  return "http://127.0.0.1:" + std::to_string(settings.port);
}

Result<Site> read_site(const Settings& settings) {
  return settings.site.empty() ? Result<Site>(Site()) : Site::read(settings.site);
}

Status serve_with(Hub& hub, Server& server, Site site, const std::function<void(const Hub&)>& started) {
  auto stores = OpenStores::open(hub);
  if (!stores.ok()) return stores.error();
  hub.stores = stores->get();
  hub.self_made = std::make_unique<Buckets>(hub.clock, hub.settings.limits.self_made_per_minute / 60,
                                            hub.settings.limits.self_made_burst);
  remove_unused_attachments(hub);
  Service service(hub, **stores, std::move(site));
  auto mail = start_mail(hub);
  server.serve(service, [&hub, &started] { started(hub); });
  service.stop();
  mail.reset();
  (*stores)->stop();
  hub.log.info("stopped", "");
  return Done{};
}

}  // namespace

Result<DataLock> DataLock::take(const std::string& data) {
  std::error_code wrong;
  std::filesystem::create_directories(data, wrong);
  const std::string name = data + "/lock";
  const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return cannot("The data directory cannot be used", data);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return DataLock(file);
  ::close(file);
  return Error{Code::bad_state, "A hub is running with this data directory.", data};
}

DataLock::~DataLock() {
  if (file_ >= 0) ::close(file_);
}

Status serve(const Settings& given, const std::function<void(const Hub&)>& started) {
  if (sodium_init() < 0) return Error{Code::internal, "The system gives no random numbers.", ""};
  Settings settings = given;
  if (Status fit = complete_settings(settings); !fit.ok()) return fit;
  const auto lock = DataLock::take(settings.data);
  if (!lock.ok()) return lock.error();
  remove_leftovers(settings.data);
  auto site = read_site(settings);
  if (!site.ok()) return site.error();
  Log log(system_clock(), settings.log_errors_only);
  Metrics metrics(system_clock());
  Hub hub(std::move(settings), system_clock(), system_random(), log, metrics);
  auto server = Server::listen(hub);
  if (!server.ok()) return server.error();
  hub.settings.origin = origin_of(hub.settings);
  return serve_with(hub, **server, std::move(*site), started);
}

Status run_alone(const Settings& given, std::string_view round, Job& job) {
  Settings settings = given;
  if (Status fit = complete_settings(settings); !fit.ok()) return fit;
  auto database = open_store(settings, store_of(settings, round));
  if (!database.ok()) return database.error();
  store::Statements statements(std::move(*database));
  store::Transaction transaction(statements);
  Desk desk{transaction, system_clock(), system_random()};
  (void)job.run(desk);
  return transaction.commit();
}

}  // namespace takestock::hub
