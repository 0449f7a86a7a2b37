// SPDX-License-Identifier: Apache-2.0
// Charts of a page: what happened epoch by epoch, or at a growing cost. A chart is as wide as a
// telephone's screen, so that its text is readable there and on paper. draw/chart.h has charts for
// files that stand alone.
//
// Checkable: of the values 0, 1 and 2, the ends lie on the lowest and the highest tick.
#pragma once

#include <string>
#include <vector>

#include "tetlo/report/plot.h"

namespace tetlo {

/// What lies along the lower border. The values of a curve stand at 1, 2, 3, … times the step.
struct Axis {
  std::string title = "epoch";
  double step = 1;
  bool is_of_epochs = true;  ///< and shows the first and the last of them
};

struct Chart {
  std::string title;
  std::string unit = {};  ///< behind the title; empty: none
  bool counts = false;    ///< whether values are numbers of things: the axis then begins at 0
  std::vector<Curve> curves = {};
  Axis x = {};
  Boundaries phases = {};
};

/// A figure with a title, a picture and its text alternative: first and last value of each curve.
std::string line_chart(const Chart& chart);

}  // namespace tetlo
