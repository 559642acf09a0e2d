// All responses of a round that count, as a file.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "hub/rounds.h"
#include "store/work.h"

namespace takestock::hub {

/// Of responses through links that their holders made themselves, of whom nobody knows who they are.
enum class Unverified : std::uint8_t { without, only, with };

struct ExportAsked {
  StoredRound round;
  std::string format;   ///< "csv", "json", "sqlite" or "takestock"
  bool labels = false;  ///< csv and json: labels of choices instead of their names
  Unverified unverified = Unverified::without;
  std::string hub;  ///< its id
  Millis now = 0;
};

inline constexpr std::size_t kExportBytes = 256 * 1024 * 1024;  ///< no file is larger

struct ExportedFile {
  std::string bytes, name, type;
};

/// One row per response, as results/exporter.h writes it, with columns about its contact: `contact` (the
/// invitee's id), `contact_name`, `contact_email`, `contact_organisation`, `contact_role`,
/// `contact_council_type`, `contact_region`; `channel` ("link", "interview", "email", "post", "phone",
/// "file"), `unverified` and `late` ("yes" or "no"), `filled_in_by`. Where the round has fieldworkers also
/// what an interview says of itself (results/meta.h): `fieldworker` (as the hub calls him),
/// `interview_number`, `interviewer`, `outcome`, `started`, `ended`, `latitude`, `longitude`, `accuracy`.
/// `finished_at` is the effective time, by the hub's clock. A results file has no columns and holds every
/// submit and withdrawal that counted; so it is not offered with both kinds mixed. Drafts are in none: nobody
/// has sent them. `rounds` and `first`: within a transaction each, of the store of the round and of the first
/// store. `folder`: where a SQLite file may lie while it is written. Errors: unsupported (above), limit, the
/// database's.
Result<ExportedFile> export_round(store::Work& rounds, store::Work& first, const ExportAsked& asked,
                                  const std::string& folder);

/// Takes away what a hub that was killed while it wrote has left in `folder`.
void remove_leftovers(const std::string& folder);

}  // namespace takestock::hub
