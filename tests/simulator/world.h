// One simulated world from one seed: people with devices, a network, a hub, and what goes wrong. Then all is
// mended, and nothing may be lost, stale, doubled, torn, stuck or apart.
//
// What must hold is compared with what really happened, which the world keeps beside the program: every
// finished document with what its device knew at that moment, and the true time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "simulator/phone.h"
#include "simulator/scene.h"
#include "simulator/sim_hub.h"

namespace takestock::simulator {

/// Everything that went wrong in the world of that seed; empty: nothing.
std::vector<std::string> run_world(std::uint64_t seed, Defect defect = Defect::none, bool verbose = false);

/// What an event says, whatever name it travels under.
std::string content_of(const store::Event& event);

class World {
 public:
  World(std::uint64_t seed, Defect defect, bool verbose);
  std::vector<std::string> run();

 private:
  /// A submit or withdrawal as it was made, whatever name it travels under.
  struct Made {
    store::Event event;
    std::set<std::string> known;  ///< what its device had of the response then, by content
    Millis true_time = 0;
    Millis clock_error = 0;
    bool clock_stood = true;  ///< whenever it was sent, the clock was as wrong as when it was made
  };
  struct Message {
    std::size_t phone = 0;
    int starts = 0;  ///< of the phone when it sent
    std::string batch;
    std::int64_t waiting = 0;
  };

  // what happens (world.cpp)
  void step();
  void use(Phone& phone);
  void finish(Phone& phone);
  void befall(std::size_t phone);
  void put_back(Phone& phone, std::size_t whose);
  void befall_hub();
  void send(std::size_t phone);
  Message message_of(std::size_t phone);
  void deliver(const Message& message);
  void reply(const Message& message, const SimHub::Answered& answered);
  void note(Phone& phone);
  void note(const Phone& phone, const std::vector<store::Event>& events);

  // mending and judging (judgement.cpp)
  void heal();
  bool settle(Phone& phone);
  bool synchronise(std::size_t phone);
  void judge();
  void judge_events(const std::vector<hub::StoredEvent>& events);
  void judge_replicas(const identity::Link& link, const std::vector<hub::StoredEvent>& events);
  void judge_head(const std::string& response, const std::vector<store::Event>& stored);
  void judge_times(const std::vector<hub::StoredEvent>& events);
  void tell_the_end(const std::vector<hub::StoredEvent>& events);
  void check_receipts(const Message& message, const std::string& account);

  Scene scene_;
  std::shared_ptr<const survey::Definition> definition_;
  std::unique_ptr<SimHub> hub_;
  std::vector<identity::Link> links_;
  std::vector<std::unique_ptr<Phone>> phones_;
  std::vector<faults::Image> profiles_;  ///< by phone, copied some time ago
  std::vector<faults::Image> backups_;
  std::vector<Message> on_the_way_;
  std::map<std::string, Made> made_;  ///< by content
  struct Replica {
    Phone* phone;
    std::size_t link;
    Phone::Stored stored;
  };
  std::vector<Replica> replicas_;  ///< at the end
  bool healing_ = false;
};

}  // namespace takestock::simulator
