// What has been shown of a round's results, and whether a next table may be.
//
// Used by everything that shows figures one after another: the results page, a release after a release. The
// memory is the document of document.h, all tables `released`; it holds nothing that was not shown.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "disclosure/tables.h"

namespace takestock::disclosure {

/// What show() spends at most, as of protect_next(): some seconds.
inline constexpr std::uint64_t kLedgerWork = 12'000'000'000;

class Ledger {
 public:
  /// `open` and `dominance` as in Tables.
  explicit Ledger(int threshold, std::vector<std::string> open = {}, std::vector<std::string> dominance = {});
  /// What write() gave. Errors as of read_document().
  static Result<Ledger> read(std::string_view document);
  std::string write() const;

  int threshold() const;
  const Tables& tables() const { return shown_; }  ///< all that was shown, in the order it was
  std::size_t editions() const;                    ///< states of the data that something was shown of

  /// Marks in `next` what must stay hidden beside all that was shown before, and remembers the rest as shown.
  /// What was shown before may be shown again. If that cannot be made safe at all, or if it is too much work
  /// to tell (kLedgerWork, or a limit of tables.h or joint.h), every figure of `next` is hidden and
  /// Summary::withheld says so; then, and on an error, nothing is remembered. `edition` names the
  /// state of the data, "" if it never changes: every new name says that responses were added to those of the
  /// names before, none removed or changed; the additions are a group like any other. Going back to an
  /// earlier name is an error (bad_request). Other errors as of protect().
  Result<Summary> show(std::span<Table> next, std::string_view edition = {});

 private:
  static Summary undecided();
  static Summary withhold(std::span<Table> next, Summary summary);
  void remember(Table table);
  Tables shown_;
};

}  // namespace takestock::disclosure
