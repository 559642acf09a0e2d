// Photos, sounds and signatures: the files that are answers, in parts, so that memory never holds one whole.
// The answer is the file's name: 32 hex digits of its SHA-256 and an extension.
//
// Each part is durable when the call returns. A file counts once it has ended; what was begun and not ended
// goes when the next one is begun. A file goes with its response (Store::remove(), Fieldwork::remove()).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace takestock::store {

class Work;

struct AttachmentRow {
  std::int64_t id = 0;
  std::string survey, response, path;
  std::string value;         ///< the answer; "" until it has ended
  std::string sha256, type;  ///< lower-case hex; "image/jpeg", ...
  std::int64_t size = 0;
  bool sent = false;  ///< a hub has it
};

class Attachments {
 public:
  static constexpr std::size_t kPartBytes = 64 * 1024;

  explicit Attachments(Store& store) : rows_(*store.rows_) {}

  /// A file that answers the question at `path`.
  Result<std::int64_t> begin(const std::string& survey, const std::string& response, const std::string& path,
                             const std::string& type);
  /// The size that it has now. not_found: it was not begun, or has ended.
  Result<std::int64_t> append(std::int64_t id, std::string_view bytes);
  /// It has all its bytes. The same file twice in a response is there once.
  Status finish(std::int64_t id, const std::string& value, const std::string& sha256);
  /// Removes those of a response that are neither an answer now nor named by an event.
  Status tidy(const std::string& survey, const std::string& response);
  /// A whole one that came from elsewhere, named by an event that is here; nothing is done where it is there
  /// already.
  Status add(const AttachmentRow& row, std::string_view bytes);

  Result<std::optional<AttachmentRow>> find(const std::string& survey, const std::string& response,
                                            const std::string& value);
  Result<AttachmentRow> get(std::int64_t id);  ///< not_found
  /// Its bytes in order; an error of `visit` ends it and is returned. `visit` must not call the store.
  Status each_part(std::int64_t id, const std::function<Status(std::string_view)>& visit);
  /// Of a response, oldest first; "" = all of the survey's.
  Result<std::vector<AttachmentRow>> list(const std::string& survey, const std::string& response = "");
  /// Those that an event names which a hub has, and that it has not got: oldest first.
  Result<std::vector<AttachmentRow>> owed(const std::string& survey, std::int64_t most);
  Status mark_sent(const std::string& survey, const std::string& response, const std::string& value);

 private:
  Store::Rows& rows_;
};

}  // namespace takestock::store
