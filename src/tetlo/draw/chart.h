// SPDX-License-Identifier: Apache-2.0
// Charts as SVG: points, joined by lines or not, and horizontal bars, both with error bars.
//
// A chart has a background of its own, so that it looks the same on light and dark pages. Series
// differ in colour and in the form of their marks.
//
// Checkable: of three points at x = 0, 5 and 10, the second lies in the middle of the others.
#pragma once

#include <string>
#include <vector>

namespace tetlo {

struct Axis {
  std::string title;  ///< the quantity, and its unit in parentheses
  bool logarithmic = false;
  bool counts = false;  ///< whether its values are whole numbers, so that only these are ticks
};

struct Point {
  double x = 0, y = 0;
  double error = 0;  ///< half the length of the error bar
};

struct Series {
  std::string name;  ///< in the legend
  std::vector<Point> points = {};
  bool joined = true;  ///< whether a line joins the points
};

struct LineChart {
  std::string title;
  Axis x, y;
  std::vector<Series> series = {};
};

struct Bar {
  std::string name;
  double value = 0;
  double error = 0;  ///< half the length of the error bar
};

/// Bars from 0 to their values, which must not be negative, one below the other.
struct BarChart {
  std::string title;
  std::string axis;  ///< the quantity, and its unit in parentheses
  std::vector<Bar> bars = {};
};

/// The SVG text of a chart. Points and bars whose numbers are not finite, and on a logarithmic axis
/// those that are not positive, are left out.
std::string svg_of(const LineChart& chart);
std::string svg_of(const BarChart& chart);

}  // namespace tetlo
