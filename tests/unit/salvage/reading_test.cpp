#include <doctest/doctest.h>

#include <algorithm>

#include "salvage/chain.h"
#include "salvage/node.h"
#include "salvage/pages.h"
#include "salvage/row.h"
#include "store/splice.h"
#include "unit/salvage/original.h"

using namespace takestock;
using namespace takestock::salvage;

namespace {

std::string four_bytes(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

/// A rollback journal with one page, as https://sqlite.org/fileformat2.html section 3 describes it.
std::string journal_of(std::uint32_t number, const std::string& page, std::uint32_t pages) {
  std::string journal = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + four_bytes(1) + four_bytes(77) +
                        four_bytes(pages) + four_bytes(512) +
                        four_bytes(static_cast<std::uint32_t>(page.size()));
  journal.resize(512, '\0');
  std::uint32_t sum = 77;
  for (std::size_t i = page.size() - 200; i > 0 && i < page.size(); i -= 200)
    sum += static_cast<unsigned char>(page[i]);
  return journal + four_bytes(number) + page + four_bytes(sum);
}

}  // namespace

TEST_CASE("behind a damaged part of the log the next ones are still read") {
  const Original original = make_original(3, true);
  const Log whole = read_log(original.files.log, 4096);
  REQUIRE(whole.whole());
  REQUIRE(whole.frames.size() > 20);
  std::string log = original.files.log;
  log[32 + 10 * (24 + 4096) + 2000] ^= 4;  // in the eleventh page
  const Log damaged = read_log(log, 4096);
  CHECK(damaged.damaged == 1);
  CHECK(damaged.frames.size() == whole.frames.size() - 1);
  CHECK_FALSE(damaged.unfinished);
}

TEST_CASE("a log without its beginning is read, and one that is cut says so") {
  const Original original = make_original(3, true);
  const Log whole = read_log(original.files.log, 4096);
  std::string log = original.files.log;
  std::fill_n(log.begin(), 24, '\0');
  CHECK(read_log(log, 4096).frames.size() == whole.frames.size());
  CHECK(read_log(log, 4096).header_damaged);
  const std::size_t within = 32 + (whole.frames.size() - 1) * (24 + 4096) + 1000;
  const Log cut = read_log(std::string_view(original.files.log).substr(0, within), 4096);
  CHECK(cut.unfinished);
  CHECK(cut.frames.size() < whole.frames.size());
}

TEST_CASE("the size of pages is found without the file's header") {
  const Original original = make_original(3, false);
  CHECK(page_size_of(original.files.database) == 4096);
  std::string headless = original.files.database;
  std::fill_n(headless.begin(), 4096, '\0');
  CHECK(page_size_of(headless) == 4096);
  headless = original.files.database;
  headless[16] = 0x20;  // says 8,192
  CHECK(page_size_of(headless) == 4096);
}

TEST_CASE("a change that did not end is taken back with the rollback journal, where its checksum is right") {
  const std::string before(4096, 'a'), after(4096, 'b'), file = before + after;
  std::string journal = journal_of(2, before, 2);
  CHECK(Pages(file, "", journal).at(2) == before);
  journal[600] = 'x';  // not among the bytes that its checksum counts
  journal[512 + 4 + 3896] = 'x';
  CHECK(Pages(file, "", journal).at(2) == after);
}

TEST_CASE("a row is read only if it is one from its first byte to its last") {
  const std::string row("\x03\x01\x13hi\x05", 3);
  CHECK_FALSE(read_row(row).has_value());
  const auto read = read_row(std::string("\x03\x01\x11\x07hi", 6));
  REQUIRE(read.has_value());
  CHECK((*read)[0].integer == 7);
  CHECK((*read)[1].text == "hi");
  CHECK_FALSE(read_row(std::string("\x03\x01\x11\x07hi!", 7)).has_value());
  CHECK_FALSE(read_row(std::string("\x03\x01\x11\x07h\xff", 6)).has_value());
  CHECK_FALSE(read_row(std::string("\x03\x01\x11\x07h\0", 6)).has_value());
}

TEST_CASE(
    "a history with a gap tells what was before it and what is whole after it, and how much is missing") {
  std::map<std::int64_t, Change> changes;
  changes[1] = {10, "/data/a", 0, 0, "\"one\""};
  changes[2] = {20, "/data/b", 0, 0, "1"};
  changes[5] = {50, "/data/a", 4, 1, " and two"};
  changes[6] = {60, "/data/b", 0, 0, "2"};
  const Chains chains = put_together("", changes);
  CHECK(chains.missing == 2);
  CHECK(chains.last_at == 60);
  const Chain& a = chains.by_path.at("/data/a");
  CHECK(a.past.size() == 1);  // what it was before number 5 may be something else
  CHECK(a.last.json == "\"one and two\"");
  const Chain& b = chains.by_path.at("/data/b");
  CHECK(b.past.size() == 2);
  CHECK(b.last.json == "2");
}

TEST_CASE("a change with a sum is read only as what it led to, also after a gap") {
  const std::int64_t sum = takestock::store::change_sum("r", 3, 30, "/data/a", "\"one and two\"");
  std::map<std::int64_t, Change> changes;
  changes[1] = {10, "/data/a", 0, 0, "\"one\""};
  changes[3] = {30, "/data/a", 4, 1, " and two", sum};
  CHECK(put_together("r", changes).by_path.at("/data/a").past.size() == 2);
  for (const Change& other :
       {Change{30, "/data/a", 4, 1, " and twp", sum}, Change{31, "/data/a", 4, 1, " and two", sum},
        Change{30, "/data/a", 4, 1, " and two", sum + 1}}) {
    changes[3] = other;
    CHECK(put_together("r", changes).by_path.at("/data/a").last.n == 0);
    CHECK(put_together("r", changes).unreadable == 1);
  }
  changes[3].sum = 0;
  CHECK(put_together("r", changes).by_path.at("/data/a").last.json == "\"one and two\"");
}

TEST_CASE(
    "a change that does not fit what was before it leaves its answer untold until it is written whole "
    "again") {
  std::map<std::int64_t, Change> changes;
  changes[1] = {10, "/data/a", 0, 0, "\"one\""};
  changes[2] = {20, "/data/a", 40, 0, "x"};
  CHECK(put_together("", changes).by_path.at("/data/a").last.n == 0);
  CHECK(put_together("", changes).unreadable == 1);
  changes[3] = {30, "/data/a", 0, 0, "\"three\""};
  CHECK(put_together("", changes).by_path.at("/data/a").last.json == "\"three\"");
}
