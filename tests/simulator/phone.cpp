#include "simulator/phone.h"

#include <stdexcept>

#include "results/results_file.h"
#include "store/schema.h"
#include "store/sharing.h"
#include "store/store.h"

namespace takestock::simulator {

using commands::Session;

namespace {

/// A database with its tables and nothing in it: every phone begins with a copy.
faults::Image blank_disk() {
  faults::Disk disk;
  faults::use_disk(disk);
  auto database = store::open_sqlite("phone.db", faults::kDiskVfs);
  if (!database.ok() || !store::migrate(**database, store::schema_steps()).ok())
    throw std::runtime_error("there is no empty database");
  database->reset();
  return disk.files;
}

}  // namespace

std::string new_words(Scene& scene) { return "w" + std::to_string(scene.chance.below(1'000'000'000)); }

Phone::Phone(Scene& scene, int number, const std::string& definition, std::vector<identity::Link> links)
    : scene_(scene),
      name_("phone " + std::to_string(number)),
      definition_(definition),
      links_(std::move(links)),
      clock_(scene),
      seed_(scene.chance.seed()),
      random_(seed_) {
  static const faults::Image kBlank = blank_disk();
  disk_.files = kBlank;
  start();
}

Phone::~Phone() { end(); }

/// What the disk has at this moment is what the next start finds.
void Phone::end() {
  faults::use_disk(disk_);
  disk_.set(faults::kDead);
  session_.reset();
  disk_.set({});
}

void Phone::start() {
  ++starts_;
  if (scene_.defect == Defect::forks_unnoticed) random_ = SeededRandom(seed_);
  session_ = std::make_unique<Session>(clock_, random_);
  faults::use_disk(disk_);
  const Json opened = call("open_store", {{"path", "phone.db"}, {"vfs", faults::kDiskVfs}});
  if (!opened["ok"].get<bool>()) throw std::runtime_error(name_ + ": " + opened.dump());
  session_->call("define", definition_);
  open(open_);
}

Json Phone::call(const std::string& command, const Json& request) {
  faults::use_disk(disk_);
  commands::Reply reply =
      session_->call(command, request.dump(-1, ' ', false, Json::error_handler_t::replace));
  attachment_ = std::move(reply.attachment);
  return Json::parse(reply.json);
}

// --- what a person does

void Phone::open(std::size_t link) {
  open_ = link;
  call("link", {{"text", links_[link].fragment()}});
}

void Phone::answer() {
  static const char* const kNames[] = {"q1", "q2", "q3", "q4"};
  const std::size_t question = scene_.chance.below(4);
  Json value = new_words(scene_);
  if (question == 1) value = scene_.chance.below(100);
  if (question == 2) value = scene_.chance.one_in(2) ? "yes" : "no";
  if (question != 0 && scene_.chance.one_in(8)) value = nullptr;
  tell("answers " + std::string(kNames[question]) + ": " + value.dump());
  call("answer", {{"path", std::string("/data/") + kNames[question]}, {"value", value}});
}

bool Phone::finish() {
  Json finished = call("finish", Json::object());
  if (finished.contains("findings") && !finished["findings"].empty()) {
    call("answer", {{"path", "/data/q1"}, {"value", new_words(scene_)}});
    finished = call("finish", Json::object());
  }
  const bool done = finished.contains("reference");
  tell(done ? "finishes " + finished["reference"].get<std::string>() : "cannot finish: " + finished.dump());
  return done;
}

void Phone::choose() {
  const Json conflicts = call("conflicts", Json::object());
  if (!conflicts.contains("conflicts")) return;
  for (const Json& conflict : conflicts["conflicts"]) {
    const char* keep = scene_.chance.one_in(2) ? "mine" : "theirs";
    tell("keeps " + std::string(keep) + " of " + conflict["name"].get<std::string>());
    call("choose", {{"name", conflict["name"]}, {"keep", keep}});
  }
}

void Phone::withdraw() {
  const Json done = call("withdraw", Json::object());
  tell(done["ok"].get<bool>() ? "withdraws" : "has nothing to withdraw");
}

void Phone::bring_back() {
  const Json versions = call("versions", Json::object());
  if (!versions.contains("versions") || versions["versions"].empty()) return;
  const Json& all = versions["versions"];
  const Json& version = all[scene_.chance.below(all.size())];
  tell("brings back " + version["reference"].get<std::string>());
  call("bring_back", {{"device", version["device"]}, {"seq", version["seq"]}});
}

void Phone::offer_draft() {
  tell("saves its draft to the hub");
  call("save_to_hub", Json::object());
}

// --- what happens to it

void Phone::kill() {
  end();
  start();
}

void Phone::kill_while_writing() {
  disk_.set({faults::Trouble::Kind::io_error, static_cast<int>(scene_.chance.below(10)), 1'000'000, false});
}

void Phone::become(const faults::Image& disk) {
  end();
  disk_.files = disk;
  start();
}

// --- what the page does with the hub

Phone::Batch Phone::batch() {
  const Json made = call("sync_batch", Json::object());
  if (!made["ok"].get<bool>()) tell("cannot make a batch: " + made.dump());
  return {attachment_, made.value("waiting", std::int64_t{0}), made.value("events", std::int64_t{0})};
}

Phone::Taken Phone::take(const std::string& account) {
  std::string body = account;
  if (scene_.defect == Defect::nothing_taken_in)
    body = edited(account, [](Json& line) { return !line.contains("event"); });
  const Json taken = call("sync_account", {{"body", body}});
  const bool ok = taken["ok"].get<bool>();
  if (scene_.verbose) tell("takes in an account: " + (ok ? taken["sync"] : taken).dump());
  if (!ok) return {};
  return {taken["more"].get<bool>(), taken["sync"]["waiting"].get<std::int64_t>()};
}

// --- what can be looked at

bool Phone::is_draft() {
  const Json opened =
      call("resume", {{"response", identity::response_of(links_[open_].round, links_[open_].invitee)}});
  if (!opened.contains("response") || !opened["response"].is_object()) return false;
  return opened["response"]["status"] == "draft" && opened["response"]["revision"] > 0;
}

std::string Phone::shown() { return call("check", Json::object())["sections"].dump(); }

std::string Phone::status() { return call("sync", Json::object())["sync"]["status"]; }

std::vector<store::Event> Phone::carried() {
  call("results_file", {{"responses", {identity::response_of(links_[open_].round, links_[open_].invitee)}}});
  std::vector<store::Event> events;
  results::ResultsReader reader({nullptr, nullptr, [&](const store::Event& event) {
                                   events.push_back(event);
                                   return Status(Done{});
                                 }});
  reader.feed(attachment_);
  return events;
}

std::vector<Phone::Stored> Phone::stored() const {
  faults::Disk disk;
  disk.files = disk_.files;
  faults::use_disk(disk);
  auto database = store::open_sqlite("phone.db", faults::kDiskVfs);
  if (!database.ok()) throw std::runtime_error(name_ + ": " + database.error().message);
  SeededRandom random(1);
  FixedClock clock;
  auto opened = store::Store::open(std::move(*database), clock, random);
  if (!opened.ok()) throw std::runtime_error(name_ + ": " + opened.error().message);
  std::vector<Stored> by_link;
  for (const identity::Link& link : links_) {
    const std::string response = identity::response_of(link.round, link.invitee);
    auto all = (*opened)->events_of("parks", response);
    auto counted = store::Sharing(**opened).counted_events("parks", response);
    if (!all.ok() || !counted.ok()) throw std::runtime_error(name_ + " cannot be read");
    by_link.push_back({std::move(*all), std::move(*counted), (*opened)->device()});
  }
  disk.set(faults::kDead);
  return by_link;
}

}  // namespace takestock::simulator
