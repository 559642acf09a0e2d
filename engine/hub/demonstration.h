// A round to try the hub with.
#pragma once

#include <optional>
#include <string>

#include "hub/job.h"

namespace takestock::hub {

/// A round's two files.
struct DemonstrationRound {
  std::string round, definition;
};

/// Makes, where they are missing: one round with a contact who has a link, one round with a fieldworker who
/// has one, and an owner. To be run alone (serve.h).
class Demonstrate final : public Job {
 public:
  static constexpr char kOwner[] = "demonstration";

  Demonstrate(DemonstrationRound respondents, DemonstrationRound fieldwork, std::string origin)
      : respondents_(std::move(respondents)), fieldwork_(std::move(fieldwork)), origin_(std::move(origin)) {}
  Reply run(Desk& desk) override;

  const std::string& link() const { return link_; }  ///< a new one each time: the hub keeps no tokens
  const std::string& field_link() const { return field_link_; }  ///< the fieldworker's, likewise
  /// Of the owner, "" where the account was there already.
  const std::string& password() const { return password_; }

 private:
  std::string add_missing_round(Desk& desk, const DemonstrationRound& wanted);
  void invite(Desk& desk, const std::string& round);
  void add_owner(Desk& desk);
  const DemonstrationRound respondents_, fieldwork_;
  const std::string origin_;
  std::string link_, field_link_, password_;
};

}  // namespace takestock::hub
