// Trends and comparisons with peers as text, JSON and records. Private to the room.
#pragma once

#include <functional>
#include <string>

#include "base/json_writer.h"
#include "tabulation/peers.h"
#include "tabulation/trend.h"

namespace takestock::tabulation {

std::string trends_text(const Trends& trends);
std::string peers_text(const PeerRelease& peers);

void write_trends(json::Writer& out, const Trends& trends);
void write_peers(json::Writer& out, const PeerRelease& peers);
void write_spidergram(json::Writer& out, const SpidergramResult& spidergram);

/// One record of print.h's CSV.
using AddRecord = std::function<void(const std::string& of, const std::string& row, const std::string& column,
                                     const char* figure, const Shown& shown)>;
void add_trends(const AddRecord& add, const Trends& trends);
void add_peers(const AddRecord& add, const PeerRelease& peers);

}  // namespace takestock::tabulation
