// SPDX-License-Identifier: Apache-2.0
// One value of every run, as dots on a common axis: a row for each group, and a line at its median.
// Dots that would cover each other stand one above the other.
//
// Checkable: of the values 0, 1 and 2, the second lies in the middle of the others.
#pragma once

#include <string>
#include <vector>

namespace tetlo {

struct DotRow {
  std::string name;  ///< in the text alternative
  std::string look;  ///< a class of the style sheet
  std::vector<double> values = {};
};

struct DotChart {
  std::string title;
  std::string unit = {};
  std::vector<DotRow> rows = {};
};

/// A figure with a title, a picture and its text alternative; "" without values. All values must be
/// finite.
std::string dot_chart(const DotChart& chart);

}  // namespace tetlo
