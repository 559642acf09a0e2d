// The pages of a database as far as they can be had: those of the file, and over them those of its log or of
// its rollback journal. Nothing that the file says of itself is believed without need: a damaged header hides
// no page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "salvage/log.h"

namespace takestock::salvage {

/// Views into the bytes of the three files, which outlive it. Numbers count from 1.
class Pages {
 public:
  Pages(std::string_view file, std::string_view log, std::string_view journal);

  std::size_t size() const { return size_; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(versions_.size()); }
  /// As it is now; empty where it is missing.
  std::string_view at(std::uint32_t number) const;
  /// As it was before, the newest first.
  std::vector<std::string_view> before(std::uint32_t number) const;
  /// Comes from a log of which no frame is damaged, so that every bit of it is right.
  bool proven(std::uint32_t number) const;

  const Log& log() const { return log_; }
  /// The file, or its log, ends within a page.
  bool cut() const { return cut_; }

 private:
  struct Version {
    std::string_view bytes;
    bool logged = false;
  };
  void lay_file(std::string_view file);
  void lay_journal(std::string_view journal);
  void lay_log();
  void lay(std::uint32_t number, Version version);

  std::size_t size_;
  Log log_;
  std::vector<std::vector<Version>> versions_;  ///< oldest first
  bool cut_ = false;
};

/// The size of whose multiples the file's pages begin: where most pages of b-trees fill theirs.
std::size_t page_size_of(std::string_view file);

}  // namespace takestock::salvage
