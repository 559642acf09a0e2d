// 10,000 contacts from a CSV file into a hub's store, and a link for each, both committed to a file with
// synchronous=FULL as the hub does. Prints milliseconds; ends with 1 where one takes more than 2 s.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>

#include "hub/contacts.h"
#include "hub/links.h"
#include "hub/schema.h"

using namespace takestock;
using namespace takestock::hub;

namespace {

constexpr int kContacts = 10'000;
constexpr double kMost = 2000;

std::string table() {
  std::string out = "id;name;email;organisation;role;council_type;region\r\n";
  for (int i = 0; i < kContacts; ++i) {
    const std::string n = std::to_string(i);
    out += n + ";\"Zo\xEB, Person " + n + "\";person" + n + "@council" + n + ".example.org;Council " + n +
           ";Chief executive;District;North West\r\n";
  }
  return out;
}

/// Milliseconds of `work` in a transaction, its commit included; negative where it fails.
template <typename Work>
double timed(store::Statements& statements, Work work) {
  const auto start = std::chrono::steady_clock::now();
  store::Transaction transaction(statements);
  Desk desk{transaction, system_clock(), system_random()};
  work(desk);
  if (!transaction.commit().ok()) return -1;
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void issue_all(Desk& desk) {
  store::Query rows = desk.work.query("SELECT id FROM invitee WHERE round = 'r1'");
  std::vector<std::string> ids;
  while (rows.next()) ids.push_back(rows.text(0));
  for (const std::string& id : ids) issue_link(desk, "r1", id, {});
}

}  // namespace

int main() {
  const auto path = std::filesystem::temp_directory_path() / "takestock-contacts-bench.db";
  const auto clear = [&] {
    for (const char* end : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(path.string() + end);
  };
  clear();
  auto database = store::open_sqlite(path.string());
  if (!database.ok() || !prepare_schema(**database).ok()) return 1;
  const std::string bytes = table();
  double imported = 0, issued = 0;
  {
    store::Statements statements(std::move(*database));
    imported = timed(statements, [&](Desk& desk) {
      auto file = read_contacts(bytes, "");
      if (!file.ok() || import_contacts(desk, "r1", *file)->added != kContacts)
        desk.work.fail({Code::internal, "not all", ""});
    });
    issued = timed(statements, issue_all);
  }
  clear();
  std::printf("contacts: 10,000 rows imported in %.0f ms, links issued in %.0f ms\n", imported, issued);
  return imported > 0 && imported <= kMost && issued > 0 && issued <= kMost ? 0 : 1;
}
