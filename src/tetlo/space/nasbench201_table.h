// SPDX-License-Identifier: Apache-2.0
// The accuracies of all cells of NAS-Bench-201 [Dong2020], read from a file of comma-separated
// values, which has a header and then one line for each cell. The column `ops` names the cell by
// six digits, one for the operation on each edge: 0 none, 1 skip_connect, 2 nor_conv_1x1,
// 3 nor_conv_3x3, 4 avg_pool_3x3.
//
// Checkable: the cell that has only skip connections is 111111.
#pragma once

#include <map>
#include <string>

#include "tetlo/space/accuracy_table.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

/// The six digits that name a cell. Throws Error if the genotype is not a cell of NAS-Bench-201.
std::string nasbench201_digits(const Genotype& genotype);
/// The cell with that name. Throws Error unless it has six digits from 0 to 4.
Nasbench201Cell nasbench201_cell(const std::string& digits);

class Nasbench201Table {
 public:
  /// Throws Error, naming the line, if the file is missing or malformed.
  explicit Nasbench201Table(const std::string& file);
  /// The numbers of a cell, by column, without `ops`. Throws Error if the file does not have the
  /// cell.
  std::map<std::string, double> at(const Genotype& cell) const;
  /// A column's numbers of all cells, by their digits, in that order. Throws Error if there is no
  /// such column.
  std::map<std::string, double> column(const std::string& name) const {
    return table_.column(name);
  }

 private:
  AccuracyTable table_;  ///< looked up by digits
};

}  // namespace tetlo
