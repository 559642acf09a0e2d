// What a report holds, before it is HTML or Word. Private to the room.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "report/pictures.h"
#include "report/report.h"

namespace takestock::report {

/// `columns`: how many it spans.
struct GridHead {
  std::string text;
  std::size_t columns = 1;
};

/// A table: one or two rows of heads, then rows that begin with their own head. Figures are all to the right
/// of it.
struct Grid {
  std::string caption;
  std::vector<std::vector<GridHead>> heads;
  std::vector<std::vector<std::string>> rows;
};

struct Picture {
  std::string caption;
  std::function<std::string(const Canvas&)> draw;  ///< "" at every width, or at none
};

struct Section {
  std::string heading;
  std::vector<std::string> sentences;
  std::vector<Picture> pictures;
  std::vector<Grid> grids;
};

/// "97%", " said it was a good use of their time", "1,833 of 1,890; 96% to 98%".
struct Headline {
  std::string figure, rest, details;
};

struct Outline {
  std::string title, warning, versions;
  std::vector<std::string> filter;
  std::string responded;  ///< "1,890"
  std::vector<Headline> headlines;
  std::vector<Section> sections;  ///< the first one belongs to the headlines, if there are any
  std::vector<std::string> notes;
};

/// Refers to `material`. Captions are numbered: "Figure 1", "Table 1".
Outline outline_of(const Material& material);

/// The sections of table_sections.cpp, and of comparisons.cpp.
Section table_section(const tabulation::TableResult& table);
Section spidergram_section(const tabulation::SpidergramResult& spidergram);
Section trend_section(const tabulation::Trends& trends, const tabulation::Trend& trend);
Section peer_section(const tabulation::PeerRelease& peers);

std::vector<GridHead> heads(std::initializer_list<const char*> texts);

}  // namespace takestock::report
