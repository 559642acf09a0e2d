// Horizontal bars, one under another, with whiskers and values. Private to the room.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/pictures.h"
#include "report/scale.h"

namespace takestock::report {

struct Bar {
  std::string label, note;  ///< the note is smaller, below the label
  tabulation::Shown value, low, high;
  std::string value_text, sentence;  ///< the sentence is of the description
};

/// "" without bars.
std::string bar_chart(const Canvas& canvas, std::string title, const std::vector<Bar>& bars,
                      const Scale& scale);

inline constexpr std::size_t kMostBars = 61;

}  // namespace takestock::report
