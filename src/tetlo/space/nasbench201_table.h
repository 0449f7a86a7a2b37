// SPDX-License-Identifier: Apache-2.0
// The known accuracies of all cells of NAS-Bench-201 [Dong2020], from a file of comma-separated
// values: a header, then a line a cell. The column `ops` names the cell by six digits, an operation
// an edge: 0 none, 1 skip_connect, 2 nor_conv_1x1, 3 nor_conv_3x3, 4 avg_pool_3x3.
//
// Checkable: the cell of skip connections only is 111111.
#pragma once

#include <map>
#include <string>

#include "tetlo/space/accuracy_table.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

/// The digits of a cell, and the cell of digits. Error unless there are six from 0 to 4.
std::string nasbench201_digits(const Genotype& cell);
Genotype nasbench201_cell(const std::string& digits);

class Nasbench201Table {
 public:
  /// A file that is missing or malformed is an Error, with the line.
  explicit Nasbench201Table(const std::string& file);
  /// What the file says of a cell, by column, `ops` left out; Error where it says nothing.
  std::map<std::string, double> at(const Genotype& cell) const;

 private:
  AccuracyTable table_;  ///< by digits
};

}  // namespace tetlo
