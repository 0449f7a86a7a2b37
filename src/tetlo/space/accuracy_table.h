// SPDX-License-Identifier: Apache-2.0
// A table of accuracies: numbers that are looked up by the name of a cell. It is read from a file
// of comma-separated values, which has a header and then one line for each name. No field is quoted
// or contains a comma.
//
// Checkable: in a file with the lines "ops,test" and "111111,54.3", the name "111111" has
// test = 54.3.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tetlo/space/genotype.h"

namespace tetlo {

/// Returns the numbers of a cell in a table, by column. Throws Error if the table does not have the
/// cell.
using KnownAccuracies = std::function<std::map<std::string, double>(const Genotype&)>;

/// The columns of the tables that hold the accuracies on CIFAR-10, in percent, after the longest
/// training.
struct AccuracyColumns {
  const char* validation;
  const char* test;
};
constexpr AccuracyColumns kNasbench201Columns = {"c10_val200", "c10_test200"};
constexpr AccuracyColumns kAccuracyColumns[] = {kNasbench201Columns,
                                                {"validation_108", "test_108"}};

class AccuracyTable {
 public:
  struct Columns {
    std::string key;                ///< the column of the names
    std::vector<std::string> text;  ///< columns that are not numbers and are skipped
    /// Whether a text has the form of a name.
    std::function<bool(const std::string& name)> is_key;
  };

  /// Throws Error, naming the line, if the file is missing or malformed, a field is not a finite
  /// number, or a name does not have the right form or occurs twice.
  AccuracyTable(std::string file, const Columns& columns);

  /// The numbers of a name, by column; nothing if the file does not have the name.
  std::optional<std::map<std::string, double>> find(const std::string& name) const;

  /// A column's numbers by name, in the order of the names. Throws an Error that lists the columns if
  /// there is none of this name.
  std::map<std::string, double> column(const std::string& name) const;

  const std::string& file() const { return file_; }

 private:
  std::string file_;
  std::vector<std::string> columns_;  ///< the columns of numbers
  std::unordered_map<std::string, std::vector<double>> rows_;
};

}  // namespace tetlo
