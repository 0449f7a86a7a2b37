// SPDX-License-Identifier: Apache-2.0
// Whether a search degenerates: whether the cells of its last epochs are worse than those of its
// middle [Sheth2023, appendix G].
//
//   degenerate  <=>  mean test error of epochs 90 to 100 > mean test error of epochs 45 to 55
//
// of 100 epochs counted from 1, and of fewer or more in proportion. The paper says "test accuracy"
// where only the error makes sense; its words can be had to the letter.
// Checkable: where errors fall from 10 by 0.1 an epoch the means are 5.1 and 0.6.
#pragma once

#include <vector>

namespace tetlo {

enum class Reading { kSensible, kLiteral };

struct Degeneracy {
  double middle = 0, late = 0;  ///< mean test errors
  bool degenerate = false;
};

constexpr size_t kFewestEpochs = 10;

/// Of the test errors of a search's cells, one an epoch; Error for fewer than kFewestEpochs.
Degeneracy degeneracy(const std::vector<double>& test_errors, Reading reading);

}  // namespace tetlo
