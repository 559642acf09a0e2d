#include "hub/stores.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <future>

#include "base/digest.h"
#include "hub/backup.h"
#include "hub/postgres.h"
#include "hub/schema.h"

namespace takestock::hub {
namespace {

using store::Database;
using store::Statements;
using store::Transaction;

std::string new_id(Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes.data(), bytes.size());
  return hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

/// The hub's id and epoch, made when it has none yet.
Status read_identity(Statements& statements, Hub& hub) {
  Transaction transaction(statements);
  transaction.run("INSERT INTO meta(key, value) VALUES('hub', ?1) ON CONFLICT(key) DO NOTHING",
                  new_id(hub.random));
  transaction.run("INSERT INTO meta(key, value) VALUES('epoch', '1') ON CONFLICT(key) DO NOTHING");
  if (auto row = transaction.query("SELECT value FROM meta WHERE key = 'hub'"); row.next())
    hub.id = row.text(0);
  if (auto row = transaction.query("SELECT value FROM meta WHERE key = 'epoch'"); row.next())
    hub.epoch = std::strtoll(row.text(0).c_str(), nullptr, 10);
  return transaction.commit();
}

/// Greater than every epoch before, also where one backup is restored twice: so it goes with the time.
Status begin_epoch(Statements& first, Hub& hub) {
  hub.epoch = std::max(hub.epoch + 1, hub.clock.now());
  Transaction transaction(first);
  transaction.run("UPDATE meta SET value = ?1 WHERE key = 'epoch'", std::to_string(hub.epoch));
  return transaction.commit();
}

/// The new epoch is stored before the mark goes: a crash between them makes two new epochs, never none.
Status end_restoring(Statements& store, Statements& first, Hub& hub) {
  bool marked = false;
  {
    Transaction looked(store);
    marked = take_backup_mark(looked);
    if (!looked.ok()) return looked.status();
  }
  if (!marked) return Done{};
  if (Status begun = begin_epoch(first, hub); !begun.ok()) return begun;
  Transaction transaction(store);
  take_backup_mark(transaction);
  return transaction.commit();
}

Status read_definitions(Statements& statements, Hub& hub) {
  Transaction transaction(statements);
  auto row = transaction.query("SELECT digest, json FROM definition");
  while (row.next()) {
    auto outcome = survey::Definition::read(row.text(1));
    if (!outcome.definition)
      return Error{Code::storage_damaged, "A stored definition cannot be read.", row.text(0)};
    hub.definitions.add(std::move(outcome.definition));
  }
  return transaction.status();
}

/// Before the stores are served.
Status read_stores(std::vector<std::unique_ptr<Statements>>& stores, Hub& hub) {
  Statements& first = *stores.front();
  if (Status read = read_identity(first, hub); !read.ok()) return read;
  for (const auto& store : stores)
    if (Status ended = end_restoring(*store, first, hub); !ended.ok()) return ended;
  return read_definitions(first, hub);
}

Result<std::vector<std::unique_ptr<Statements>>> open_all(const Settings& settings) {
  std::vector<std::unique_ptr<Statements>> stores;
  for (const StoreSettings& store : settings.stores) {
    auto database = open_store(settings, store);
    if (!database.ok()) return database.error();
    stores.push_back(std::make_unique<Statements>(std::move(*database)));
  }
  return stores;
}

Status check_rounds(const Settings& settings) {
  for (const auto& row : settings.rounds) {
    const auto named = [&row](const StoreSettings& store) { return store.name == row.second; };
    if (std::none_of(settings.stores.begin(), settings.stores.end(), named))
      return Error{
          Code::bad_request,
          "The round " + row.first + " is to lie in the store " + row.second + ", which is not there.", ""};
  }
  return Done{};
}

}  // namespace

std::shared_ptr<const survey::Definition> Definitions::find(const std::string& digest) const {
  const std::scoped_lock lock(mutex_);
  const auto known = by_digest_.find(digest);
  return known == by_digest_.end() ? nullptr : known->second;
}

void Definitions::add(std::shared_ptr<const survey::Definition> definition) {
  const std::scoped_lock lock(mutex_);
  const std::string digest = definition->digest();
  by_digest_.emplace(digest, std::move(definition));
}

const StoreSettings& store_of(const Settings& settings, std::string_view round) {
  const auto mapped = settings.rounds.find(std::string(round));
  if (mapped == settings.rounds.end()) return settings.stores.front();
  return *std::find_if(settings.stores.begin(), settings.stores.end(),
                       [&mapped](const StoreSettings& store) { return store.name == mapped->second; });
}

std::string store_file(const Settings& settings, const StoreSettings& store) {
  return settings.data + "/" + store.name + ".db";
}

Result<std::unique_ptr<Database>> open_store(const Settings& settings, const StoreSettings& store) {
  auto database = store.postgres.empty()
                      ? store::open_shared_sqlite(store_file(settings, store), kApplicationId)
                      : open_postgres(store.postgres);
  if (!database.ok()) return database.error();
  if (Status ready = prepare_schema(**database); !ready.ok()) return ready.error();
  return database;
}

Result<std::unique_ptr<OpenStores>> OpenStores::open(Hub& hub) {
  const Settings& settings = hub.settings;
  if (Status fits = check_rounds(settings); !fits.ok()) return fits.error();
  auto all = open_all(settings);
  if (!all.ok()) return all.error();
  if (Status read = read_stores(*all, hub); !read.ok()) return read.error();
  std::unique_ptr<OpenStores> stores(new OpenStores(hub));
  for (std::size_t i = 0; i < settings.stores.size(); ++i) {
    const StoreSettings& store = settings.stores[i];
    const auto again = [&settings, &store] { return open_store(settings, store); };
    stores->writers_.push_back(
        std::make_unique<Writer>(store.name, again, std::move((*all)[i]), settings.limits.queue,
                                 Writer::Doors{hub.clock, hub.random, hub.log, hub.metrics}));
  }
  return stores;
}

std::size_t OpenStores::index_of(std::string_view round) const {
  const StoreSettings& store = store_of(hub_.settings, round);
  return static_cast<std::size_t>(&store - hub_.settings.stores.data());
}

bool OpenStores::post(std::string_view round, std::unique_ptr<Job> job, std::function<void(Reply)> done) {
  return writers_[index_of(round)]->post(std::move(job), std::move(done));
}

Reply OpenStores::run(std::string_view round, std::unique_ptr<Job> job) {
  auto replied = std::make_shared<std::promise<Reply>>();
  std::future<Reply> reply = replied->get_future();
  if (!post(round, std::move(job), [replied](Reply its) { replied->set_value(std::move(its)); }))
    return failed(503, "busy", "The hub is busy. Try again in a moment.");
  return reply.get();
}

Result<std::unique_ptr<Database>> OpenStores::open_reader(std::string_view round) {
  return open_store(hub_.settings, hub_.settings.stores[index_of(round)]);
}

std::vector<std::string> OpenStores::one_round_of_each() const {
  std::vector<std::string> rounds(1);
  std::vector<std::size_t> seen = {0};
  for (const auto& row : hub_.settings.rounds) {
    const std::size_t index = index_of(row.first);
    if (std::find(seen.begin(), seen.end(), index) != seen.end()) continue;
    seen.push_back(index);
    rounds.push_back(row.first);
  }
  return rounds;
}

void OpenStores::stop() {
  for (const auto& writer : writers_) writer->stop();
}

}  // namespace takestock::hub
