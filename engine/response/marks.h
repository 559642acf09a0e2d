// A set of small numbers that is filled in any order and emptied in ascending order, without allocation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace takestock::response {

class Marks {
 public:
  static constexpr std::uint32_t kNone = 0xffffffffu;

  void resize(std::size_t size) {
    words_.assign((size + 63) / 64, 0);
    low_ = words_.size(), high_ = 0;
  }
  void add(std::uint32_t n) {
    const std::size_t word = n >> 6;
    words_[word] |= std::uint64_t{1} << (n & 63);
    if (word < low_) low_ = word;
    if (word >= high_) high_ = word + 1;
  }
  bool has(std::uint32_t n) const { return words_[n >> 6] >> (n & 63) & 1; }
  bool empty() const { return low_ >= high_; }

  /// Removes and returns the smallest number, kNone if there is none. Numbers may be added in between.
  std::uint32_t take() {
    for (; low_ < high_; ++low_)
      if (std::uint64_t& word = words_[low_]; word != 0) {
        const auto bit = static_cast<std::uint32_t>(__builtin_ctzll(word));
        word &= word - 1;
        return static_cast<std::uint32_t>(low_ << 6) | bit;
      }
    low_ = words_.size(), high_ = 0;
    return kNone;
  }
  void take_all(std::vector<std::uint32_t>& out) {
    for (std::uint32_t n = take(); n != kNone; n = take()) out.push_back(n);
  }
  void clear() {
    while (take() != kNone) {
    }
  }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t low_ = 0, high_ = 0;  ///< words that may hold something
};

}  // namespace takestock::response
