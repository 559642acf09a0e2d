// The hub of a simulated world: the real endpoint on the real tables, on a disk that outlives its kills.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "faults/disk.h"
#include "hub/events.h"
#include "hub/hub.h"
#include "identity/link.h"
#include "simulator/scene.h"
#include "store/work.h"

namespace takestock::simulator {

class SimHub {
 public:
  SimHub(Scene& scene, std::shared_ptr<const survey::Definition> definition);
  ~SimHub();

  identity::Link invite();

  enum class Kill : std::uint8_t { none, before_commit, while_writing, after_commit };
  struct Answered {
    int status = 0;  ///< 0: no answer came
    std::string body;
  };
  Answered answer(const std::string& batch, Kill kill);

  faults::Image backup() const { return disk_.files; }
  /// Whoever runs the hub puts a backup back: what came since is gone, and the hub says so by its epoch.
  void restore(const faults::Image& backup);
  void set_link_ends(const identity::Link& link, Millis ends);
  void release_held();

  std::vector<hub::StoredEvent> events();
  bool has(const std::string& sha256);
  std::string integrity();  ///< "ok"
  std::int64_t epoch() const;
  std::string id() const;

  static constexpr const char* kRound = "r1";

 private:
  struct Program;
  void start();
  void end();
  void restart();
  Answered run(hub::Job& job, Kill kill);
  void work(const std::function<void(hub::Desk&)>& work);

  Scene& scene_;
  faults::Disk disk_;
  std::unique_ptr<Program> program_;
  std::unique_ptr<store::Statements> statements_;
};

}  // namespace takestock::simulator
