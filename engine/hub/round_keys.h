// The pair of keys of each round, for results files that are sealed on their way (sealing/sealed_file.h). A
// file <data>/keys/<round>.key of mode 600, made when the key is first asked for; a backup has it too.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "sealing/keys.h"

namespace takestock::hub {

/// Of a round that is there ([a-z0-9-]). Errors: storage_full, storage_damaged, internal.
Result<sealing::KeyPair> round_keys(const std::string& data, const std::string& round);

/// What was sealed for the round, opened; at most `limit` bytes. Errors: bad_text, limit, round_keys()'s.
Result<std::string> opened_file(const std::string& data, const std::string& round, std::string_view sealed,
                                std::size_t limit);

/// Copies the keys that are not there yet, for a backup and back.
Status copy_keys(const std::string& from, const std::string& to);

}  // namespace takestock::hub
