// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/report.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tetlo/statistics/sample.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

using Row = std::vector<std::string>;

std::string padded(const std::string& cell, size_t width) {
  return cell + std::string(width - character_count(cell), ' ');
}

std::string without_end_blanks(const std::string& line) {
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

}  // namespace

std::string to_text(const Report& report) {
  std::vector<Row> lines{report.columns, Row(report.columns.size())};
  lines.insert(lines.end(), report.rows.begin(), report.rows.end());
  for (size_t column = 0; column < report.columns.size(); ++column) {
    size_t width = 0;
    for (const Row& line : lines) width = std::max(width, character_count(line[column]));
    lines[1][column] = std::string(width, '-');
    for (Row& line : lines) line[column] = padded(line[column], width);
  }
  std::string text;
  for (const Row& line : lines) {
    text += without_end_blanks(fmt::format("{}", fmt::join(line, "  "))) + "\n";
  }
  return text;
}

std::string to_csv(const Report& report) {
  std::vector<Row> lines{report.columns};
  lines.insert(lines.end(), report.rows.begin(), report.rows.end());
  std::string text;
  for (Row& line : lines) {
    std::transform(line.begin(), line.end(), line.begin(), csv_cell);
    text += fmt::format("{}\n", fmt::join(line, ","));
  }
  return text;
}

double Sample::mean() const {
  return values.empty() ? std::numeric_limits<double>::quiet_NaN() : sample_mean(values);
}

double Sample::deviation() const {
  return values.size() < 2 ? 0 : std::sqrt(sample_variance(values));
}

std::string Sample::text(int decimals) const {
  if (values.empty()) return "diverged";
  const std::string text = fmt::format("{:.{}f}", mean(), decimals);
  return values.size() < 2 ? text : fmt::format("{} ± {:.{}f}", text, deviation(), decimals);
}

}  // namespace tetlo
