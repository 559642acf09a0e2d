#include "simulator/world.h"

#include <algorithm>

#include "base/digest.h"
#include "hub/gzip.h"

namespace takestock::simulator {
namespace {

constexpr const char* kSurvey = R"json({"takestock":1,"id":"parks","version":"1","title":"Parks",
  "choices":{"yesno":[{"name":"yes","label":"Yes"},{"name":"no","label":"No"}]},
  "survey":[
    {"type":"text","name":"q1","label":"1","required":true},
    {"type":"integer","name":"q2","label":"2"},
    {"type":"select_one yesno","name":"q3","label":"3"},
    {"type":"text","name":"q4","label":"4","relevant":"${q3} = 'no'"},
    {"type":"calculate","name":"q5","calculation":"concat(${q1}, '-', ${q2})"}]})json";
constexpr Millis kMinute = 60'000, kHour = 60 * kMinute, kYear = 365 * 24 * kHour;

std::string damaged(std::string bytes, Chance& chance) {
  if (bytes.empty()) return bytes;
  if (chance.one_in(2)) {
    bytes.resize(chance.below(bytes.size()));
  } else {
    for (std::uint64_t flips = 1 + chance.below(3); flips > 0; --flips) {
      char& byte = bytes[chance.below(bytes.size())];
      byte = static_cast<char>(byte ^ (1 << chance.below(8)));
    }
  }
  return bytes;
}

/// As it comes out of the network, unpacked; half of it travels plain.
std::string carried(const std::string& text, bool good, Chance& chance) {
  if (good) return text;
  if (chance.one_in(2)) return damaged(text, chance);
  const auto arrived = hub::inflated(damaged(hub::deflated(text), chance), 16 * 1024 * 1024);
  return arrived.ok() ? *arrived : std::string();
}

}  // namespace

std::string content_of(const store::Event& event) {
  return sha256_hex(event.response + '|' + store::event_kind_name(event.kind) + '|' +
                    std::to_string(event.at) + '|' + event.body)
      .substr(0, 12);
}

World::World(std::uint64_t seed, Defect defect, bool verbose) : scene_(seed, defect, verbose) {
  definition_ = survey::Definition::read(kSurvey).definition;
  hub_ = std::make_unique<SimHub>(scene_, definition_);
  const std::uint64_t links = 1 + scene_.chance.below(2), more = scene_.chance.below(6);
  const std::uint64_t phones = more < 3 ? 2 : more < 5 ? 3 : 4;
  for (std::uint64_t i = 0; i < links; ++i) links_.push_back(hub_->invite());
  for (std::uint64_t i = 0; i < phones; ++i) {
    std::vector<identity::Link> known{links_[i < 2 ? 0 : i % links]};
    if (links > 1 && scene_.chance.one_in(3)) known = links_;
    phones_.push_back(std::make_unique<Phone>(scene_, static_cast<int>(i + 1), kSurvey, known));
    profiles_.push_back(phones_.back()->copy());
  }
  backups_.push_back(hub_->backup());
}

std::vector<std::string> World::run() {
  const std::uint64_t steps = 5 + std::min(scene_.chance.below(21), scene_.chance.below(21));
  for (std::uint64_t i = 0; i < steps; ++i) step();
  heal();
  judge();
  return scene_.problems;
}

// --- what happens

void World::step() {
  scene_.now += static_cast<Millis>(1000 + scene_.chance.below(kHour / 4));
  const std::uint64_t phone = scene_.chance.below(phones_.size()), event = scene_.chance.below(100);
  if (event < 42) {
    use(*phones_[phone]);
  } else if (event < 78) {
    if (scene_.chance.one_in(2)) finish(*phones_[phone]);
    send(phone);
  } else if (event < 83 && !on_the_way_.empty()) {
    const std::size_t late = scene_.chance.below(on_the_way_.size());
    const Message message = on_the_way_[late];
    if (!scene_.chance.one_in(3)) on_the_way_.erase(on_the_way_.begin() + static_cast<std::ptrdiff_t>(late));
    scene_.tell("a batch arrives late");
    deliver(message);
  } else if (event < 93) {
    befall(phone);
  } else {
    befall_hub();
  }
}

void World::use(Phone& phone) {
  if (phone.links().size() > 1 && scene_.chance.one_in(4))
    phone.open(scene_.chance.below(phone.links().size()));
  const bool dies = scene_.chance.one_in(12);
  if (dies) phone.kill_while_writing();
  const std::uint64_t act = scene_.chance.below(20);
  bool made = false;
  if (act < 9) {
    phone.answer();
  } else if (act < 15) {
    finish(phone);
    made = dies;
  } else if (act < 17) {
    phone.choose();
  } else if (act == 17) {
    phone.offer_draft();
  } else if (act == 18) {
    phone.bring_back();
  } else {
    phone.withdraw();
    made = true;
  }
  if (dies) {
    scene_.tell(phone.name() + " is killed while it writes");
    phone.kill();
  }
  if (made) note(phone);
}

void World::finish(Phone& phone) {
  if (scene_.chance.one_in(2)) phone.answer();
  if (phone.finish()) note(phone, phone.carried());
}

void World::befall(std::size_t which) {
  Phone& phone = *phones_[which];
  switch (scene_.chance.below(5)) {
    case 0:
      scene_.tell(phone.name() + " is killed");
      return phone.kill();
    case 1:
      scene_.tell(phone.name() + "'s profile is copied");
      profiles_[which] = phone.copy();
      return;
    case 2:
      return put_back(phone, scene_.chance.one_in(4) ? scene_.chance.below(phones_.size()) : which);
    default: {
      const Millis by = (scene_.chance.one_in(2) ? 3 * kYear : kHour) * (scene_.chance.one_in(2) ? 1 : -1);
      scene_.tell(phone.name() + "'s clock jumps by " + std::to_string(by / kMinute) + " minutes");
      return phone.jump(by);
    }
  }
}

void World::put_back(Phone& phone, std::size_t whose) {
  scene_.tell(phone.name() + " gets the copied profile of " + phones_[whose]->name());
  phone.become(profiles_[whose]);
}

void World::befall_hub() {
  const identity::Link& link = links_[scene_.chance.below(links_.size())];
  switch (scene_.chance.below(5)) {
    case 0:
      scene_.tell("the hub is backed up");
      backups_.push_back(hub_->backup());
      return;
    case 1:
      scene_.tell("the hub is put back to a backup");
      return hub_->restore(backups_[scene_.chance.below(backups_.size())]);
    case 2:
      scene_.tell("a link ends");
      return hub_->set_link_ends(link, scene_.now);
    case 3:
      scene_.tell("a link is good again");
      return hub_->set_link_ends(link, 0);
    default:
      return hub_->release_held();
  }
}

// --- the network

void World::send(std::size_t which) {
  Phone& phone = *phones_[which];
  const Message message = message_of(which);
  if (message.batch.empty()) return;
  switch (scene_.chance.below(14)) {
    case 3:
      scene_.tell(phone.name() + " sends, and the network's sign-in page answers");
      return reply(message, {200, "<!doctype html>\n<title>Welcome</title>\n"});
    case 0:
      return scene_.tell(phone.name() + " sends, and nothing arrives");
    case 1:
      scene_.tell(phone.name() + " sends, and it takes long");
      on_the_way_.push_back(message);
      return;
    case 2:
      scene_.tell(phone.name() + " sends, and it arrives twice");
      on_the_way_.push_back(message);
      return deliver(message);
    default:
      scene_.tell(phone.name() + " sends");
      return deliver(message);
  }
}

World::Message World::message_of(std::size_t which) {
  Phone& phone = *phones_[which];
  const Phone::Batch made = phone.batch();
  const Message message{which, phone.starts(), made.body, made.waiting};
  if (message.batch.empty()) return message;
  if (made.events == 0) return message;
  read(message.batch, [&](const Json& line) {
    if (!line.contains("event")) return;
    store::Event event;
    event.response = line["response"], event.at = line["at"], event.body = line["body"];
    event.kind = store::event_kind(line["event"].get<std::string>()).value();
    const auto document = made_.find(content_of(event));
    if (document != made_.end() && document->second.clock_error != phone.clock_error())
      document->second.clock_stood = false;
  });
  return message;
}

void World::deliver(const Message& message) {
  const std::string arrived = carried(message.batch, healing_ || !scene_.chance.one_in(12), scene_.chance);
  SimHub::Kill kill = SimHub::Kill::none;
  if (!healing_ && scene_.chance.one_in(5)) kill = static_cast<SimHub::Kill>(1 + scene_.chance.below(3));
  const SimHub::Answered answered = hub_->answer(arrived, kill);
  if (kill != SimHub::Kill::none)
    scene_.tell("the hub is killed meanwhile, " +
                std::string(kill == SimHub::Kill::before_commit   ? "before the commit"
                            : kill == SimHub::Kill::while_writing ? "while it writes"
                                                                  : "after the commit"));
  if (answered.status != 0 && arrived == message.batch && answered.status != 200)
    scene_.problem("stuck: the hub refuses a batch: " + answered.body);
  reply(message, answered);
}

void World::reply(const Message& message, const SimHub::Answered& answered) {
  Phone& phone = *phones_[message.phone];
  const bool reaches = healing_ || !scene_.chance.one_in(8);
  const bool there = phone.starts() == message.starts;
  if (scene_.defect == Defect::made_again_on_timeout && there && (!reaches || answered.status == 0))
    return void(phone.take(forged_account(message.batch, "fork", hub_->id(), hub_->epoch())));
  if (!reaches || !there || answered.status != 200) return scene_.tell("no answer reaches " + phone.name());
  const std::string account = carried(answered.body, healing_ || !scene_.chance.one_in(10), scene_.chance);
  if (account != answered.body) scene_.tell("the answer is damaged");
  const bool is_account = account == answered.body && account[0] == '{';
  if (scene_.defect == Defect::sent_on_200 && !is_account)
    return void(phone.take(forged_account(message.batch, "stored", hub_->id(), hub_->epoch())));
  if (is_account) check_receipts(message, account);
  const bool dies = !healing_ && scene_.chance.one_in(15);
  if (dies) phone.kill_while_writing();
  phone.take(account);
  if (dies) phone.kill();
}

/// What is new on the phone was made knowing what else is there.
void World::note(Phone& phone) {
  for (const Phone::Stored& stored : phone.stored()) note(phone, stored.all);
}

void World::note(const Phone& phone, const std::vector<store::Event>& events) {
  std::set<std::string> contents;
  for (const store::Event& event : events) contents.insert(content_of(event));
  for (const store::Event& event : events) {
    const std::string content = content_of(event);
    if (event.kind != store::EventKind::draft)
      made_.emplace(content, Made{event, contents, scene_.now, phone.clock_error()});
  }
}

std::vector<std::string> run_world(std::uint64_t seed, Defect defect, bool verbose) {
  return World(seed, defect, verbose).run();
}

}  // namespace takestock::simulator
