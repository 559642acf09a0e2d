// Answers in columns: one byte (two where there are many codes) per row, a bit per choice and row where
// several may be chosen, a double per row for numbers. What every table and measure is counted from.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tabulation/codebook.h"

namespace takestock::tabulation {

/// Rows that are not written hold kSkipped.
class Column {
 public:
  /// `keep_text`: the texts themselves are needed, not only whether there is one.
  Column(const Question& question, bool keep_text);

  Kind kind() const { return kind_; }
  std::size_t code(std::size_t row) const { return is_wide_ ? wide_[row] : narrow_[row]; }
  bool answered(std::size_t row) const { return code(row) >= kFirstCode; }
  double number(std::size_t row) const { return numbers_[row]; }  ///< of an answered number
  bool ticked(std::size_t choice, std::size_t row) const { return ticks_[choice][row / 64] >> row % 64 & 1; }
  std::string_view text(std::size_t row) const;  ///< of an answered text that is kept

  // The whole of it. Either narrow() or wide() has the codes; words of ticks() hold 64 rows, lowest bit
  // first.
  const std::vector<std::uint8_t>& narrow() const { return narrow_; }
  const std::vector<std::uint16_t>& wide() const { return wide_; }
  const std::vector<std::uint64_t>& ticks(std::size_t choice) const { return ticks_[choice]; }
  const std::vector<double>& numbers() const { return numbers_; }
  bool is_wide() const { return is_wide_; }

  void resize(std::size_t rows);  ///< new rows are skipped
  void set_code(std::size_t row, std::size_t code) {
    if (is_wide_)
      wide_[row] = static_cast<std::uint16_t>(code);
    else
      narrow_[row] = static_cast<std::uint8_t>(code);
  }
  void set_number(std::size_t row, double number) { narrow_[row] = kFirstCode, numbers_[row] = number; }
  /// Also answered, though it may be that nothing of what was chosen is a code.
  void tick(std::size_t row, std::size_t choice) {
    narrow_[row] = kFirstCode, ticks_[choice][row / 64] |= std::uint64_t{1} << row % 64;
  }
  void set_text(std::size_t row, std::string_view text);
  void clear(std::size_t row);  ///< skipped again
  void widen();                 ///< codes take two bytes from now on

 private:
  struct Piece {
    std::uint64_t start = 0, size = 0;
  };
  Kind kind_;
  bool is_wide_ = false, keep_text_;
  std::vector<std::uint8_t> narrow_;
  std::vector<std::uint16_t> wide_;
  std::vector<std::vector<std::uint64_t>> ticks_;
  std::vector<double> numbers_;
  std::vector<Piece> pieces_;
  std::string texts_;
};

}  // namespace takestock::tabulation
