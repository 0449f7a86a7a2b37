// SPDX-License-Identifier: Apache-2.0
// Parts of rows that several tables of comparisons have, each with the names of its columns.
#pragma once

#include <string>
#include <vector>

#include "tetlo/compare/comparison.h"
#include "tetlo/compare/outcomes.h"
#include "tetlo/compare/result_table.h"

namespace tetlo {

using Entries = std::vector<TableEntry>;
using Columns = std::vector<std::string>;

std::string with_unit(const Measure& measure);

/// How the measure's values are written for people.
const char* digits_of(const Measure& measure);

/// A p value, in three digits.
Number p_value(double p);

/// How many runs of an arm have a value, and how many have none.
Columns size_columns();
Entries size_entries(const Arm& arm);

/// The mean of values, their deviation, and the interval of the mean; gaps, if there are none.
Columns mean_columns();
Entries mean_entries(const std::vector<double>& values, const char* digits);

/// What is said of an arm: its size, the median, the mean.
Columns summary_columns();
Entries summary_entries(const Arm& arm, const Measure& measure);

std::string test_of(const Comparison& comparison);

/// How far the arm is from the control.
Columns effect_columns();
Entries effect_entries(const Comparison& comparison, const Measure& measure);

/// Whether that is more than chance.
Columns verdict_columns();
Entries verdict_entries(const Comparison& comparison);

template <typename T>
std::vector<T> in_a_row(std::vector<T> first, const std::vector<T>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace tetlo
