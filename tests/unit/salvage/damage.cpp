#include "unit/salvage/damage.h"

#include <algorithm>

namespace takestock::salvage {
namespace {

class Vandal {
 public:
  Vandal(std::string& bytes, std::size_t page_size, SeededRandom& random)
      : bytes_(bytes), size_(page_size), random_(random) {}

  void strike() {
    switch (below(6)) {
      case 0:
        return times(1 + below(4), [&] { flip(below(bytes_.size())); });
      case 1:
        return times(1 + below(200), [&] { flip(below(bytes_.size())); });
      case 2:
        return bytes_.resize(below(bytes_.size()));
      case 3:
        return times(1 + below(4), [&] { fill(page(), size_, [] { return '\0'; }); });
      case 4:
        return times(1 + below(4), [&] { swap(page(), page()); });
      default:
        return fill(below(bytes_.size()), 1 + below(3 * size_),
                    [&] { return static_cast<char>(below(256)); });
    }
  }

 private:
  std::size_t below(std::size_t end) { return random_.next() % std::max<std::size_t>(end, 1); }
  std::size_t page() { return below(bytes_.size() / size_) * size_; }

  template <typename Act>
  static void times(std::size_t count, Act act) {
    for (std::size_t i = 0; i < count; ++i) act();
  }
  void flip(std::size_t at) { bytes_[at] = static_cast<char>(bytes_[at] ^ (1 << below(8))); }
  template <typename Byte>
  void fill(std::size_t at, std::size_t size, Byte byte) {
    for (std::size_t end = std::min(at + size, bytes_.size()); at < end; ++at) bytes_[at] = byte();
  }
  void swap(std::size_t a, std::size_t b) {
    if (a == b || std::max(a, b) + size_ > bytes_.size()) return;
    std::swap_ranges(bytes_.begin() + static_cast<std::ptrdiff_t>(a),
                     bytes_.begin() + static_cast<std::ptrdiff_t>(a + size_),
                     bytes_.begin() + static_cast<std::ptrdiff_t>(b));
  }

  std::string& bytes_;
  const std::size_t size_;
  SeededRandom& random_;
};

}  // namespace

DatabaseFiles damaged(const DatabaseFiles& files, std::size_t page_size, SeededRandom& random) {
  DatabaseFiles copy = files;
  while (copy.database == files.database && copy.log == files.log) {
    const bool log = !copy.log.empty() && random.next() % 3 == 0;
    Vandal(log ? copy.log : copy.database, page_size, random).strike();
  }
  return copy;
}

std::set<std::uint32_t> touched_pages(const std::string& before, const std::string& after,
                                      std::size_t page_size) {
  std::set<std::uint32_t> touched;
  for (std::size_t at = 0; at < before.size(); at += page_size)
    if (at + page_size > after.size() || before.compare(at, page_size, after, at, page_size) != 0)
      touched.insert(static_cast<std::uint32_t>(at / page_size + 1));
  return touched;
}

}  // namespace takestock::salvage
