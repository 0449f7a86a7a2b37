// SPDX-License-Identifier: Apache-2.0
// A loss in which images of rare classes count more [Cui2019].
//
// The effective number of n samples is (1 − β^n)/(1 − β): 1 for β = 0, and n in the limit β → 1.
// The weight of a class with n_c images is the inverse of its effective number [Cui2019, eq. 3],
//   w_c ∝ (1 − β)/(1 − β^n_c),
// scaled such that the weights of the C classes that have images sum to C; a class without images
// has the weight 0. The loss of a batch is the mean of w_y L over its images. It is not divided by
// the sum of their weights, as in the authors' code [docs/decisions.md].
//
// Checkable: with β = .9, 1 and 2 images have the effective numbers 1 and 1.9, so that their
// classes have the weights 2 · 1.9/2.9 and 2 · 1/2.9.
#pragma once

#include <cstdint>
#include <vector>

#include "tetlo/losses/loss.h"

namespace tetlo {

/// The weight of each class, given its number of images; 0 ≤ β < 1.
std::vector<double> class_weights(const std::vector<int64_t>& images, double beta);

/// The mean of w_y times the loss of each image.
Loss weighted_mean_of(const ImageLosses& losses, const std::vector<double>& class_weights);

}  // namespace tetlo
