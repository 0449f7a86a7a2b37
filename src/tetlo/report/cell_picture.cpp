// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/cell_picture.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <sstream>

#include "tetlo/draw/dot.h"
#include "tetlo/report/palette.h"
#include "tetlo/util/error.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

constexpr double kPoints = 72;  ///< of an inch, in which Graphviz measures
constexpr double kMargin = 4;
constexpr double kEnlarged = 1.15;  ///< on a page with room, so that letters have a usual size

struct Place {
  double x, y;
};

/// The words of a line of Graphviz, of which those with blanks are quoted.
class Words {
 public:
  explicit Words(const std::string& line) : line_(line) {}

  std::string next() {
    line_ >> std::ws;
    if (line_.peek() != '"') {
      std::string word;
      line_ >> word;
      return word;
    }
    line_.get();
    std::string word;
    for (int c = line_.get(); c != '"' && line_.good(); c = line_.get()) {
      if (c == '\\' && line_.peek() == '"') c = line_.get();
      word += static_cast<char>(c);
    }
    return word;
  }
  double number() { return std::stod(next()) * kPoints; }

 private:
  std::istringstream line_;
};

/// The name of a state with its index lowered: c_{k-2}.
std::string tagged(const std::string& name) {
  const size_t open = name.find("_{");
  if (open == std::string::npos) return xml_text(name);
  std::string below = name.substr(open + 2, name.size() - open - 3);
  if (const size_t minus = below.find('-'); minus != std::string::npos) {
    below.replace(minus, 1, "−");
  }
  return fmt::format("{}<tspan class=\"sub\" dy=\"3\">{}</tspan>", name.substr(0, open),
                     xml_text(below));
}

/// Draws one cell from the lines that describe it.
class Picture {
 public:
  explicit Picture(const CellGraph& cell) : cell_(cell) {}

  void add(const std::string& line) {
    Words words(line);
    const std::string kind = words.next();
    if (kind == "graph") {
      words.next();  // the scale
      width_ = words.number(), height_ = words.number();
    } else if (kind == "node") {
      add_state(words);
    } else if (kind == "edge") {
      add_edge(words);
    }
  }

  std::string svg() const {
    std::string edges;
    for (const auto& [look, paths] : edges_) {
      edges += fmt::format("<g class=\"{}\"><path d=\"{}\"/><path d=\"{}\"/></g>\n", look,
                           paths.first, paths.second);
    }
    return fmt::format(
        "<svg class=\"cell\" width=\"{:.0f}\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" "
        "aria-label=\"{}: {}\">\n{}{}{}</svg>\n",
        kEnlarged * (width_ + 2 * kMargin), width_ + 2 * kMargin, height_ + 2 * kMargin,
        xml_text(cell_.title), xml_text(cell_in_words(cell_)), edges, states_, labels_);
  }

 private:
  /// Graphviz measures upwards, SVG downwards.
  Place place(Words& words) const {
    const double x = words.number(), y = words.number();
    return {x + kMargin, height_ - y + kMargin};
  }

  void add_state(Words& words) {
    const std::string name = words.next();
    const Place at = place(words);
    const double width = words.number(), height = words.number();
    std::string label = words.next();
    if (label.starts_with('<')) label = name;  // with marks of HTML
    const char* const kind = name == "c_{k}" ? "out" : name.starts_with("c_") ? "in" : "state";
    states_ += fmt::format(
        "<rect class=\"{}\" x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" "
        "rx=\"5\"/><text x=\"{:.0f}\" y=\"{:.0f}\">{}</text>\n",
        kind, at.x - width / 2, at.y - height / 2, width, height, at.x, at.y + 4, tagged(label));
  }

  /// A line, its arrow head, and the operation beside it.
  void add_edge(Words& words) {
    words.next(), words.next();  // the states
    const int count = std::stoi(words.next());
    std::string way;
    Place before{}, end{};
    for (int i = 0; i < count; ++i) {
      before = end, end = place(words);
      way += fmt::format("{}{:.0f} {:.0f}", i == 0 ? "M" : i == 1 ? "C" : " ", end.x, end.y);
    }
    const std::string operation = words.next();
    const bool labelled = operation != "solid";
    auto& [lines, heads] = edges_[labelled ? class_of_operation(operation) : "plain"];
    lines += way, heads += arrow_head(before, end);
    if (!labelled) return;
    const Place at = place(words);
    labels_ += fmt::format("<text class=\"op\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>\n", at.x,
                           at.y + 3, xml_text(operation));
  }

  /// A triangle that points on from the end of a line.
  static std::string arrow_head(Place before, Place end) {
    const double dx = end.x - before.x, dy = end.y - before.y;
    const double length = std::max(std::hypot(dx, dy), 1e-9);
    const double forward = 6, aside = 2.6;
    const double x = dx / length, y = dy / length;
    return fmt::format("M{:.1f} {:.1f}l{:.1f} {:.1f} {:.1f} {:.1f}z", end.x - aside * y,
                       end.y + aside * x, 2 * aside * y, -2 * aside * x, forward * x - aside * y,
                       forward * y + aside * x);
  }

  const CellGraph& cell_;
  double width_ = 0, height_ = 0;
  std::map<std::string, std::pair<std::string, std::string>> edges_;  ///< lines and heads by class
  std::string states_, labels_;
};

}  // namespace

std::vector<std::string> cell_pictures(const std::vector<CellGraph>& cells) {
  if (cells.empty()) return {};
  std::string dots;
  for (const CellGraph& cell : cells) dots += cell_dot(cell, Flow::kDown);
  std::istringstream lines(plain_layout(dots));
  std::vector<std::string> pictures;
  for (const CellGraph& cell : cells) {
    Picture picture(cell);
    for (std::string line; std::getline(lines, line) && line != "stop";) picture.add(line);
    pictures.push_back(picture.svg());
  }
  return pictures;
}

std::string cell_in_words(const CellGraph& cell) {
  std::vector<std::string> parts;
  for (const auto& [edge, operation] : cell.operations) {
    parts.push_back(fmt::format("{} to {}: {}", state_name(cell, edge.from),
                                state_name(cell, edge.to), operation));
  }
  for (size_t node = 0; node < cell.labels.size(); ++node) {
    parts.push_back(fmt::format("{}: {}", node, cell.labels[node]));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace tetlo
