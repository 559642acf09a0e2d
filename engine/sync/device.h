// The device's side of the wire (wire.h): the batch it sends and the account it takes in. Bytes in, bytes
// out; who wins is head.h's, what comes together merge.h's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/doors.h"
#include "base/result.h"
#include "store/sharing.h"
#include "store/store.h"

namespace takestock::sync {

struct BatchSize {
  std::size_t bytes = 512 * 1024;             ///< of all
  std::size_t bytes_alone = 4 * 1024 * 1024;  ///< of a batch with a single event; a larger one is not sent
  std::size_t events = 256;
  std::int64_t links = 64;
};

struct MadeBatch {
  std::string body;  ///< "" where there is no link to ask about
  std::size_t events = 0, links = 0;
};

/// What is owed, as much of it as fits, and the question about each of its links; at least the question.
/// Events are read one at a time. Changes nothing: the same again until an account is taken in.
Result<MadeBatch> make_batch(store::Store& store, Millis now, const std::string& held_by = "",
                             const BatchSize& size = {});

/// Takes in all of an account or nothing: receipts, what the device lacked, the state of links, the hub's
/// clock and epoch; what the hub refused as a fork is made again under a new name of this device. `now`: this
/// device's clock. True: ask again at once. bad_text: this is no account of a hub (but, say, the page of a
/// network that wants a sign-in), or one that was cut or altered.
Result<bool> take_account(store::Store& store, std::string_view body, Millis now);

}  // namespace takestock::sync
