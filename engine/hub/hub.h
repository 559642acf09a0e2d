// What all endpoints share: how the hub is set up, and the way to its stores. One Hub a process; everything
// here may be used from any thread unless it says otherwise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/doors.h"
#include "base/result.h"
#include "hub/job.h"
#include "hub/limits.h"
#include "hub/log.h"
#include "hub/metrics.h"
#include "store/database.h"
#include "survey/definition.h"

namespace takestock::hub {

/// Where rounds are kept. The first store also has what belongs to no round: definitions, accounts, sessions,
/// attempts, meta.
struct StoreSettings {
  std::string name;      ///< [a-z0-9-]; of a SQLite store the file <data>/<name>.db
  std::string postgres;  ///< connection string of libpq; "" = SQLite
};

/// What one address, one request and one queue may take. Times in milliseconds.
struct Limits {
  std::size_t connections = 2000, connections_per_address = 256;
  std::size_t header_bytes = 8 * 1024, body_bytes_per_second = 512;
  Millis header_ms = 10'000, body_ms = 20'000, body_ms_at_most = 120'000, idle_ms = 30'000, write_ms = 60'000;
  double requests_per_second = 200, requests_burst = 2000;    ///< per address
  double sign_ins_per_minute = 10, sign_ins_burst = 20;       ///< per address
  double self_made_per_minute = 20, self_made_burst = 100;    ///< links made by respondents, per address
  std::size_t queue = 2048;                                   ///< jobs waiting for one store
  std::size_t round_attachment_bytes = std::size_t{2} << 30;  ///< of all attachments of a round
};

struct Settings {
  std::string data;  ///< directory
  std::string address = "127.0.0.1";
  unsigned short port = 8080;                 ///< 0 = any free one
  std::string origin;                         ///< "https://survey.example.org", no slash at the end
  std::string site;                           ///< directory of the built page; "" = none is served
  std::vector<StoreSettings> stores;          ///< at least one
  std::map<std::string, std::string> rounds;  ///< id of a round -> name of its store; others: the first store
  std::vector<std::string> trusted_proxies;   ///< addresses whose X-Forwarded-For is believed
  std::string smtp_file;                      ///< "" = no mail is sent
  std::string operator_token;  ///< for GET /metrics from elsewhere; "" = only from the machine itself
  bool log_errors_only = false;
  Limits limits;
};

/// Checked definitions by their digest. Filled from the first store at the start; whoever stores a new one
/// adds it here after it has been checked.
class Definitions {
 public:
  std::shared_ptr<const survey::Definition> find(const std::string& digest) const;  ///< null: not known
  void add(std::shared_ptr<const survey::Definition> definition);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const survey::Definition>> by_digest_;
};

/// The stores' threads, as those see them who make jobs outside of a request.
class Stores {
 public:
  virtual ~Stores() = default;
  /// Queues a job for the store of that round ("": the first store). `done` is called on the store's thread
  /// after the commit, with the job's reply. False: the queue is full or the hub stops; `done` is not called.
  virtual bool post(std::string_view round, std::unique_ptr<Job> job, std::function<void(Reply)> done) = 0;
  /// The same, and waits. Never on a server thread (see Endpoint::waits) nor inside a job.
  virtual Reply run(std::string_view round, std::unique_ptr<Job> job) = 0;
  /// A connection of the caller's own, for long reading beside the store's thread. One consistent state
  /// between BEGIN and ROLLBACK.
  virtual Result<std::unique_ptr<store::Database>> open_reader(std::string_view round) = 0;
  /// One round of each store ("" for the first one), for what concerns all of them.
  virtual std::vector<std::string> one_round_of_each() const = 0;
};

struct Hub {
  Hub(Settings its_settings, Clock& its_clock, Random& its_random, Log& its_log, Metrics& its_metrics)
      : settings(std::move(its_settings)),
        clock(its_clock),
        random(its_random),
        log(its_log),
        metrics(its_metrics) {}

  Settings settings;
  Clock& clock;
  Random& random;
  Log& log;
  Metrics& metrics;
  Definitions definitions;
  Stores* stores = nullptr;            ///< there while requests are served
  std::unique_ptr<Buckets> self_made;  ///< taken from, by counted_address(peer), before a link of
                                       ///< the respondent's own making is registered; empty: 429
  std::string id;                      ///< 32 hex digits, for ever the same
  std::int64_t epoch = 0;              ///< another one after a backup was restored, greater than all before
};

/// Goes on beside the requests (as sending mail does) as long as it lives; its destructor waits for its end.
class Background {
 public:
  virtual ~Background() = default;
};

}  // namespace takestock::hub
