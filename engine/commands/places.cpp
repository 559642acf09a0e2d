// open_page, continue, back, keep_place: the next page of an interview does not wait for the disk.
#include "commands/interviewing.h"

namespace takestock::commands {
namespace {

Result<Made> shown_at_once(State& state, const Request& request,
                           Result<Made> (*move)(State&, const Request&)) {
  state.place_waits = true;
  auto made = move(state, request);
  state.place_waits = false;
  return made;
}

}  // namespace

Result<Made> open_field_page(State& state, const Request& request) {
  return shown_at_once(state, request, open_page);
}
Result<Made> field_go_on(State& state, const Request& request) {
  return shown_at_once(state, request, go_on);
}
Result<Made> field_go_back(State& state, const Request& request) {
  return shown_at_once(state, request, go_back);
}

Result<Made> keep_place(State& state, const Request&) {
  auto open = opened(state);
  if (!open) return open.error();
  Status saved = save_place(state, **open);
  return saved ? Result<Made>(Made()) : saved.error();
}

}  // namespace takestock::commands
