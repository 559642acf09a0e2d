// A question as the rows or the columns of a table: its groups with their labels. Private to the room.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "disclosure/tables.h"
#include "tabulation/counting.h"
#include "tabulation/release.h"

namespace takestock::tabulation {

struct Axis {
  std::string variable;  ///< as the disclosure room knows it
  Heading title;
  std::vector<Heading> heads;
  std::vector<std::size_t> group;  ///< of each head
  Groups groups;
  std::shared_ptr<std::vector<std::uint8_t>>
      own;  ///< what the groups are a view of, where no column has them

  disclosure::Dimension dimension() const;
  /// Heads that are answers, don't know among them.
  std::vector<std::size_t> answers() const;
};

/// Everybody in one group.
Axis everyone_axis();
/// Choices that nobody chose are there too, values of open questions and "left blank" and "not asked" only
/// where a row has them. Errors: unsupported (several choices, texts, numbers of too many different values).
Result<Axis> axis_of(const Responses& responses, std::size_t question, const Rows& which);

}  // namespace takestock::tabulation
