// SPDX-License-Identifier: Apache-2.0
// The result of a study: a table as text and as CSV, a picture, and what follows for the paper's
// claims.
//
// Checkable: the sample 1, 2, 3 has the mean 2 and the standard deviation 1, and is written
// "2.00 ± 1.00"; a sample of one number, 2, is written "2.00".
#pragma once

#include <string>
#include <vector>

#include "tetlo/studies/study_claim.h"

namespace tetlo {

struct Report {
  std::vector<std::string> columns;                 ///< names, with units in parentheses
  std::vector<std::vector<std::string>> rows = {};  ///< as many cells as columns
  std::string picture = {};                         ///< SVG; empty: none
  std::vector<std::string> files = {};  ///< names of other files that the study has written
  std::vector<StudyClaim> claims = {};
  std::vector<std::string> claim_notes = {};  ///< sentences that must be read with the claims
};

/// The table as aligned text: a line for each row, below the columns and a rule.
std::string to_text(const Report& report);

/// The table as CSV [Shafranovich2005]: cells with a comma, a quotation mark or a line break are
/// quoted.
std::string to_csv(const Report& report);

/// The results of equal runs with different seeds.
struct Sample {
  std::vector<double> values = {};

  double mean() const;
  /// With n − 1 in the denominator; 0 if there are fewer than two values.
  double deviation() const;
  /// Mean and standard deviation; "diverged" if there are no values.
  std::string text(int decimals = 2) const;
};

}  // namespace tetlo
