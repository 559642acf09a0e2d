// Which row of the interface a request is for.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "hub/job.h"

namespace takestock::hub {

class Routes {
 public:
  explicit Routes(std::vector<Endpoint> endpoints);

  struct Match {
    const Endpoint* endpoint = nullptr;  ///< null: no such path, or not with this method
    std::map<std::string, std::string> arguments;
    std::string allowed;  ///< "GET, POST" where the path is there with other methods only
  };
  /// HEAD is answered as GET. Of two rows that fit, the one that has a word where the other has {name}.
  Match find(std::string_view method, std::string_view path) const;

 private:
  struct Row {
    Endpoint endpoint;
    std::vector<std::string_view> segments;
  };
  std::vector<Row> rows_;  ///< a word before a {name} at the first place where two differ
};

}  // namespace takestock::hub
