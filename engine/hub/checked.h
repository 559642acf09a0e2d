// From what an endpoint accepted to its reply: the session checked, the jobs run where they belong.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "hub/hub.h"
#include "hub/stores.h"

namespace takestock::hub {

/// Whose session it is and what is asked of it.
struct Pass {
  std::string bearer;
  Role least = Role::nobody;
  std::shared_ptr<User> user;  ///< filled in
};

using Replied = std::function<void(Reply)>;

/// Runs what was accepted; `replied` is called once, here or on a store's thread. `round`: of the request's
/// path. `least` nobody: nothing is checked. Else the session is checked in the transaction of the job where
/// that lies in the first store, which has the sessions, and before it in one of its own where not.
void run_accepted(OpenStores& stores, Accepted&& accepted, const std::string& round, const Pass& pass,
                  Replied replied);

/// Checks the session alone: a reply of status 200, or what is refused.
void check_session(OpenStores& stores, const Pass& pass, Replied replied);

/// 503 with Retry-After.
Reply too_busy();

}  // namespace takestock::hub
