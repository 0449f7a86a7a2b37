// SPDX-License-Identifier: Apache-2.0
// A table of shares as SVG: the darker a square, the larger its share of its row. With up to twenty
// rows each square also shows its number.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tetlo {

struct HeatMap {
  std::string title;
  std::string across, down;                  ///< what columns and rows mean
  std::vector<std::string> names;            ///< of the rows and the columns, which are the same
  std::vector<std::vector<int64_t>> counts;  ///< a row for each name
};

std::string svg_of(const HeatMap& map);

}  // namespace tetlo
