// A hub with a round, links to it, and devices that push what they have.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hub/events.h"
#include "hub/hub.h"
#include "identity/link.h"
#include "unit/hub/databases.h"

namespace takestock::hub {

inline constexpr Millis kOpens = 1'447'000'000'000, kCloses = 1'450'000'000'000, kGrace = 86'400'000;
inline constexpr Millis kSunday = 1'447'977'600'000;  ///< between the two
inline const std::string kPhone(32, 'a'), kTablet(32, 'b');

/// Writes a batch as devices do.
class BatchText {
 public:
  /// `clock_off`: by the last account, if there was one.
  BatchText(const std::string& device, Millis sent_at, std::optional<Millis> clock_off = std::nullopt);
  struct Said {
    std::vector<std::string> have = {};
    std::int64_t known = 0, answered = 0;
  };
  BatchText& link(const identity::Link& link, const Said& said);
  BatchText& link(const identity::Link& its) { return link(its, {}); }
  BatchText& line(const std::string& line);
  BatchText& event(const store::Event& event);
  std::string text() const;  ///< with its last line

 private:
  std::string lines_;
};

/// An event with its digest.
store::Event event_of(const identity::Link& link, const std::string& device, std::int64_t seq,
                      const std::string& body, Millis at = kSunday);

/// What came back: the account's lines, by what they are.
struct Account {
  int status = 0;
  nlohmann::json header, end;
  std::vector<nlohmann::json> links, verdicts, events;
};

class PushHub : public Office {
 public:
  explicit PushHub(const std::string& kind);
  ~PushHub();

  identity::Link invite(const std::string& name);
  identity::Link another_link(const identity::Link& of, const std::string& kind, const std::string& channel,
                              Millis received);
  void set_link(const identity::Link& link, const std::string& column, Millis value);
  void set_round(const std::string& column, Millis value);

  Reply post(const std::string& batch, Millis began = 0);
  /// Posts and reads what comes back, which must be an account.
  Account push(const BatchText& batch, Millis began = 0);
  /// One event through its link, from its device, whose clock is right.
  nlohmann::json verdict_of(const identity::Link& link, const store::Event& event);
  /// "<device>:<seq> counts versions concurrent" of the response's head, "" if there is none.
  std::string head(const identity::Link& link);
  std::int64_t count(const std::string& from);  ///< rows of "event WHERE .."

  static const std::string& survey_text();
  std::shared_ptr<const survey::Definition> definition;
  static constexpr const char* kRound = "r1";

 private:
  struct Program;
  std::unique_ptr<Program> program_;

 public:
  Hub& hub;
};

}  // namespace takestock::hub
