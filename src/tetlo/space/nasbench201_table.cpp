// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench201_table.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tetlo/space/space.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kKey = "ops";

const std::vector<std::string>& operations() { return find_space("nasbench201").normal.front(); }

std::vector<std::string> fields_of(std::string line) {
  if (line.ends_with('\r')) line.pop_back();
  std::vector<std::string> fields;
  std::istringstream stream(line);
  for (std::string field; std::getline(stream, field, ',');) fields.push_back(field);
  return fields;
}

double number(const std::string& text, const std::string& where) {
  size_t used = 0;
  double value = 0;
  try {
    value = std::stod(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  require(used > 0 && used == text.size(), "{} has the field \"{}\"; it must be a number.", where,
          text);
  return value;
}

}  // namespace

std::string nasbench201_digits(const Genotype& cell) {
  require(cell.is_nasbench201(), "The genotype {} is no cell of nasbench201.", to_string(cell));
  std::string digits;
  for (const Gene& gene : cell.normal) {
    const auto place = std::find(operations().begin(), operations().end(), gene.operation);
    digits += static_cast<char>('0' + (place - operations().begin()));
  }
  return digits;
}

Genotype nasbench201_cell(const std::string& digits) {
  std::vector<std::string> chosen;
  for (const char digit : digits) {
    require(digit >= '0' && digit <= '4', "The cell \"{}\" has \"{}\"; its digits are 0 to 4.",
            digits, digit);
    chosen.push_back(operations()[static_cast<size_t>(digit - '0')]);
  }
  return nasbench201_genotype(chosen);
}

Nasbench201Table::Nasbench201Table(const std::string& file) : file_(file) {
  std::ifstream stream(file);
  require(stream.good(), "The table {} cannot be read.", file);
  std::string line;
  std::getline(stream, line);
  columns_ = fields_of(line);
  const auto key = std::find(columns_.begin(), columns_.end(), kKey) - columns_.begin();
  require(static_cast<size_t>(key) < columns_.size(),
          "The table {} has no column \"{}\" in its first line.", file, kKey);
  for (int64_t row = 2; std::getline(stream, line); ++row) {
    const std::string where = fmt::format("{}, line {}", file, row);
    const auto fields = fields_of(line);
    require(fields.size() == columns_.size(), "{} has {} fields; the first line has {}.", where,
            fields.size(), columns_.size());
    auto& values = rows_[nasbench201_digits(nasbench201_cell(fields[static_cast<size_t>(key)]))];
    for (size_t c = 0; c < fields.size(); ++c) {
      if (static_cast<std::ptrdiff_t>(c) != key) values.push_back(number(fields[c], where));
    }
  }
  columns_.erase(columns_.begin() + key);
}

std::map<std::string, double> Nasbench201Table::at(const Genotype& cell) const {
  const auto row = rows_.find(nasbench201_digits(cell));
  require(row != rows_.end(), "The table {} says nothing of the cell {}.", file_, to_string(cell));
  std::map<std::string, double> values;
  for (size_t c = 0; c < columns_.size(); ++c) values[columns_[c]] = row->second[c];
  return values;
}

}  // namespace tetlo
