// SPDX-License-Identifier: Apache-2.0
// Decides whether a search degenerates, that is, whether the cells of its last epochs are worse
// than those of its middle [Sheth2023, appendix G].
//
//   degenerate  <=>  mean test error of epochs 90 to 100 > mean test error of epochs 45 to 55
//
// This is for 100 epochs, counted from 1; other numbers of epochs are treated in proportion. The
// paper says "test accuracy" where only the error makes sense. Reading::kLiteral follows its words
// to the letter.
//
// Checkable: if errors fall from 10 by 0.1 per epoch, the means are 5.1 and 0.6.
#pragma once

#include <cstddef>
#include <vector>

namespace tetlo {

enum class Reading { kSensible, kLiteral };

struct Degeneracy {
  double middle = 0, late = 0;  ///< mean test errors of the two windows
  bool degenerate = false;
};

constexpr size_t kFewestEpochs = 10;

/// The epochs that are compared, as indices from 0.
struct Windows {
  std::vector<size_t> middle, late;
};

/// The windows of a search. Throws Error if there are fewer than kFewestEpochs.
Windows windows(size_t epochs);

/// Evaluates a search by the test errors of its cells, one for each epoch, of which only those in
/// the windows matter.
Degeneracy degeneracy(const std::vector<double>& test_errors, Reading reading);

}  // namespace tetlo
