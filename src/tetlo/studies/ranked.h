// SPDX-License-Identifier: Apache-2.0
// What the studies with a given order of pairs have in common: their searches differ in the share
// of quadruples that are wrong on purpose [Sheth2023, appendix O].
#pragma once

#include <string>
#include <vector>

#include "tetlo/options/field.h"
#include "tetlo/studies/study.h"

namespace tetlo {

constexpr const char* kValidationError = "validation error (%)";

struct RankedOptions {
  int64_t quadruples = 10'000;
  int64_t drawn = 300;
  double lambda = 0.1;
  std::vector<double> wrong = {0, 0.25, 0.5, 0.75};
  int64_t seeds = 3;

  std::vector<Field> fields();
};

/// A search with a share of wrong quadruples in the problem of eq. 22 (`learned`: they constrain
/// weights) or eq. 23 (they judge α). Its folder is "GROUP-PERCENT".
struct RankedSearch {
  std::string group;
  double wrong = 0;
  bool learned = true;
  std::vector<std::string> assignments = {};

  std::string name() const;
  SearchRun run(const RankedOptions& options) const;
};

/// A share as text in percent, such as "25".
std::string percent(double share);

/// 100 % less the accuracy on the validation half, at the end of a run.
double validation_error(const RunSummary& summary);
/// How many of the right quadruples of the validation half the encoder orders wrongly, in percent.
double misordered(const RunSummary& summary);

/// A figure in percent of every run that has not diverged.
Sample sample_of(const std::vector<RunSummary>& summaries, double (*figure)(const RunSummary&));

}  // namespace tetlo
