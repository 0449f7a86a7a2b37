// SPDX-License-Identifier: Apache-2.0
// What pictures of a page consist of: curves in a plot with an axis of epochs and one of values, as
// SVG without colours, fonts and ids of its own. The page's style sheet gives these by classes, so
// that a picture follows the scheme of the page.
//
// Values that are not finite are left out, and lines lead over them. If values hardly differ, the
// axis spans at least a hundredth of them, so that noise of rounding does not look like a
// development.
//
// Checkable: of three epochs, the second lies in the middle of the others.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace tetlo {

struct Curve {
  std::string name;                         ///< in the text alternative
  std::string look;                         ///< classes of the style sheet
  std::vector<double> y = {};               ///< a value for each epoch, from the first one on
  std::vector<double> low = {}, high = {};  ///< of a band around the curve; empty: none
};

/// The numbers of epochs after each of which a new phase begins, drawn as vertical lines.
using Boundaries = std::vector<size_t>;

/// The extent of values in both directions.
struct PlottedRange {
  size_t epochs = 0;
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void include(const std::vector<double>& values);
  void include(const std::vector<Curve>& curves);
  bool empty() const { return epochs == 0; }
  std::vector<double> ticks() const;
};

/// The place of a plot in its picture, in units of the picture.
struct Borders {
  double left, top, right, bottom;
};

/// Where epochs, counted from 1, and values lie in the picture.
struct Scales {
  Borders frame;
  size_t epochs;
  std::vector<double> ticks;

  double x(double epoch) const;
  double y(double value) const;
  double step() const { return ticks[1] - ticks[0]; }
};

/// The width of the widest number at the ticks.
double room_for(const std::vector<double>& ticks);

/// A number as the axis or a sentence shows it, with so many decimals that numbers `step` apart
/// differ.
std::string number(double value, double step);

/// A length in the picture, to a tenth of a unit.
std::string coordinate(double value);

/// Bands, and the curves over them; a curve with one value is a dot.
std::string lines(const std::vector<Curve>& curves, const Scales& at);

/// A line across the plot at a value.
std::string grid_line(double value, const Scales& at);

/// Lines up through the plot, between the epochs.
std::string boundary_lines(const Boundaries& phases, const Scales& at);

/// `anchor` is a class of the style sheet: "mid", "end", or "" for text that begins there.
std::string text_at(double x, double y, const std::string& anchor, const std::string& text);

/// "main, validation: from 2.30 to 0.42; …"
std::string alternative(const std::vector<Curve>& curves, double step);

/// The SVG element of a picture with this text alternative.
std::string picture(double width, double height, const std::string& alternative,
                    const std::string& body);

}  // namespace tetlo
