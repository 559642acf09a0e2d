#include "hub/writer.h"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <set>

#include "store/work.h"

using namespace takestock;
using namespace takestock::hub;

namespace {

/// Refuses COMMIT as often as it is told to.
struct Faults {
  std::atomic<int> commits{0};
  std::atomic<int> lost{0};  ///< openings that fail
  std::atomic<int> tried{0};
};

class FaultyStatement final : public store::Statement {
 public:
  FaultyStatement(std::unique_ptr<store::Statement> real, Faults& faults)
      : real_(std::move(real)), faults_(faults) {}
  void bind(int parameter, std::int64_t value) override { real_->bind(parameter, value); }
  void bind(int parameter, std::string_view text) override { real_->bind(parameter, text); }
  void bind_null(int parameter) override { real_->bind_null(parameter); }
  Result<bool> step() override {
    if (faults_.commits.load() == 0) return real_->step();
    faults_.commits -= 1;
    return Error{Code::storage_lost, "The connection is gone.", ""};
  }
  void reset() override { real_->reset(); }
  std::int64_t integer(int column) const override { return real_->integer(column); }
  std::string_view text(int column) const override { return real_->text(column); }
  bool null(int column) const override { return real_->null(column); }

 private:
  std::unique_ptr<store::Statement> real_;
  Faults& faults_;
};

/// A connection to a database that outlives it.
class Connection final : public store::Database {
 public:
  Connection(store::Database& real, Faults& faults) : real_(real), faults_(faults) {}
  ~Connection() override { (void)real_.execute("ROLLBACK"); }
  Status execute(std::string_view sql) override { return real_.execute(sql); }
  Result<std::unique_ptr<store::Statement>> prepare(std::string_view sql) override {
    auto made = real_.prepare(sql);
    if (!made.ok() || sql != "COMMIT") return made;
    return std::unique_ptr<store::Statement>(std::make_unique<FaultyStatement>(std::move(*made), faults_));
  }
  std::int64_t changes() const override { return real_.changes(); }

 private:
  store::Database& real_;
  Faults& faults_;
};

struct Bench {
  Bench() : database(std::move(*store::open_sqlite(":memory:"))) {
    REQUIRE(database->execute("CREATE TABLE kept(name TEXT PRIMARY KEY)").ok());
  }
  Writer::Open open() {
    return [this]() -> Result<std::unique_ptr<store::Database>> {
      ++faults.tried;
      if (faults.lost.load() > 0) {
        faults.lost -= 1;
        return Error{Code::storage_lost, "Nobody listens.", ""};
      }
      return std::unique_ptr<store::Database>(std::make_unique<Connection>(*database, faults));
    };
  }
  std::unique_ptr<Writer> writer(std::size_t queue = 1000) {
    return std::make_unique<Writer>("main", open(), std::make_unique<store::Statements>(std::move(*open()())),
                                    queue, Writer::Doors{clock, system_random(), log, metrics});
  }
  /// After the writer has stopped.
  std::set<std::string> kept() {
    store::Statements statements(std::make_unique<Connection>(*database, faults));
    store::Work work(statements);
    std::set<std::string> names;
    auto row = work.query("SELECT name FROM kept");
    while (row.next()) names.insert(row.text(0));
    return names;
  }
  FixedClock clock{1'447'977'600'000};
  Faults faults;
  std::unique_ptr<store::Database> database;
  Log log{system_clock(), true};
  Metrics metrics{system_clock()};
};

class Keep final : public Job {
 public:
  explicit Keep(std::string name, int status = 200) : name_(std::move(name)), status_(status) {}
  Reply run(Desk& desk) override {
    desk.work.run("INSERT INTO kept(name) VALUES(?1)", name_);
    Reply reply;
    reply.status = status_;
    return reply;
  }

 private:
  const std::string name_;
  const int status_;
};

class Throw final : public Job {
 public:
  Reply run(Desk& desk) override {
    desk.work.run("INSERT INTO kept(name) VALUES('thrown')");
    throw std::bad_alloc();
  }
};

/// Holds the writer's thread until it is let go, so that what is posted meanwhile is one batch.
class Gate final : public Job {
 public:
  explicit Gate(std::shared_future<void> open) : open_(std::move(open)) {}
  Reply run(Desk&) override {
    open_.wait();
    return {};
  }

 private:
  const std::shared_future<void> open_;
};

/// Statuses of jobs that lie in one batch.
std::vector<int> run_together(Writer& writer, std::vector<std::unique_ptr<Job>> jobs) {
  std::promise<void> gate;
  REQUIRE(writer.post(std::make_unique<Gate>(gate.get_future().share()), [](Reply) {}));
  std::vector<std::promise<int>> statuses(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i)
    REQUIRE(writer.post(std::move(jobs[i]),
                        [&statuses, i](Reply reply) { statuses[i].set_value(reply.status); }));
  gate.set_value();
  std::vector<int> out;
  for (auto& status : statuses) out.push_back(status.get_future().get());
  return out;
}

template <typename... Made>
std::vector<std::unique_ptr<Job>> jobs(Made... made) {
  std::vector<std::unique_ptr<Job>> all;
  (all.push_back(std::move(made)), ...);
  return all;
}

std::unique_ptr<Job> keep(const char* name, int status = 200) { return std::make_unique<Keep>(name, status); }

}  // namespace

TEST_CASE("jobs of one batch are kept together, and one that fails is undone alone") {
  Bench bench;
  auto writer = bench.writer();
  const auto statuses = run_together(
      *writer, jobs(keep("a"), keep("refused", 409), keep("a"), std::make_unique<Throw>(), keep("b")));
  CHECK(statuses == std::vector<int>{200, 409, 500, 500, 200});
  writer->stop();
  CHECK(bench.kept() == std::set<std::string>{"a", "b"});
  CHECK(bench.metrics.text().find("takestock_batch_jobs_sum{store=\"main\"} 6") != std::string::npos);
}

TEST_CASE(
    "where a batch cannot be committed its jobs are run singly, over a new connection, and nothing is said "
    "before") {
  Bench bench;
  auto writer = bench.writer();
  std::promise<int> warm;
  REQUIRE(writer->post(keep("first"), [&warm](Reply reply) { warm.set_value(reply.status); }));
  REQUIRE(warm.get_future().get() == 200);
  bench.faults.commits = 2;  // the gate's batch or the jobs', and one of them alone
  CHECK(run_together(*writer, jobs(keep("a"), keep("b"), keep("a"))) == std::vector<int>{200, 200, 500});
  writer->stop();
  CHECK(bench.kept() == std::set<std::string>{"a", "b", "first"});
}

TEST_CASE(
    "while the store cannot be reached the answer is 503 with Retry-After, and afterwards it is served "
    "again") {
  Bench bench;
  auto writer = bench.writer();
  bench.faults.commits = 2;  // the batch, and the job alone
  bench.faults.lost = 1;
  std::promise<Reply> lost, found;
  REQUIRE(writer->post(keep("a"), [&lost](Reply reply) { lost.set_value(std::move(reply)); }));
  const Reply reply = lost.get_future().get();
  CHECK(reply.status == 503);
  CHECK(reply.headers.at(0).first == "Retry-After");
  REQUIRE(writer->post(keep("b"), [&found](Reply its) { found.set_value(std::move(its)); }));
  CHECK(found.get_future().get().status == 200);
}

TEST_CASE("a store that stays away is not knocked at with every job, but soon is again once it may be back") {
  Bench bench;
  auto writer = bench.writer();
  const auto status = [&] {
    std::promise<int> told;
    REQUIRE(writer->post(keep("a"), [&told](Reply reply) { told.set_value(reply.status); }));
    return told.get_future().get();
  };
  bench.faults.commits = 2;
  bench.faults.lost = 1'000'000;
  const int before = bench.faults.tried;
  for (int i = 0; i < 50; ++i) CHECK(status() == 503);
  CHECK(bench.faults.tried - before == 2);
  bench.clock.advance(249);
  CHECK(status() == 503);
  CHECK(bench.faults.tried - before == 2);
  bench.clock.advance(1);
  CHECK(status() == 503);
  CHECK(bench.faults.tried - before == 3);
  for (int i = 0; i < 20; ++i) {
    bench.clock.advance(30'000);
    CHECK(status() == 503);
  }
  CHECK(bench.faults.tried - before == 23);
  bench.faults.lost = 0;
  bench.clock.advance(30'000);
  CHECK(status() == 200);
}

TEST_CASE("a full queue takes nothing more, and a stopping writer finishes what it has") {
  Bench bench;
  auto writer = bench.writer(2);
  std::promise<void> gate, entered;
  class Enter final : public Job {
   public:
    Enter(std::promise<void>& entered, std::shared_future<void> open)
        : entered_(entered), open_(std::move(open)) {}
    Reply run(Desk&) override {
      entered_.set_value();
      open_.wait();
      return {};
    }
    std::promise<void>& entered_;
    const std::shared_future<void> open_;
  };
  REQUIRE(writer->post(std::make_unique<Enter>(entered, gate.get_future().share()), [](Reply) {}));
  entered.get_future().wait();
  std::atomic<int> done{0};
  const auto count = [&done](Reply) { ++done; };
  CHECK(writer->post(keep("a"), count));
  CHECK(writer->post(keep("b"), count));
  CHECK_FALSE(writer->post(keep("c"), count));
  gate.set_value();
  writer->stop();
  CHECK(done == 2);
  CHECK_FALSE(writer->post(keep("d"), count));
  CHECK(bench.kept() == std::set<std::string>{"a", "b"});
}
