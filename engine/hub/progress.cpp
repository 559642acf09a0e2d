// How many have come how far, by region, council type and role.
#include <array>
#include <map>

#include "base/json_writer.h"
#include "hub/endpoints.h"
#include "hub/rounds.h"

namespace takestock::hub {
namespace {

using json::Writer;

/// Each counts those who came so far or further, so that all are parts of `invited`. `other_ways` is a part
/// of `sent`.
constexpr std::array<const char*, 6> kCounts = {"invited", "issued", "opened",
                                                "started", "sent",   "other_ways"};
using Counts = std::array<std::int64_t, kCounts.size()>;

constexpr std::array<const char*, 3> kGroups = {"region", "council_type", "role"};
using Group = std::array<std::string, kGroups.size()>;

constexpr char kCrossed[] =
    "SELECT region, council_type, role, count(*), sum(linked), sum(opened), sum(started), sum(sent), "
    "sum(other_way) FROM contact WHERE round = ?1 AND self_made = 0 "
    "GROUP BY region, council_type, role ORDER BY region, council_type, role";
constexpr char kUnverified[] =
    "SELECT count(*), COALESCE(sum(started), 0), COALESCE(sum(sent), 0) FROM contact WHERE round = ?1 AND "
    "self_made = 1";

constexpr char kInterviews[] =
    "SELECT v.fieldworker, f.name, v.outcome, count(*) FROM interview v JOIN head h ON h.round = v.round AND "
    "h.response "
    "= v.response JOIN fieldworker f ON f.round = v.round AND f.id = v.fieldworker WHERE v.round = ?1 AND "
    "h.counts = 1 "
    "GROUP BY v.fieldworker, f.name, v.outcome ORDER BY f.name, v.fieldworker, v.outcome";

/// Interviews that count, by outcome; "" where none was said.
using Outcomes = std::map<std::string, std::int64_t>;
struct Interviews {
  struct Of {
    std::string id, name;
    Outcomes outcomes;
  };
  Outcomes all;
  std::vector<Of> by_fieldworker;  ///< by name
};

Interviews count_interviews(store::Work& work, const std::string& round) {
  Interviews out;
  store::Query rows = work.query(kInterviews, round);
  while (rows.next()) {
    const std::string id = rows.text(0), outcome = rows.text(2);
    if (out.by_fieldworker.empty() || out.by_fieldworker.back().id != id)
      out.by_fieldworker.push_back({id, rows.text(1), {}});
    out.by_fieldworker.back().outcomes[outcome] = rows.integer(3);
    out.all[outcome] += rows.integer(3);
  }
  return out;
}

void write_outcomes(Writer& out, const Outcomes& outcomes) {
  std::int64_t sent = 0;
  for (const auto& row : outcomes) sent += row.second;
  out.member("sent", sent).key("outcomes").open_object();
  for (const auto& row : outcomes) out.member(row.first, row.second);
  out.close_object();
}

/// Who asked is not for viewers.
void write_interviews(Writer& out, const Interviews& interviews, bool by_name) {
  write_outcomes(out.key("interviews").open_object(), interviews.all);
  if (by_name) {
    out.key("by_fieldworker").open_array();
    for (const Interviews::Of& of : interviews.by_fieldworker) {
      write_outcomes(out.open_object().member("fieldworker", of.id).member("name", of.name), of.outcomes);
      out.close_object();
    }
    out.close_array();
  }
  out.close_object();
}

void add(Counts& to, const Counts& counts) {
  for (std::size_t i = 0; i < counts.size(); ++i) to[i] += counts[i];
}

void write_counts(Writer& out, const Counts& counts) {
  for (std::size_t i = 0; i < counts.size(); ++i) out.member(kCounts[i], counts[i]);
}

void write_unverified(Writer& out, const store::Query& row) {
  out.key("unverified").open_object().member("made", row.integer(0)).member("started", row.integer(1));
  out.member("sent", row.integer(2)).close_object();
}

class ProgressJob final : public Job {
 public:
  ProgressJob(std::string round, std::shared_ptr<const User> user)
      : round_(std::move(round)), user_(std::move(user)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, round_); !round) return failed(round.error());
    const std::map<Group, Counts> crossed = count(desk);
    store::Query unverified = desk.work.query(kUnverified, round_);
    if (!unverified.next()) return failed(desk.work.error());
    Writer out;
    out.open_object().member("as_of", desk.clock.now());
    write_unverified(out, unverified);
    write_interviews(out, count_interviews(desk.work, round_), user_->role >= Role::organiser);
    write_total(out, crossed);
    out.key("by").open_object();
    for (std::size_t i = 0; i < kGroups.size(); ++i) write_by(out, crossed, i);
    out.close_object();
    write_crossed(out, crossed);
    return desk.work.ok() ? replied(out.close_object().take()) : failed(desk.work.error());
  }

 private:
  std::map<Group, Counts> count(Desk& desk) const {
    std::map<Group, Counts> out;
    store::Query rows = desk.work.query(kCrossed, round_);
    while (rows.next()) {
      Counts counts{};
      for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = rows.integer(static_cast<int>(3 + i));
      out[{rows.text(0), rows.text(1), rows.text(2)}] = counts;
    }
    return out;
  }

  static void write_total(Writer& out, const std::map<Group, Counts>& crossed) {
    Counts total{};
    for (const auto& row : crossed) add(total, row.second);
    write_counts(out.key("total").open_object(), total);
    out.close_object();
  }

  static void write_by(Writer& out, const std::map<Group, Counts>& crossed, std::size_t which) {
    std::map<std::string, Counts> sums;
    for (const auto& row : crossed) add(sums[row.first[which]], row.second);
    out.key(kGroups[which]).open_array();
    for (const auto& row : sums) {
      write_counts(out.open_object().member(kGroups[which], row.first), row.second);
      out.close_object();
    }
    out.close_array();
  }

  static void write_crossed(Writer& out, const std::map<Group, Counts>& crossed) {
    out.key("cross").open_array();
    for (const auto& row : crossed) {
      out.open_object();
      for (std::size_t i = 0; i < kGroups.size(); ++i) out.member(kGroups[i], row.first[i]);
      write_counts(out, row.second);
      out.close_object();
    }
    out.close_array();
  }

  const std::string round_;
  const std::shared_ptr<const User> user_;
};

Accepted accept_progress(Hub&, Request&& request, std::shared_ptr<const User> user) {
  return {std::make_unique<ProgressJob>(request.arguments["round"], std::move(user))};
}

constexpr Endpoint kEndpoints[] = {
    {"GET", "/api/v1/team/rounds/{round}/progress", Role::viewer, 0, accept_progress}};

}  // namespace

std::span<const Endpoint> progress_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
