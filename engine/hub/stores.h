// The stores of a hub: which there are, which round lies where, and the thread of each.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hub/hub.h"
#include "hub/writer.h"

namespace takestock::hub {

/// "TkHb": marks SQLite files of a hub, so that no device's database is taken for one.
inline constexpr int kApplicationId = 0x546B4862;

/// Where a round lies; "": the first store. The stores and rounds of the settings fit together (see
/// OpenStores::open).
const StoreSettings& store_of(const Settings& settings, std::string_view round);

/// Where a SQLite store is.
std::string store_file(const Settings& settings, const StoreSettings& store);

/// A connection to that store, its tables up to date. SQLite's file is in the directory `data`.
Result<std::unique_ptr<store::Database>> open_store(const Settings& settings, const StoreSettings& store);

class OpenStores final : public Stores {
 public:
  /// Opens all of `hub.settings.stores`, reads or makes the hub's id and epoch and reads the definitions.
  /// `hub` outlives it. Errors: a round of the settings names a store that is not there (bad_request), the
  /// databases'.
  static Result<std::unique_ptr<OpenStores>> open(Hub& hub);

  bool post(std::string_view round, std::unique_ptr<Job> job, std::function<void(Reply)> done) override;
  Reply run(std::string_view round, std::unique_ptr<Job> job) override;
  Result<std::unique_ptr<store::Database>> open_reader(std::string_view round) override;
  std::vector<std::string> one_round_of_each() const override;

  bool first(std::string_view round) const { return index_of(round) == 0; }
  void stop();  ///< finishes what is queued

 private:
  explicit OpenStores(Hub& hub) : hub_(hub) {}
  std::size_t index_of(std::string_view round) const;

  Hub& hub_;
  std::vector<std::unique_ptr<Writer>> writers_;  ///< as settings.stores
};

}  // namespace takestock::hub
