// SPDX-License-Identifier: Apache-2.0
// Charts of a page, as SVG without colours, fonts and ids of its own: the page's style sheet gives
// these by classes, so that a picture follows the scheme of the page. draw/chart.h has charts for
// files that stand alone.
//
// A chart shows what happened epoch by epoch. It is as wide as a telephone's screen, so that its
// text is readable there and on paper. Values that are not finite are left out, and lines lead over
// them. If values hardly differ, the axis spans at least a hundredth of them, so that noise of
// rounding does not look like a development.
//
// Checkable: of three epochs, the second lies in the middle of the others; of the values 0, 1 and 2,
// the ends lie on the lowest and the highest tick.
#pragma once

#include <string>
#include <vector>

namespace tetlo {

struct Curve {
  std::string name;                         ///< in the text alternative
  std::string look;                         ///< classes of the style sheet
  std::vector<double> y = {};               ///< a value for each epoch, from the first one on
  std::vector<double> low = {}, high = {};  ///< of a band around the curve; empty: none
};

struct Chart {
  std::string title;
  std::string unit = {};  ///< behind the title; empty: none
  bool counts = false;    ///< whether values are numbers of things: the axis then begins at 0
  std::vector<Curve> curves = {};
};

/// A figure with a title, a picture and its text alternative: first and last value of each curve.
std::string line_chart(const Chart& chart);

/// The weights of the candidates of one edge.
struct EdgeHistory {
  std::string title;
  std::string remark;  ///< behind the title
  std::vector<Curve> candidates = {};
};

/// A small picture for each edge, all with the same axes.
std::string small_multiples(const std::vector<EdgeHistory>& edges);

/// A number as the axis or a sentence shows it, with so many decimals that numbers `step` apart
/// differ.
std::string number(double value, double step);

}  // namespace tetlo
