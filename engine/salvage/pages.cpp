#include "salvage/pages.h"

#include <algorithm>

#include "salvage/big_endian.h"
#include "salvage/node.h"

namespace takestock::salvage {
namespace {

constexpr std::size_t kSmallest = 512, kUsual = 4096, kLargest = 65536;

std::size_t stated_size(std::string_view file) {
  if (file.size() < 18) return 0;
  const std::uint32_t size = u16(file, 16);
  return size == 1 ? kLargest : size;
}

std::size_t pages_that_fit(std::string_view file, std::size_t size) {
  std::size_t count = 0;
  for (std::size_t at = 0, number = 1; at + size <= file.size(); at += size, ++number)
    count += fills_page(file.substr(at, size), static_cast<std::uint32_t>(number));
  return count;
}

bool is_page_size(std::size_t size) {
  return size >= kSmallest && size <= kLargest && (size & (size - 1)) == 0;
}

}  // namespace

std::size_t page_size_of(std::string_view file) {
  std::size_t best = is_page_size(stated_size(file)) ? stated_size(file) : kUsual;
  std::size_t most = pages_that_fit(file, best);
  for (std::size_t size = kSmallest; size <= kLargest; size *= 2) {
    const std::size_t count = pages_that_fit(file, size);
    if (count > most) most = count, best = size;
  }
  return best;
}

Pages::Pages(std::string_view file, std::string_view log, std::string_view journal)
    : size_(is_page_size(log_page_size(log)) ? log_page_size(log) : page_size_of(file)),
      log_(read_log(log, size_)) {
  lay_file(file);
  lay_journal(journal);
  lay_log();
}

void Pages::lay(std::uint32_t number, Version version) {
  if (number > versions_.size()) versions_.resize(number);
  versions_[number - 1].push_back(version);
}

void Pages::lay_file(std::string_view file) {
  std::uint32_t number = 0;
  for (std::size_t at = 0; at + size_ <= file.size(); at += size_) lay(++number, {file.substr(at, size_)});
  cut_ = file.size() % size_ != 0;
}

/// https://sqlite.org/fileformat2.html section 3: what the pages were before a transaction that did not end.
void Pages::lay_journal(std::string_view journal) {
  constexpr std::string_view kMagic = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
  if (journal.size() < 28 || journal.substr(0, 8) != kMagic || u32(journal, 24) != size_) return;
  const std::uint32_t nonce = u32(journal, 12), pages = u32(journal, 16);
  const std::size_t records = std::max<std::size_t>(u32(journal, 20), 28);
  for (std::size_t at = records; at + size_ + 8 <= journal.size(); at += size_ + 8) {
    const std::string_view page = journal.substr(at + 4, size_);
    std::uint32_t sum = nonce;
    for (std::size_t i = size_ - 200; i > 0 && i < size_; i -= 200)
      sum += static_cast<unsigned char>(page[i]);
    const std::uint32_t number = u32(journal, at);
    if (sum == u32(journal, at + 4 + size_) && number > 0 && number <= pages) lay(number, {page});
  }
}

void Pages::lay_log() {
  std::uint32_t pages = 0;
  for (const Frame& frame : log_.frames)
    if (frame.commit != 0) pages = frame.commit;
  for (const Frame& frame : log_.frames)
    if (frame.page <= pages || !log_.whole()) lay(frame.page, {frame.bytes, true});
  if (pages != 0 && log_.whole() && pages < versions_.size()) versions_.resize(pages);
}

std::string_view Pages::at(std::uint32_t number) const {
  if (number == 0 || number > versions_.size() || versions_[number - 1].empty()) return {};
  return versions_[number - 1].back().bytes;
}

std::vector<std::string_view> Pages::before(std::uint32_t number) const {
  std::vector<std::string_view> older;
  const std::vector<Version>& all = versions_[number - 1];
  for (std::size_t i = all.size(); i-- > 1;) older.push_back(all[i - 1].bytes);
  return older;
}

bool Pages::proven(std::uint32_t number) const {
  return log_.whole() && !at(number).empty() && versions_[number - 1].back().logged;
}

}  // namespace takestock::salvage
