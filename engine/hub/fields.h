// The JSON object in a request's body, taken member by member. The first thing that is wrong stays.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/doors.h"
#include "base/json.h"
#include "base/result.h"

namespace takestock::hub {

/// A body that is no object, a member of another kind and a member that nobody asked for are bad_request,
/// `where` the JSON pointer.
class Fields {
 public:
  /// `known`: all members there may be. `body` outlives this.
  Fields(std::string_view body, std::initializer_list<std::string_view> known);

  bool has(std::string_view name) const;  ///< there and not null
  /// At most `bytes`; absent: "".
  std::string text(std::string_view name, std::size_t bytes = 2000);
  /// The same, and not blank; without blanks around it.
  std::string required(std::string_view name, std::size_t bytes = 2000);
  /// A whole number from `least` to `most`; nothing if absent.
  std::optional<std::int64_t> whole(std::string_view name, std::int64_t least, std::int64_t most);
  std::optional<bool> truth(std::string_view name);
  /// An array of texts; nothing if absent or null.
  std::optional<std::vector<std::string>> texts(std::string_view name, std::size_t most);

  bool ok() const { return !error_; }
  void fail(std::string_view name, std::string message);
  const Error& error() const { return *error_; }

 private:
  json::Value find(std::string_view name, json::Kind kind);
  void check_members(std::initializer_list<std::string_view> known);
  json::Document document_;
  std::optional<Error> error_;
};

}  // namespace takestock::hub
