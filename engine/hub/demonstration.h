// A round to try the hub with.
#pragma once

#include <optional>
#include <string>

#include "hub/job.h"

namespace takestock::hub {

/// Makes, where they are missing, the round of those two files, one contact with a link and one owner. To be
/// run alone (serve.h).
class Demonstrate final : public Job {
 public:
  static constexpr char kOwner[] = "demonstration";

  Demonstrate(std::string round, std::string definition, std::string origin)
      : round_(std::move(round)), definition_(std::move(definition)), origin_(std::move(origin)) {}
  Reply run(Desk& desk) override;

  const std::string& link() const { return link_; }  ///< a new one each time: the hub keeps no tokens
  /// Of the owner, "" where the account was there already.
  const std::string& password() const { return password_; }

 private:
  std::string add_missing_round(Desk& desk);
  void invite(Desk& desk, const std::string& round);
  void add_owner(Desk& desk);
  const std::string round_, definition_, origin_;
  std::string link_, password_;
};

}  // namespace takestock::hub
