#include "hub/audit.h"

#include <array>
#include <string>

#include "base/digest.h"
#include "base/json_writer.h"
#include "base/utf8.h"
#include "hub/endpoints.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kDetailBytes = 2000;
constexpr int kPage = 100;

/// Entries of the same millisecond stay apart.
std::string entry_id(Random& random) {
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes.data(), bytes.size());
  return hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string_view cut(std::string_view text) {
  if (text.size() <= kDetailBytes) return text;
  std::size_t end = kDetailBytes;
  while (end > 0 && !is_utf8(text.substr(0, end))) --end;
  return text.substr(0, end);
}

/// The place of an entry, "<at>-<id>"; the newest come first, so a page continues before it.
struct Place {
  Millis at = INT64_MAX;
  std::string id;
};

std::optional<Place> read_place(const std::string& text) {
  if (text.empty()) return Place{};
  const std::size_t hyphen = text.find('-');
  if (hyphen == 0 || hyphen > 15 || text.find_first_not_of("0123456789") != hyphen) return std::nullopt;
  return Place{std::stoll(text.substr(0, hyphen)), text.substr(hyphen + 1)};
}

class ListEntries final : public Job {
 public:
  ListEntries(std::string round, Place before) : round_(std::move(round)), before_(std::move(before)) {}

  Reply run(Desk& desk) override {
    json::Writer out;
    out.open_object().key("entries").open_array();
    const std::string next = write_entries(desk, out);
    out.close_array().key("next");
    next.empty() ? out.value(nullptr) : out.value(next);
    return replied(out.close_object().take());
  }

 private:
  /// The place of the last one where there are more.
  std::string write_entries(Desk& desk, json::Writer& out) {
    auto row = desk.work.query(
        "SELECT at, id, by_user, action, detail FROM audit WHERE round = ?1 AND (at < ?2 OR (at = ?2 AND id "
        "< ?3)) "
        "ORDER BY at DESC, id DESC LIMIT ?4",
        round_, before_.at, before_.id, std::int64_t{kPage + 1});
    std::string last;
    for (int count = 0; row.next(); ++count) {
      if (count == kPage) return last;
      last = std::to_string(row.integer(0)) + "-" + row.text(1);
      out.open_object().member("at", row.integer(0)).member("user", row.text(2));
      out.member("action", row.text(3)).member("detail", row.text(4)).close_object();
    }
    return "";
  }

  const std::string round_;
  const Place before_;
};

Accepted list_entries(Hub&, Request&& request, std::shared_ptr<const User>) {
  const auto before = read_place(request.query["after"]);
  if (!before)
    return {.reply = failed({Code::bad_request, "There is no such place in the audit trail.", "after"})};
  return {.job = std::make_unique<ListEntries>(request.arguments["round"], *before)};
}

constexpr Endpoint kEndpoints[] = {
    {"GET", "/api/v1/audit", Role::owner, 0, list_entries},
    {"GET", "/api/v1/team/rounds/{round}/audit", Role::organiser, 0, list_entries},
};

}  // namespace

void record(Desk& desk, std::string_view round, std::string_view user, std::string_view action,
            std::string_view detail) {
  desk.work.run("INSERT INTO audit(round, at, id, by_user, action, detail) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                round, desk.clock.now(), entry_id(desk.random), user, action, cut(detail));
}

std::span<const Endpoint> audit_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
