#include "simulator/sim_hub.h"

#include <stdexcept>

#include "hub/endpoints.h"
#include "hub/log.h"
#include "hub/metrics.h"
#include "hub/schema.h"
#include "simulator/wire_edits.h"
#include "store/schema.h"

namespace takestock::simulator {

using hub::Desk;

struct SimHub::Program {
  explicit Program(Scene& scene)
      : clock(scene),
        random(scene.chance.seed()),
        log(clock, true),
        metrics(clock),
        hub({}, clock, random, log, metrics) {
    hub.id = std::string(32, 'c');
    hub.epoch = 1;
  }
  WrongClock clock;
  SeededRandom random;
  hub::Log log;
  hub::Metrics metrics;
  hub::Hub hub;
};

namespace {

void must(const Status& status) {
  if (!status.ok()) throw std::runtime_error("the hub: " + status.error().message);
}

std::unique_ptr<store::Database> open_database() {
  auto database = store::open_sqlite("hub.db", faults::kDiskVfs);
  if (!database.ok()) throw std::runtime_error("the hub: " + database.error().message);
  must(hub::prepare_schema(**database));
  must((*database)->execute("PRAGMA application_id=" + std::to_string(store::kApplicationId)));
  return std::move(*database);
}

/// A database with its tables and nothing in it: every hub begins with a copy.
faults::Image blank_disk() {
  faults::Disk disk;
  faults::use_disk(disk);
  open_database().reset();
  return disk.files;
}

}  // namespace

SimHub::SimHub(Scene& scene, std::shared_ptr<const survey::Definition> definition)
    : scene_(scene), program_(std::make_unique<Program>(scene)) {
  static const faults::Image kBlank = blank_disk();
  disk_.files = kBlank;
  program_->hub.definitions.add(definition);
  start();
  work([&](Desk& desk) {
    desk.work.run(
        "INSERT INTO round(id, survey, definition, title, json, opens, closes, grace, open_to_anyone, "
        "created) "
        "VALUES(?1, ?2, ?3, '', '{}', 0, 0, 0, 1, 1)",
        kRound, definition->id(), definition->digest());
  });
}

SimHub::~SimHub() { end(); }

std::int64_t SimHub::epoch() const { return program_->hub.epoch; }
std::string SimHub::id() const { return program_->hub.id; }

void SimHub::start() {
  faults::use_disk(disk_);
  statements_ = std::make_unique<store::Statements>(open_database());
}

/// What the disk has at this moment is what the next start finds.
void SimHub::end() {
  faults::use_disk(disk_);
  disk_.set(faults::kDead);
  statements_.reset();
  disk_.set({});
}

void SimHub::restart() {
  end();
  start();
}

void SimHub::restore(const faults::Image& backup) {
  end();
  disk_.files = backup;
  if (scene_.defect != Defect::same_epoch) ++program_->hub.epoch;
  start();
}

void SimHub::work(const std::function<void(Desk&)>& work) {
  faults::use_disk(disk_);
  store::Transaction transaction(*statements_);
  Desk desk{transaction, program_->clock, program_->random};
  work(desk);
  must(transaction.commit());
}

identity::Link SimHub::invite() {
  const identity::Link link = identity::make_link(
      kRound, identity::make_invitee(program_->random, identity::Invited::person), program_->random);
  work([&](Desk& desk) {
    desk.work.run(
        "INSERT INTO invitee(round, id, response, source_key, name, email, organisation, role, council_type, "
        "region, "
        "self_made, opted_out, created, opened, started) VALUES(?1, ?2, ?3, ?2, '', '', '', '', '', '', 0, "
        "0, 1, 0, 0)",
        kRound, link.invitee, identity::response_of(kRound, link.invitee));
    desk.work.run(
        "INSERT INTO link(round, token_hash, invitee, kind, channel, issued, issued_by, ends, revoked, "
        "revoked_why) "
        "VALUES(?1, ?2, ?3, 'invited', '', 1, '', 0, 0, '')",
        kRound, link.token_hash(), link.invitee);
  });
  return link;
}

SimHub::Answered SimHub::answer(const std::string& batch, Kill kill) {
  hub::Request request;
  request.method = "POST";
  request.body = batch;
  if (scene_.defect == Defect::device_clock)
    request.body = edited(batch, [&](Json& line) {
      if (line.contains("sent_at")) line["sent_at"] = scene_.now;
      return true;
    });
  if (scene_.defect == Defect::no_gaps)
    request.body = edited(batch, [](Json& line) {
      if (line.contains("known")) line["known"] = 1'000'000;
      return true;
    });
  hub::Accepted accepted = hub::sync_endpoints()[0].accept(program_->hub, std::move(request), nullptr);
  if (!accepted.job) return {accepted.reply.status, accepted.reply.body};
  return run(*accepted.job, kill);
}

SimHub::Answered SimHub::run(hub::Job& job, Kill kill) {
  faults::use_disk(disk_);
  hub::Reply reply;
  bool committed = false;
  {
    if (kill == Kill::while_writing)
      disk_.set(
          {faults::Trouble::Kind::io_error, static_cast<int>(scene_.chance.below(12)), 1'000'000, false});
    store::Transaction transaction(*statements_);
    Desk desk{transaction, program_->clock, program_->random};
    reply = job.run(desk);
    if (kill != Kill::before_commit && reply.status < 400 && transaction.ok())
      committed = transaction.commit().ok();
  }
  if (kill != Kill::none) restart();
  const bool answers = kill == Kill::none
                           ? committed || reply.status >= 400
                           : kill == Kill::before_commit && scene_.defect == Defect::reply_before_commit;
  if (!answers) return {};
  if (scene_.defect == Defect::forks_unnoticed && reply.status == 200)
    reply.body = edited(reply.body, [](Json& line) {
      if (line.value("verdict", "") == "fork") line["verdict"] = "stored";
      return true;
    });
  return {reply.status, reply.body};
}

void SimHub::set_link_ends(const identity::Link& link, Millis ends) {
  work([&](Desk& desk) {
    desk.work.run("UPDATE link SET ends = ?2 WHERE token_hash = ?1", link.token_hash(), ends);
  });
}

void SimHub::release_held() {
  for (const hub::StoredEvent& held : events()) {
    if (held.judgement.verdict != sync::Verdict::held) continue;
    const store::Event& event = held.event;
    scene_.tell("the team releases " + event.device.substr(0, 4) + ':' + std::to_string(event.seq));
    work([&](Desk& desk) {
      must(hub::release_event(desk, kRound, {event.response, event.device, event.seq, event.sha256}));
    });
  }
}

std::vector<hub::StoredEvent> SimHub::events() {
  std::vector<hub::StoredEvent> all;
  work([&](Desk& desk) {
    must(hub::each_stored_event(desk.work, kRound, "", [&](const hub::StoredEvent& event) {
      all.push_back(event);
      return Status(Done{});
    }));
  });
  return all;
}

bool SimHub::has(const std::string& sha256) {
  bool found = false;
  work([&](Desk& desk) {
    found = desk.work.query("SELECT 1 FROM event WHERE sha256 = ?1 AND verdict <> 'fork'", sha256).next();
  });
  return found;
}

std::string SimHub::integrity() {
  std::string said;
  work([&](Desk& desk) {
    store::Query row = desk.work.query("PRAGMA quick_check");
    if (row.next()) said = row.text(0);
  });
  return said;
}

}  // namespace takestock::simulator
