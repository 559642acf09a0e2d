// The browser's files behind SQLite, played by objects in JavaScript that do what a test asks of them.
#ifdef __EMSCRIPTEN__
#include <doctest/doctest.h>
#include <emscripten.h>

#include <string>

#include "base/doors.h"
#include "store/store.h"

// clang-format off
EM_JS(void, files_begin, (), {
  Module.filesTrouble = "";
  Module.filesLog = [];
  const file = name => {
    let bytes = new Uint8Array(0);
    const sized = size => { const next = new Uint8Array(size); next.set(bytes.subarray(0, size)); bytes = next; };
    const meet = () => { if (Module.filesTrouble && Module.filesTrouble !== "short") throw new DOMException("", Module.filesTrouble); };
    return {
      read: (out, { at }) => { if (Module.filesTrouble === "InvalidStateError") meet(); const part = bytes.subarray(at, at + out.length); out.set(part); return part.length; },
      write: (from, { at }) => {
        meet();
        if (Module.filesTrouble === "short") return from.length - 1;
        if (at + from.length > bytes.length) sized(at + from.length);
        bytes.set(from, at);
        return from.length;
      },
      getSize: () => bytes.length,
      truncate: size => { meet(); Module.filesLog.push(name + " truncate " + size); sized(size); },
      flush: () => { meet(); Module.filesLog.push(name + " flush"); },
      close: () => {}
    };
  };
  Module.takestockFiles = [file("db"), file("journal"), file("wal")];
});
EM_JS(void, files_trouble, (const char* name), { Module.filesTrouble = UTF8ToString(name); });
EM_JS(int, files_flushes, (const char* name), { const line = UTF8ToString(name) + " flush"; return Module.filesLog.filter(l => l === line).length; });
EM_JS(int, files_unflushed_truncates, (), {
  return Module.filesLog.filter((line, i) => line.endsWith("truncate 0") && Module.filesLog[i + 1] !== line.split(" ")[0] + " flush").length;
});
EM_JS(int, files_deletions, (), { return Module.filesLog.filter(line => line.endsWith("truncate 0")).length; });
// clang-format on

namespace takestock::store {
namespace {

struct Browser {
  Browser() : random(1) { files_begin(); }
  Status open() {
    auto database = open_sqlite("survey.db", "opfs");
    if (!database.ok()) return database.error();
    auto opened = Store::open(std::move(*database), clock, random);
    if (!opened.ok()) return opened.error();
    store = std::move(*opened);
    return Done{};
  }
  FixedClock clock;
  SeededRandom random;
  std::unique_ptr<Store> store;
};

TEST_CASE("opfs: an answer is flushed to the log before the call returns") {
  Browser browser;
  REQUIRE(browser.open().ok());
  const std::string id = browser.store->create("s", "form")->id;
  const std::string log = "wal";
  for (int i = 0; i < 5; ++i) {
    const int before = files_flushes(log.c_str());
    REQUIRE(browser.store->save_answer("s", id, "/data/q1", std::to_string(i)).ok());
    CHECK(files_flushes(log.c_str()) == before + 1);
  }
}

TEST_CASE("opfs: deleting a file truncates it and flushes at once") {
  Browser browser;
  REQUIRE(browser.open().ok());
  browser.store.reset();
  CHECK(files_deletions() > 0);
  CHECK(files_unflushed_truncates() == 0);
}

TEST_CASE("opfs: what the browser says becomes what the store says, and the store goes on afterwards") {
  struct Case {
    const char* trouble;
    Code code;
  };
  for (const Case c :
       {Case{"QuotaExceededError", Code::storage_full}, Case{"short", Code::storage_full},
        Case{"InvalidStateError", Code::storage_lost}, Case{"UnknownError", Code::storage_lost}}) {
    Browser browser;
    REQUIRE(browser.open().ok());
    const std::string id = browser.store->create("s", "form")->id;
    REQUIRE(browser.store->save_answer("s", id, "/data/q1", "1").ok());
    files_trouble(c.trouble);
    const auto saved = browser.store->save_answer("s", id, "/data/q1", "2");
    INFO(c.trouble);
    REQUIRE(!saved.ok());
    CHECK(saved.error().code == c.code);
    files_trouble("");
    CHECK(browser.store->answers("s", id).value()[0].second == "1");
    CHECK(browser.store->save_answer("s", id, "/data/q1", "3").value().revision == 2);
    browser.store.reset();
    REQUIRE(browser.open().ok());
    CHECK(browser.store->history("s", id).value().size() == 2);
  }
}

TEST_CASE("opfs: a file whose handle is lost is an error at opening") {
  Browser browser;
  files_trouble("InvalidStateError");
  const Status opened = browser.open();
  REQUIRE(!opened.ok());
  CHECK(opened.error().code == Code::storage_lost);
}

}  // namespace
}  // namespace takestock::store
#endif
