// SPDX-License-Identifier: Apache-2.0
// Class imbalance by exponential decay [Sheth2023, appendix A; Timofeev2021; Cui2019, section 5.1].
//
// Of the n_i images of class i, counted from 0 to K − 1,
//   n_i μ^i,   μ = ratio^(−1/(K − 1)),
// remain, rounded, but at least one. The last class thus keeps n/ratio. Which images remain is
// drawn; those that remain at some ratio also remain at every smaller one.
//
// Checkable: 100 images in each of 3 classes become 100, 32 and 10 at the ratio 10.
#pragma once

#include <cstdint>
#include <memory>

#include "tetlo/data/dataset.h"

namespace tetlo {

struct Imbalance {
  double ratio = 1;     ///< at least 1
  int64_t classes = 2;  ///< K
  uint64_t seed = 0;
};

/// The images that remain, in the order of `dataset`.
std::shared_ptr<const Dataset> imbalanced(const std::shared_ptr<const Dataset>& dataset,
                                          const Imbalance& imbalance);

}  // namespace tetlo
