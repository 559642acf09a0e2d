// The C exports of the wasm module. No rules here: bytes in, bytes out, one session.
//
//   ts_alloc(size) -> pointer         memory for a request; give it back with ts_free
//   ts_free(pointer)
//   ts_call(command, command_size, request, request_size) -> pointer to four 32-bit words
//                                     {reply, reply_size, attachment, attachment_size}, valid until the next
//                                     call; UTF-8 JSON
//   ts_attach(bytes, size)            fieldwork's and results' modules only: bytes for the next ts_call,
//   which stay in
//                                     place until it returns
//   ts_view(0 | 1 | 2)                number of nodes | address of their flags (bytes) | address of their
//   numbers (doubles); not in results' module
#include <emscripten.h>

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "commands/commands.h"
#ifdef TAKESTOCK_FIELDWORK
#include "commands/fieldwork.h"
#endif
#ifdef TAKESTOCK_RESULTS
#include "commands/results_session.h"
#endif

namespace {

using takestock::commands::Reply;
#ifdef TAKESTOCK_RESULTS
using Session = takestock::commands::ResultsSession;
#else
using takestock::commands::Session;
#endif

Session& session() {
#ifdef TAKESTOCK_FIELDWORK
  static Session one(takestock::system_clock(), takestock::system_random(),
                     takestock::commands::fieldwork_rows());
#else
  static Session one(takestock::system_clock(), takestock::system_random());
#endif
  return one;
}

std::uint32_t address(const void* at) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(at));
}

// A definition is read into a few times its own size. Claimed in one piece and given back, that room is at
// hand for all the small pieces; the allocator would otherwise grow the memory for each of them.
constexpr std::size_t kLargeRequest = 256 * 1024, kRoomToRead = 4;

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void* ts_alloc(std::size_t size) {
  if (size > kLargeRequest) std::free(std::malloc(size * kRoomToRead));
  return std::malloc(size);
}

EMSCRIPTEN_KEEPALIVE void ts_free(void* memory) { std::free(memory); }

EMSCRIPTEN_KEEPALIVE const std::uint32_t* ts_call(const char* command, std::size_t command_size,
                                                  const char* request, std::size_t request_size) {
  static Reply reply;
  static std::uint32_t words[4];
  reply = session().call({command, command_size}, {request, request_size});
  words[0] = address(reply.json.data());
  words[1] = static_cast<std::uint32_t>(reply.json.size());
  words[2] = address(reply.attachment.data());
  words[3] = static_cast<std::uint32_t>(reply.attachment.size());
  return words;
}

#if defined(TAKESTOCK_FIELDWORK) || defined(TAKESTOCK_RESULTS)
EMSCRIPTEN_KEEPALIVE void ts_attach(const char* bytes, std::size_t size) { session().attach({bytes, size}); }
#endif

#ifndef TAKESTOCK_RESULTS
EMSCRIPTEN_KEEPALIVE std::uint32_t ts_view(int which) {
  const takestock::commands::StateView view = session().view();
  if (which == 0) return static_cast<std::uint32_t>(view.nodes);
  return which == 1 ? address(view.flags) : address(view.numbers);
}
#endif
}
