// The built page as files in memory, packed as the build left them.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "hub/answer.h"

namespace takestock::hub {

class Site {
 public:
  static constexpr std::size_t kBytes = 64 * 1024 * 1024;

  /// Reads all files of the directory; "x.br" and "x.gz" are x, packed. Names that begin with a dot are left
  /// out. Errors: not_found, limit (more than kBytes).
  static Result<Site> read(const std::string& directory);
  Site() = default;  ///< without files

  bool has(std::string_view path) const;
  /// "/" is "/index.html", "/team" moves to "/team/". The variant that is accepted and smallest, or 304 where
  /// the asker has it. Only of a path that it has.
  Answer answer(std::string_view path, std::string_view accept_encoding,
                std::string_view if_none_match) const;

 private:
  struct Variant {
    std::shared_ptr<const std::string> bytes;  ///< null: there is none
    std::string etag;
  };
  struct File {
    std::string type;
    std::array<Variant, 3> variants;  ///< br, gzip, plain
  };
  static std::string named(std::string_view path);
  Status add(const std::string& path, const std::string& file, std::size_t& total);

  std::map<std::string, File> files_;
};

}  // namespace takestock::hub
