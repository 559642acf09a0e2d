// A hub in memory, of the real rules (sync/receiver.h), for tests of devices; and a network between.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/device.h"
#include "sync/receiver.h"

namespace takestock::sync {

struct MemoryHub final : Ledger {
  struct Stored {
    store::Event event;
    Judgement judgement;
  };

  explicit MemoryHub(std::string survey) { times.survey = std::move(survey); }

  std::optional<RoundTimes> round(const std::string&) override { return times; }
  std::optional<Standing> standing(const BatchLink& link) override {
    if (revoked.count(link.link->token_hash())) return std::nullopt;
    Standing standing;
    standing.name = "A. Person", standing.organisation = "Barsetshire";
    return standing;
  }
  void note_use(const BatchLink&, bool) override {}
  std::vector<Kept> kept(const store::Event& event) override {
    std::vector<Kept> out;
    for (const Stored& one : events)
      if (one.event.device == event.device && one.event.seq == event.seq)
        out.push_back({one.event.response, one.event.sha256, one.judgement});
    return out;
  }
  void keep(const BatchLink&, const Standing&, const store::Event& event,
            const Judgement& judgement) override {
    events.push_back({event, judgement});
    events.back().event.received = judgement.received;
    events.back().event.effective = judgement.effective;
  }
  std::vector<store::Event> counted(const std::string& response) override {
    std::vector<store::Event> out;
    for (const Stored& one : events)
      if (one.event.response == response && one.judgement.verdict == Verdict::stored)
        out.push_back(one.event);
    std::sort(out.begin(), out.end(), [](const store::Event& a, const store::Event& b) {
      return a.device != b.device ? a.device < b.device : a.seq < b.seq;
    });
    return out;
  }
  void set_head(const std::string& response, const Head& head, std::size_t) override {
    heads[response] = head;
  }
  std::optional<store::Event> whole(const std::string& response, const store::EventRef& ref) override {
    for (const Stored& one : events)
      if (one.event.response == response && one.event.device == ref.device && one.event.seq == ref.seq &&
          one.judgement.verdict == Verdict::stored)
        return one.event;
    return std::nullopt;
  }

  /// What the hub answers to a batch at that time.
  std::string answer(const std::string& body, Millis now) {
    Result<Batch> batch = read_batch(body);
    REQUIRE_MESSAGE(batch.ok(), (batch.ok() ? "" : batch.error().message + " " + batch.error().where));
    examine(*batch, [&](const std::string& digest) { return digest == form ? definition : nullptr; });
    last = receive(*batch, *this, name, now);
    return last.account;
  }

  RoundTimes times;
  HubName name{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1};
  std::string form;
  std::shared_ptr<const survey::Definition> definition;
  std::vector<Stored> events;
  std::map<std::string, Head> heads;
  std::set<std::string> revoked;
  Received last;
};

}  // namespace takestock::sync
