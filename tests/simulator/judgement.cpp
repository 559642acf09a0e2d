// The end of a world: all is mended, and what is there is compared with what happened.
#include <algorithm>

#include "base/digest.h"
#include "simulator/world.h"
#include "store/reference.h"
#include "sync/head.h"

namespace takestock::simulator {

using hub::StoredEvent;
using store::Event;
using store::EventKind;
using store::EventRef;
using sync::Verdict;

namespace {

constexpr int kTrips = 12, kRounds = 15;
constexpr Millis kSlack = 12 * 3'600'000;  // a batch may be long on its way

std::string short_name(const Event& event) {
  return event.device.substr(0, 4) + ':' + std::to_string(event.seq) + ' ' + store::reference_of(event);
}

/// Keys with digest and effective time, without drafts.
std::vector<std::string> keys_of(const std::vector<Event>& events) {
  std::vector<std::string> keys;
  for (const Event& event : events) {
    if (event.kind == EventKind::draft) continue;
    keys.push_back(short_name(event) + ' ' + event.sha256 + " at " + std::to_string(event.effective));
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::string head_text(const sync::Head& head) {
  std::string text = head.event ? head.event->device + ':' + std::to_string(head.event->seq) : "none";
  for (const EventRef& ref : head.concurrent) text += ' ' + ref.device + ':' + std::to_string(ref.seq);
  return text;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += line + "; ";
  return all;
}

std::vector<Event> stored_of(const std::vector<StoredEvent>& events, const std::string& response) {
  std::vector<Event> stored;
  for (const StoredEvent& event : events) {
    if (event.event.response == response && event.judgement.verdict == Verdict::stored)
      stored.push_back(event.event);
  }
  return stored;
}

}  // namespace

// --- mending

void World::heal() {
  scene_.tell("--- all is mended");
  healing_ = true;
  for (const identity::Link& link : links_) hub_->set_link_ends(link, 0);
  for (auto& phone : phones_)
    if (scene_.chance.one_in(4)) phone->kill();
  for (auto& phone : phones_)  // a device asks about a link once it has opened it
    for (std::size_t link = 0; link < phone->links().size(); ++link) phone->open(link);
  std::vector<bool> news(phones_.size(), true);  // since somebody looked at the phone
  bool quiet = false;
  for (int round = 0; round < kRounds && !quiet; ++round) {
    quiet = true;
    hub_->release_held();
    for (std::size_t i = 0; i < phones_.size(); ++i) {
      const bool more = synchronise(i);
      news[i] = news[i] || more;
      quiet = quiet && !more;
    }
    for (std::size_t i = 0; i < phones_.size(); ++i) {
      news[i] = news[i] && settle(*phones_[i]);
      quiet = quiet && !news[i];
    }
    scene_.now += 60'000;
  }
  if (!quiet) scene_.problem("stuck: the devices do not come to an end");
}

/// Somebody decides what is undecided and finishes what is a draft.
bool World::settle(Phone& phone) {
  bool changed = false;
  for (std::size_t link = 0; link < phone.links().size(); ++link) {
    if (phone.open_link() != link) phone.open(link);
    phone.choose();
    if (!phone.is_draft()) continue;
    scene_.now += 1000;
    changed = true;
    if (!phone.finish()) scene_.problem("stuck: " + phone.name() + " cannot finish");
    note(phone, phone.carried());
  }
  return changed;
}

/// Until there is nothing more to ask; true: something was sent or taken in.
bool World::synchronise(std::size_t which) {
  Phone& phone = *phones_[which];
  bool news = false;
  for (int trip = 0; trip < kTrips; ++trip) {
    const Message message = message_of(which);
    const SimHub::Answered answered = hub_->answer(message.batch, SimHub::Kill::none);
    if (answered.status != 200) {
      scene_.problem("stuck: the hub refuses a batch: " + answered.body);
      return false;
    }
    check_receipts(message, answered.body);
    const Phone::Taken taken = phone.take(answered.body);
    news = news || message.waiting > 0 || answered.body.find("\n{\"event\"") != std::string::npos;
    if (!taken.more && taken.waiting == 0) return news;
  }
  scene_.problem("stuck: " + phone.name() + " has sent " + std::to_string(kTrips) +
                 " batches and is not done");
  return false;
}

// --- judging

/// What a device is told to be stored is there at this moment, on the hub's disk.
void World::check_receipts(const Message& message, const std::string& account) {
  std::map<std::string, std::string> sent;  // reference -> digest
  read(message.batch, [&](const Json& line) {
    Event event;
    event.sha256 = line.value("sha256", "");
    if (line.contains("event")) sent[store::reference_of(event)] = event.sha256;
  });
  if (sent.empty()) return;
  read(account, [&](const Json& line) {
    if (line.value("verdict", "") == "stored" && !hub_->has(sent[line["reference"].get<std::string>()]))
      scene_.problem("lost: " + line["reference"].get<std::string>() + " was acknowledged and is not there");
  });
}

void World::judge() {
  const std::vector<StoredEvent> events = hub_->events();
  if (hub_->integrity() != "ok") scene_.problem("torn: the hub's database: " + hub_->integrity());
  for (const auto& phone : phones_) {
    std::size_t link = 0;
    for (Phone::Stored& stored : phone->stored())
      replicas_.push_back({phone.get(), link++, std::move(stored)});
  }
  judge_events(events);
  judge_times(events);
  for (const identity::Link& link : links_) judge_replicas(link, events);
  tell_the_end(events);
}

/// So that the whole of two worlds can be compared by what was told of them.
void World::tell_the_end(const std::vector<StoredEvent>& events) {
  if (!scene_.verbose) return;
  scene_.tell("--- the hub has");
  for (const StoredEvent& event : events)
    scene_.tell(short_name(event.event) + ' ' + event.event.sha256 + ' ' +
                sync::verdict_name(event.judgement.verdict) + " at " +
                std::to_string(event.judgement.effective));
  for (const Replica& replica : replicas_)
    scene_.tell(replica.phone->name() + ", " + replica.stored.device + ", has " +
                joined(keys_of(replica.stored.all)) + "and at the head " +
                head_text(sync::head_of(replica.stored.counted)));
  scene_.tell("--- chance ends at " + std::to_string(scene_.chance.seed()));
}

/// Everything that is on any device counts at the hub, once, and is what was made.
void World::judge_events(const std::vector<StoredEvent>& events) {
  std::map<std::string, int> times;
  for (const StoredEvent& event : events) {
    if (event.event.digest() != event.event.sha256) scene_.problem("torn: " + short_name(event.event));
    if (event.event.kind == EventKind::draft) continue;
    if (event.judgement.verdict == Verdict::stored && ++times[content_of(event.event)] == 2)
      scene_.problem("doubled: " + short_name(event.event));
    if (event.judgement.verdict != Verdict::stored && event.judgement.verdict != Verdict::fork)
      scene_.problem("stuck: " + short_name(event.event) + " is " +
                     sync::verdict_name(event.judgement.verdict));
  }
  for (const StoredEvent& event : events) {
    if (event.event.kind != EventKind::draft && times.count(content_of(event.event)) == 0)
      scene_.problem("lost: " + short_name(event.event) + " was a fork and was not made again");
  }
  for (const Replica& replica : replicas_) {
    for (const Event& event : replica.stored.all) {
      if (event.kind != EventKind::draft && times.count(content_of(event)) == 0)
        scene_.problem("lost: " + short_name(event) + " of " + replica.phone->name() + " is not at the hub");
    }
  }
}

/// The time that decides is the true one, however wrong the device's clock, unless that jumped before it was
/// sent.
void World::judge_times(const std::vector<StoredEvent>& events) {
  for (const StoredEvent& event : events) {
    const auto made = made_.find(content_of(event.event));
    if (made == made_.end() || !made->second.clock_stood || event.judgement.verdict != Verdict::stored)
      continue;
    const Millis off = event.judgement.effective - made->second.true_time;
    if (off > kSlack || off < -kSlack)
      scene_.problem("stale: " + short_name(event.event) + " counts as made " + std::to_string(off / 60'000) +
                     " minutes later than it was");
  }
}

void World::judge_replicas(const identity::Link& link, const std::vector<StoredEvent>& events) {
  const std::string response = identity::response_of(link.round, link.invitee);
  const std::vector<Event> stored = stored_of(events, response);
  const std::vector<std::string> keys = keys_of(stored);
  const std::string head = head_text(sync::head_of(stored));
  judge_head(response, stored);
  std::string shown;
  for (const Replica& replica : replicas_) {
    Phone& phone = *replica.phone;
    if (phone.links()[replica.link].invitee != link.invitee) continue;
    const std::vector<Event>& here = replica.stored.counted;
    if (keys_of(here) != keys)
      scene_.problem("apart: " + phone.name() + " has other events than the hub: " + joined(keys_of(here)) +
                     " and not " + joined(keys));
    if (head_text(sync::head_of(here)) != head)
      scene_.problem("apart: " + phone.name() + " has another head");
    if (phone.open_link() != replica.link) phone.open(replica.link);
    const std::string status = phone.status(), answers = phone.shown();
    if (status == "waiting" || status == "refused")
      scene_.problem("stuck: " + phone.name() + " is " + status);
    if (!shown.empty() && answers != shown)
      scene_.problem("apart: " + phone.name() + " shows other answers: " + answers + " and not " + shown);
    shown = answers;
  }
}

/// Who wins has not passed over what its maker did not know of: that stands beside it.
void World::judge_head(const std::string& response, const std::vector<Event>& stored) {
  const sync::Head head = sync::head_of(stored);
  std::set<std::string> standing, known;
  if (head.event) standing.insert(content_of(*sync::find(stored, *head.event)));
  for (const EventRef& ref : head.concurrent) standing.insert(content_of(*sync::find(stored, ref)));
  for (const Event& event : stored) {
    if (event.kind == EventKind::draft) continue;
    const auto made = made_.find(content_of(event));
    if (made == made_.end()) return;  // made by a device that was put back before anybody looked
    for (const std::string& content : made->second.known)
      if (content != made->first) known.insert(content);
  }
  for (const Event& event : stored) {
    const std::string content = content_of(event);
    if (event.kind == EventKind::draft || standing.count(content) != 0 || known.count(content) != 0) continue;
    scene_.problem("stale: " + short_name(event) + " of " + response.substr(0, 4) +
                   " was passed over by what did not know of it");
  }
}

}  // namespace takestock::simulator
