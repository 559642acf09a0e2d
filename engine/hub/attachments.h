// Attachments: pictures and sound that belong to answers. A device sends them after the response:
//   PUT /sync/v1/attachments/{sha256}?round=..&response=..   with the header Takestock-Link: <code>
// The body is the file; it is taken if the link is good, speaks for the response, and a response that the hub
// has names it as an answer: "<first 32 digits of its SHA-256>.<jpg|png|..>". Again changes nothing.
//
// The bytes are the file <data>/attachments/<round>/<sha256>, written under another name, synced and renamed
// before the row of the table `attachment` is committed: where there is a row there is a file. A file without
// a row is left over, and goes at the next start.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/doors.h"
#include "base/result.h"
#include "hub/hub.h"
#include "hub/job.h"
#include "identity/link.h"

namespace takestock::hub {

inline constexpr std::size_t kAttachmentBytes = 10 * 1024 * 1024;
inline constexpr std::size_t kPartBytes = 200 * 1024 * 1024, kPartFiles = 10'000;  ///< of one download

/// The files of one data directory. `round`: [a-z0-9-]. `sha256`: 64 lower-case hex digits.
class AttachmentFiles {
 public:
  explicit AttachmentFiles(const std::string& data) : folder_(data + "/attachments") {}

  bool has(const std::string& round, const std::string& sha256) const;
  /// Durable when it returns. Errors: storage_full, internal.
  Status keep(const std::string& round, const std::string& sha256, std::string_view bytes,
              Random& random) const;
  Result<std::string> read(const std::string& round, const std::string& sha256) const;
  void remove(const std::string& round, const std::string& sha256) const;
  std::vector<std::string> rounds() const;
  /// Digests, and what keep() did not finish.
  std::vector<std::string> names(const std::string& round) const;
  const std::string& folder() const { return folder_; }

 private:
  std::string path(const std::string& round, const std::string& name) const;
  const std::string folder_;
};

struct NewAttachment {
  std::string round, response, sha256;
  std::string type;  ///< of HTTP, without parameters, lower case
  std::size_t size = 0;
  std::optional<identity::Link> link;  ///< which speaks for the response; none: the team vouches for it
};

/// {"again":bool}, or what is refused (README.md). Never on a server thread.
Reply keep_attachment(Hub& hub, const NewAttachment& asked, std::string_view bytes);

/// Copies every file that is not there yet, each durable under its name only when it is whole. Errors:
/// internal, `where` the file.
Status copy_attachments(const std::string& from, const std::string& to);

/// The name by which an event's body has that attachment as an answer; "": it does not.
std::string attachment_name(std::string_view body, std::string_view sha256);

/// Removes the files of the round that no row names. Within a job of the round's store.
void remove_unused_attachments(Desk& desk, const AttachmentFiles& files, const std::string& round);
/// The same for all rounds, at the start.
void remove_unused_attachments(Hub& hub);

}  // namespace takestock::hub
