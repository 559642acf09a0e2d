// A device of a simulated world: the real commands on a disk that outlives its kills, and somebody who uses
// it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "commands/commands.h"
#include "faults/disk.h"
#include "identity/link.h"
#include "simulator/scene.h"
#include "simulator/wire_edits.h"
#include "store/event.h"

namespace takestock::simulator {

class Phone {
 public:
  Phone(Scene& scene, int number, const std::string& definition, std::vector<identity::Link> links);
  ~Phone();

  // --- what a person does
  void open(std::size_t link);
  void answer();
  bool finish();  ///< true: it is finished now
  void choose();
  void withdraw();
  void bring_back();
  void offer_draft();

  // --- what happens to it
  void kill();                ///< between two calls
  void kill_while_writing();  ///< in one of the next calls; kill() afterwards
  faults::Image copy() const { return disk_.files; }
  void become(const faults::Image& disk);  ///< a profile is copied back, or from another device
  void jump(Millis by) { clock_.error += by; }

  // --- what the page does with the hub
  struct Batch {
    std::string body;  ///< "": nothing to ask
    std::int64_t waiting = 0, events = 0;
  };
  Batch batch();
  /// Takes in a reply of status 200.
  struct Taken {
    bool more = false;  ///< ask again at once
    std::int64_t waiting = 0;
  };
  Taken take(const std::string& account);

  // --- what can be looked at
  bool is_draft();
  std::string shown();   ///< all answers as the check page has them
  std::string status();  ///< of the open response and the hub
  struct Stored {
    std::vector<store::Event> all, counted;
    std::string device;
  };
  std::vector<Stored> stored() const;   ///< by link, from a copy of its disk
  std::vector<store::Event> carried();  ///< of the open response, as a results file has them
  const std::vector<identity::Link>& links() const { return links_; }
  std::size_t open_link() const { return open_; }
  const std::string& name() const { return name_; }
  Millis clock_error() const { return clock_.error; }
  int starts() const { return starts_; }  ///< a reply to an earlier start reaches nobody

 private:
  void start();
  void end();
  Json call(const std::string& command, const Json& request);
  void tell(const std::string& sentence) const { scene_.tell(name_ + ' ' + sentence); }

  Scene& scene_;
  const std::string name_, definition_;
  const std::vector<identity::Link> links_;
  WrongClock clock_;
  const std::uint64_t seed_;
  SeededRandom random_;
  faults::Disk disk_;
  std::unique_ptr<commands::Session> session_;
  std::string attachment_;
  std::size_t open_ = 0;
  int starts_ = 0;
};

/// A number that no answer had before in this world.
std::string new_words(Scene& scene);

}  // namespace takestock::simulator
