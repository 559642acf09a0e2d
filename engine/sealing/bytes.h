// Inside the room: strings as libsodium wants them.
#pragma once

#include <string>
#include <string_view>

namespace takestock::sealing {

inline unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }
inline const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// To be called before libsodium is; cheap after the first time.
void require_library();

}  // namespace takestock::sealing
