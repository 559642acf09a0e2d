// How a hub is set up: the file settings.json in its data directory.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "hub/hub.h"

namespace takestock::hub {

/// Reads settings.json into `settings`; what does not stand there keeps its value:
///   {"address":"127.0.0.1","port":8080,"origin":"https://survey.example.org","site":"/usr/share/takestock",
///    "stores":[{"name":"main"},{"name":"north","postgres":"host=/run/postgresql dbname=north"}],
///    "rounds":{"north-2026":"north"},"trusted_proxies":["127.0.0.1"],"smtp":"smtp.json",
///    "operator_token":"..","log":"all"|"errors",
///    "limits":{"connections":2000,"connections_per_address":200,"requests_per_second":200,..}}
/// Names of files are seen from the data directory; limits are the members of hub::Limits. Errors (bad_text,
/// bad_request) name the place.
Status read_settings(std::string_view json, Settings& settings);

/// What cannot work together or be served: an origin that is none, two stores of one name, no store, a
/// trusted proxy that is no address. Fills in what follows from the rest: one store "hub" where none is
/// named.
Status complete_settings(Settings& settings);

}  // namespace takestock::hub
