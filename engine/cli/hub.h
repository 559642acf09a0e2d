// takestock hub, takestock backup, takestock restore: the hub from the command line.
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

/// hub --data DIR ...: serves. hub user add NAME ..., hub demonstrate ...: beside a running hub or without.
int hub(std::vector<std::string> arguments);
int backup(std::vector<std::string> arguments);
int restore(std::vector<std::string> arguments);

}  // namespace takestock::cli
