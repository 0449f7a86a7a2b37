// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/accuracy_table.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>

#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

std::vector<std::string> fields_of(std::string line) {
  if (line.ends_with('\r')) line.pop_back();
  return between_commas(line);
}

double number(const std::string& text, const std::string& place) {
  double value = NAN;
  const char* const end = text.data() + text.size();
  const char* const read = std::from_chars(text.data(), end, value).ptr;
  require(read == end && std::isfinite(value), "{} has the field \"{}\"; it must be a number.",
          place, excerpt(text));
  return value;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

AccuracyTable::AccuracyTable(std::string file, const Columns& columns) : file_(std::move(file)) {
  std::ifstream stream(file_);
  require(stream.good(), "The table {} cannot be read.", file_);
  std::string line;
  std::getline(stream, line);
  const std::vector<std::string> header = fields_of(line);
  require(contains(header, columns.key), "The table {} has no column \"{}\" in its first line.",
          file_, columns.key);
  for (const auto& name : header) {
    if (name != columns.key && !contains(columns.text, name)) columns_.push_back(name);
  }
  for (int64_t row = 2; std::getline(stream, line); ++row) {
    const std::string place = fmt::format("{}, line {}", file_, row);
    const auto fields = fields_of(line);
    require(fields.size() == header.size(), "{} has {} fields; the first line has {}.", place,
            fields.size(), header.size());
    std::string key;
    std::vector<double> values;
    for (size_t c = 0; c < fields.size(); ++c) {
      if (header[c] == columns.key) {
        key = fields[c];
      } else if (!contains(columns.text, header[c])) {
        values.push_back(number(fields[c], place));
      }
    }
    require(columns.is_key(key), "{} has the {} \"{}\", which is not the name of a cell.", place,
            columns.key, excerpt(key));
    require(rows_.emplace(key, std::move(values)).second,
            "{} repeats the {} {} of an earlier line.", place, columns.key, excerpt(key));
  }
}

std::optional<std::map<std::string, double>> AccuracyTable::find(const std::string& name) const {
  const auto row = rows_.find(name);
  if (row == rows_.end()) return std::nullopt;
  std::map<std::string, double> values;
  for (size_t c = 0; c < columns_.size(); ++c) values[columns_[c]] = row->second[c];
  return values;
}

std::map<std::string, double> AccuracyTable::column(const std::string& name) const {
  const auto found = std::find(columns_.begin(), columns_.end(), name);
  require(found != columns_.end(), "The table {} has no column \"{}\" of numbers; it has {}.",
          file_, excerpt(name), fmt::join(columns_, ", "));
  std::map<std::string, double> values;
  for (const auto& [key, row] : rows_) {
    values[key] = row[static_cast<size_t>(found - columns_.begin())];
  }
  return values;
}

}  // namespace tetlo
