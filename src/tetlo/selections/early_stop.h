// SPDX-License-Identifier: Apache-2.0
// DARTS-ES: stops a search when the dominant eigenvalue of the validation loss's Hessian
// with respect to α starts to grow fast, and takes the cells found some epochs earlier
// [Zela2020, section 4.3].
//
// Let λ_0, λ_1, … be measured every second epoch, and let the local average LA_i be the mean of
// λ_(i−2), …, λ_(i+2), which is known once λ_(i+2) is. The search stops when LA_i / LA_(i−4) > 1.3
// and epoch 2 (i − 4) is 10 or later; the cells of that epoch are taken. These numbers are those of
// the authors' code.
//
// Checkable: if λ is 1 up to epoch 18 and 2 afterwards, a search stops after epoch 22 and takes the
// cells of epoch 10, because LA around epoch 18 is then 7/5.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace tetlo {

struct EarlyStop {
  int64_t every = 2;        ///< epochs between measurements of λ
  int64_t half_window = 2;  ///< of the local average: measurements on either side
  int64_t distance = 4;     ///< measurements between the averages that are compared
  double ratio = 1.3;       ///< the largest ratio of the averages at which a search continues
  int64_t first = 10;       ///< the first epoch whose cells may be taken

  bool measures(int64_t epoch) const { return epoch % every == 0; }
  /// The epoch whose cells are to be taken, given all λ measured so far; nothing if the
  /// search is to continue.
  std::optional<int64_t> take(const std::vector<double>& lambdas) const;
};

}  // namespace tetlo
