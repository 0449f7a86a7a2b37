// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/report.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tetlo {
namespace {

using Row = std::vector<std::string>;

/// The number of characters of a text in UTF-8.
size_t length_of(const std::string& text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), begins));
}

std::string padded(const std::string& cell, size_t width) {
  return cell + std::string(width - length_of(cell), ' ');
}

std::string without_end_blanks(const std::string& line) {
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

std::string csv_cell(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

}  // namespace

std::string to_text(const Report& report) {
  std::vector<Row> lines{report.columns, Row(report.columns.size())};
  lines.insert(lines.end(), report.rows.begin(), report.rows.end());
  for (size_t column = 0; column < report.columns.size(); ++column) {
    size_t width = 0;
    for (const Row& line : lines) width = std::max(width, length_of(line[column]));
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
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double Sample::deviation() const {
  if (values.size() < 2) return 0;
  double squares = 0;
  for (const double value : values) squares += (value - mean()) * (value - mean());
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::string Sample::text(int decimals) const {
  if (values.empty()) return "diverged";
  const std::string text = fmt::format("{:.{}f}", mean(), decimals);
  return values.size() < 2 ? text : fmt::format("{} ± {:.{}f}", text, deviation(), decimals);
}

}  // namespace tetlo
