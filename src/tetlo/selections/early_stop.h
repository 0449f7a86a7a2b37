// SPDX-License-Identifier: Apache-2.0
// DARTS-ES: a search ends, and what it had found some epochs before is taken, where the dominant
// eigenvalue of the validation loss's Hessian by α begins to grow fast [Zela2020, section 4.3].
//
// With λ_0, λ_1, … measured every second epoch and their local average LA_i over λ_(i−2) … λ_(i+2),
// known once λ_(i+2) is: stop where LA_i / LA_(i−4) > 1.3 and epoch 2 (i − 4) is the 10th or later,
// and take the cells of that epoch. Numbers as in the authors' code.
//
// Checkable: where λ is 1 up to epoch 18 and 2 after it, a search stops after epoch 22 and takes
// the cells of epoch 10, for then LA about epoch 18 is 7/5.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace tetlo {

struct EarlyStop {
  int64_t every = 2;        ///< epochs from one λ to the next
  int64_t half_window = 2;  ///< of the local average, in measurements to either side
  int64_t distance = 4;     ///< between the averages compared, in measurements
  double ratio = 1.3;       ///< their largest ratio
  int64_t first = 10;       ///< the earliest epoch whose cells may be taken

  bool measures(int64_t epoch) const { return epoch % every == 0; }
  /// The epoch whose cells are to be taken, given all λ measured so far, or nothing while the
  /// search goes on.
  std::optional<int64_t> take(const std::vector<double>& lambdas) const;
};

}  // namespace tetlo
