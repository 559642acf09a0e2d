// Batches and accounts as a program with a defect would make them: edited line by line and summed up anew.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

namespace takestock::simulator {

using Json = nlohmann::ordered_json;

/// Each line but the last one; where `edit` says false it is left out. What is damaged stays as it is.
std::string edited(const std::string& text, const std::function<bool(Json& line)>& edit);

/// The same without a change: each line but the last one, up to one that is damaged.
void read(const std::string& text, const std::function<void(const Json& line)>& visit);

/// An account in which the hub says the same of every event of the batch.
std::string forged_account(const std::string& batch, const std::string& verdict, const std::string& hub,
                           std::int64_t epoch);

}  // namespace takestock::simulator
