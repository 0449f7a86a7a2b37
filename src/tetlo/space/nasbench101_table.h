// SPDX-License-Identifier: Apache-2.0
// The accuracies of the 423,624 cells of NAS-Bench-101 [Ying2019], each of which was trained on
// CIFAR-10 for 4, 12, 36 and 108 epochs, three times each. They are read from a file of
// comma-separated values, which has a header and then one line for each cell;
// scripts/export_nasbench101.py generates it from the published file. The columns are
//   hash                   of the cell, as in nasbench101_cell.h; the only column that is required
//   adjacency              bits of the whole matrix row by row; row v has the children of vertex v
//   operations             of the inner vertices, separated by spaces
//   trainable_parameters
//   train_108, validation_108, test_108, seconds_108, and the same for 4, 12 and 36 epochs:
//                          final accuracies in percent and the time of training, as means of the
//                          three trainings
// The first three columns are text. All other columns, including any that are not listed here, must
// hold numbers, and these are returned.
//
// Checkable: the cell with the hash 00005c142e6f48ac74fdcf73e3439874 has 8,555,530 parameters.
#pragma once

#include <map>
#include <string>

#include "tetlo/space/accuracy_table.h"
#include "tetlo/space/nasbench101_cell.h"

namespace tetlo {

/// Whether the text has the form of a hash: 32 digits of 0 to 9 and a to f.
bool is_nasbench101_hash(const std::string& text);

class Nasbench101Table {
 public:
  /// Throws Error, naming the line, if the file is missing or malformed.
  explicit Nasbench101Table(const std::string& file);

  /// The numbers of a cell, by column. The cell need not be pruned. Throws Error if the file does
  /// not have the cell, or if the pruned cell has more than 7 vertices or 9 edges, the limits of
  /// the benchmark.
  std::map<std::string, double> at(const Nasbench101Cell& cell) const;
  std::map<std::string, double> at(const std::string& hash) const;

 private:
  AccuracyTable table_;
};

}  // namespace tetlo
