// SPDX-License-Identifier: Apache-2.0
// Numbers by a name, as tables of accuracies have them, from a file of comma-separated values: a
// header, then a line a name. No field is quoted or holds a comma.
//
// Checkable: of the lines "ops,test" and "111111,54.3", at "111111" stands test = 54.3.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tetlo {

class AccuracyTable {
 public:
  struct Columns {
    std::string key;                ///< of the names
    std::vector<std::string> text;  ///< that may be there and are passed over
    std::function<bool(const std::string& name)> is_key;
  };

  /// A file that is missing or malformed is an Error, with the line; so is a field that is no
  /// finite number, or a name that is none or comes twice.
  AccuracyTable(std::string file, const Columns& columns);

  /// What the file says of a name, by column.
  std::optional<std::map<std::string, double>> find(const std::string& name) const;

  const std::string& file() const { return file_; }

 private:
  std::string file_;
  std::vector<std::string> columns_;  ///< of numbers
  std::unordered_map<std::string, std::vector<double>> rows_;
};

}  // namespace tetlo
