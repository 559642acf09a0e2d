// The team's endpoints as the server calls them, without sockets and threads: one store, asked in turn.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "hub/accounts.h"
#include "hub/endpoints.h"
#include "hub/hub.h"
#include "hub/log.h"
#include "hub/metrics.h"
#include "hub/routes.h"
#include "unit/hub/databases.h"

namespace takestock::hub {

class Counter : public Stores {
 public:
  explicit Counter(const std::string& kind, std::vector<Endpoint> endpoints);
  ~Counter() override;

  /// The path's row, found and run with everything that the server checks.
  Reply ask(std::string_view method, const std::string& target, const std::string& bearer = "",
            const std::string& body = "");
  /// Makes a user of that role who has chosen his password, and signs him in: the session's token.
  std::string sign_in(const std::string& name, Role role);
  /// {"token"} of a sign-in, "" if it was refused.
  std::string token_of(const std::string& name, const std::string& password, const std::string& code = "");
  Reply try_sign_in(const std::string& name, const std::string& password, const std::string& code = "");

  bool post(std::string_view round, std::unique_ptr<Job> job, std::function<void(Reply)> done) override;
  Reply run(std::string_view round, std::unique_ptr<Job> job) override;
  Result<std::unique_ptr<store::Database>> open_reader(std::string_view round) override;
  std::vector<std::string> one_round_of_each() const override { return {""}; }

  Office office;
  std::string peer = "192.0.2.1";

 private:
  Reply run_accepted(Accepted&& accepted);
  Log log_{office.clock, true};
  Metrics metrics_{office.clock};
  Routes routes_;

 public:
  Hub hub;
};

inline constexpr char kGoodPassword[] = "correct horse battery staple";

/// The member of a reply's JSON at that pointer, as text; "" where there is none.
std::string member(const Reply& reply, const std::string& pointer);

}  // namespace takestock::hub
