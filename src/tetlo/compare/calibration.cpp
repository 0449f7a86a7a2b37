// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/calibration.h"

#include <ATen/Parallel.h>

#include <atomic>

namespace tetlo {

Proportion count_trials(const CalibrationCase& of, const CalibrationOptions& options) {
  const Purpose stream = purpose("calibration of " + of.what + ", " + of.data);
  std::atomic<int64_t> happened = 0;
  at::parallel_for(0, options.trials, 1, [&](int64_t begin, int64_t end) {
    for (int64_t trial = begin; trial < end; ++trial) {
      Random random(options.seed, stream, static_cast<uint64_t>(of.n),
                    static_cast<uint64_t>(trial));
      if (of.happens(random)) ++happened;
    }
  });
  return {.k = happened, .n = options.trials};
}

std::string calibration_verdict(const CalibrationCase& of, Proportion counted) {
  if (!of.range) return "";
  const double rate = static_cast<double>(counted.k) / static_cast<double>(counted.n);
  if (of.range->holds(rate)) return "held";
  const ConfidenceInterval interval = wilson(counted);
  const bool reaches = interval.low <= of.range->high && of.range->low <= interval.high;
  return reaches ? "within chance" : "missed";
}

}  // namespace tetlo
