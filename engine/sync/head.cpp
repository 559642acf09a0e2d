#include "sync/head.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "base/order.h"

namespace takestock::sync {

using store::Event;
using store::EventKind;
using store::EventRef;

namespace {

using Vertex = std::uint32_t;

bool before(const EventRef& a, const EventRef& b) {
  const int order = a.device.compare(b.device);
  return order != 0 ? order < 0 : a.seq < b.seq;
}

bool key_before(const Event* a, const Event* b) {
  const int order = a->device.compare(b->device);
  if (order != 0) return order < 0;
  return a->seq != b->seq ? a->seq < b->seq : a->sha256 < b->sha256;
}

bool same_key(const Event* a, const Event* b) { return a->device == b->device && a->seq == b->seq; }

EventRef ref_of(const Event& event) { return {event.device, event.seq}; }

bool is_draft(const Event* event) { return event->kind == EventKind::draft; }

/// By (device, seq), each key once.
std::vector<const Event*> ordered(std::span<const Event> events) {
  std::vector<const Event*> out;
  out.reserve(events.size());
  for (const Event& event : events) out.push_back(&event);
  heap_sort(out.begin(), out.end(), key_before);
  out.erase(std::unique(out.begin(), out.end(), same_key), out.end());
  return out;
}

/// Who knew of whom. An edge leads from an event to one that its maker had seen; each device's events
/// form a chain, so that the edge to the latest one stands for all before it.
class Knowledge {
 public:
  explicit Knowledge(const std::vector<const Event*>& events) : events_(events), seen_(events.size()) {
    for (Vertex v = 0; v < events.size(); ++v) {
      if (v > 0 && events[v - 1]->device == events[v]->device) seen_[v].push_back(v - 1);
      for (const EventRef& ref : events[v]->base) add_seen(v, ref);
    }
    find_circles();
  }

  /// For each event: did another one know of it without being known to it?
  std::vector<bool> passed_over() const {
    std::vector<bool> out(events_.size());
    std::vector<bool> circle_passed(events_.size());
    for (Vertex v = 0; v < seen_.size(); ++v) {
      for (const Vertex w : seen_[v])
        circle_passed[circle_[w]] = circle_passed[circle_[w]] || circle_[v] != circle_[w];
    }
    for (Vertex v = 0; v < out.size(); ++v) out[v] = circle_passed[circle_[v]];
    return out;
  }

  /// Which events `start` knew of, directly or through others.
  std::vector<bool> known_to(Vertex start) const {
    std::vector<bool> reached(events_.size());
    std::vector<Vertex> open{start};
    while (!open.empty()) {
      const Vertex v = open.back();
      open.pop_back();
      if (reached[v]) continue;
      reached[v] = true;
      open.insert(open.end(), seen_[v].begin(), seen_[v].end());
    }
    return reached;
  }

 private:
  void add_seen(Vertex v, const EventRef& ref) {
    const auto after =
        std::upper_bound(events_.begin(), events_.end(), ref,
                         [](const EventRef& r, const Event* e) { return before(r, ref_of(*e)); });
    if (after == events_.begin()) return;
    const auto latest = after - 1;
    if ((*latest)->device == ref.device) seen_[v].push_back(static_cast<Vertex>(latest - events_.begin()));
  }

  /// Kosaraju's strongly connected components, without recursion.
  void find_circles() {
    std::vector<std::vector<Vertex>> seen_by(seen_.size());
    for (Vertex v = 0; v < seen_.size(); ++v) {
      for (const Vertex w : seen_[v]) seen_by[w].push_back(v);
    }
    const std::vector<Vertex> finished = finishing_order();
    constexpr Vertex kNone = 0xffffffffu;
    circle_.assign(seen_.size(), kNone);
    for (auto v = finished.rbegin(); v != finished.rend(); ++v) {
      std::vector<Vertex> open{*v};
      while (!open.empty()) {
        const Vertex w = open.back();
        open.pop_back();
        if (circle_[w] != kNone) continue;
        circle_[w] = *v;
        open.insert(open.end(), seen_by[w].begin(), seen_by[w].end());
      }
    }
  }

  std::vector<Vertex> finishing_order() const {
    std::vector<Vertex> out;
    std::vector<bool> entered(seen_.size());
    for (Vertex start = 0; start < seen_.size(); ++start) {
      std::vector<std::pair<Vertex, std::size_t>> path;
      const auto enter = [&](Vertex v) {
        if (!entered[v]) path.emplace_back(v, 0);
        entered[v] = true;
      };
      enter(start);
      while (!path.empty()) {
        auto& [v, next] = path.back();
        if (next < seen_[v].size()) {
          enter(seen_[v][next++]);
        } else {
          out.push_back(v);
          path.pop_back();
        }
      }
    }
    return out;
  }

  const std::vector<const Event*>& events_;
  std::vector<std::vector<Vertex>> seen_;
  std::vector<Vertex> circle_;  ///< by vertex, a vertex that stands for its component
};

Millis effective_time(const Event* event) { return event->effective != 0 ? event->effective : event->at; }

bool later(const Event* a, const Event* b) {
  const Millis time = effective_time(a), other = effective_time(b);
  return time != other ? time > other : before(ref_of(*b), ref_of(*a));
}

/// Indexes of submits and withdrawals that nothing else that stands for the response passed over.
std::vector<Vertex> standing(const std::vector<const Event*>& events, const std::vector<Vertex>& members) {
  std::vector<const Event*> counting;
  for (const Vertex v : members) counting.push_back(events[v]);
  const std::vector<bool> passed = Knowledge(counting).passed_over();
  std::vector<Vertex> out;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!passed[i]) out.push_back(members[i]);
  }
  return out;
}

std::optional<EventRef> newest_draft(const std::vector<const Event*>& events, std::optional<Vertex> winner) {
  const std::vector<bool> known =
      winner ? Knowledge(events).known_to(*winner) : std::vector<bool>(events.size());
  const Event* newest = nullptr;
  for (Vertex v = 0; v < events.size(); ++v) {
    if (is_draft(events[v]) && !known[v] && (!newest || later(events[v], newest))) newest = events[v];
  }
  if (!newest) return std::nullopt;
  return ref_of(*newest);
}

}  // namespace

Head head_of(std::span<const Event> all) {
  const std::vector<const Event*> events = ordered(all);
  std::vector<Vertex> members;
  for (Vertex v = 0; v < events.size(); ++v) {
    if (!is_draft(events[v])) members.push_back(v);
  }
  Head head;
  std::optional<Vertex> winner;
  const std::vector<Vertex> candidates = standing(events, members);
  for (const Vertex v : candidates) {
    if (!winner || later(events[v], events[*winner])) winner = v;
  }
  head.draft = newest_draft(events, winner);
  if (!winner) return head;
  head.event = ref_of(*events[*winner]);
  head.kind = events[*winner]->kind;
  head.at = effective_time(events[*winner]);
  for (const Vertex v : candidates) {
    if (v != *winner) head.concurrent.push_back(ref_of(*events[v]));
  }
  return head;
}

const Event* find(std::span<const Event> events, const EventRef& ref) {
  const Event* found = nullptr;
  for (const Event& event : events) {
    const bool match = event.device == ref.device && event.seq == ref.seq;
    if (match && (!found || event.sha256 < found->sha256)) found = &event;
  }
  return found;
}

std::vector<Event> known_by(std::span<const Event> events, const std::vector<EventRef>& seen) {
  std::vector<const Event*> all = ordered(events);
  Event somebody;
  somebody.device = "\xFF";  // behind all names
  somebody.base = seen;
  all.push_back(&somebody);
  const std::vector<bool> known = Knowledge(all).known_to(static_cast<Vertex>(all.size() - 1));
  std::vector<Event> out;
  for (Vertex v = 0; v + 1 < all.size(); ++v)
    if (known[v]) out.push_back(*all[v]);
  return out;
}

std::vector<EventRef> frontier(std::span<const Event> events) {
  const Head head = head_of(events);
  std::vector<EventRef> base = head.concurrent;
  if (head.event) base.push_back(*head.event);
  heap_sort(base.begin(), base.end(), before);
  return base;
}

Status each_head(store::Store& store, const std::string& survey, const VisitHead& visit) {
  std::vector<Event> events;
  const auto visit_collected = [&]() -> Status {
    if (events.empty()) return Done{};
    Status status = visit(head_of(events), events);
    events.clear();
    return status;
  };
  Status walked = store.each_event(survey, [&](const Event& event) -> Status {
    const bool next = !events.empty() &&
                      (events.front().response != event.response || events.front().survey != event.survey);
    if (next) {
      if (Status status = visit_collected(); !status) return status;
    }
    events.push_back(event);
    return Done{};
  });
  return walked ? visit_collected() : walked;
}

}  // namespace takestock::sync
