// SPDX-License-Identifier: Apache-2.0
// Quadruples whose relative similarity is known from labels: two images of one class are more alike
// than two images of different classes [Sheth2023, appendices N and O].
//
//   H = Σ over quadruples (x, y, z, w) of max(0, −(c(x, y) − c(z, w)))
//
// where c is the cosine similarity of two encodings, x and y are of one class, z and w of two.
//
// Checkable: with the encodings x = (1, 0), y = (0, 1), z = w = (1, 0), H is 1.
#pragma once

#include <cstdint>

#include "tetlo/util/random.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

/// Draws `count` quadruples of images with these labels [N]: the indices [4, count] of x ≠ y of one
/// class, and of z and w of two. None, [4, 0], if no class has two images, or if there is only
/// one class. Labels and indices are on the host.
Tensor labelled_quadruples(const Tensor& labels, int64_t count, Random& random);

/// The same quadruples, of which a share is reversed: x, y in the place of z, w [Sheth2023,
/// appendix O]. Which ones depends on `random` so that a larger share contains the smaller ones.
Tensor reversed(const Tensor& quadruples, double share, Random& random);

/// The share of the quadruples, at least one, that the encodings order wrongly: c(x, y) ≤ c(z, w).
double misordered(const Tensor& encoding, const Tensor& quadruples);

/// H, a scalar, for encodings [N, D] and quadruples [4, Q].
Tensor ranking_loss(const Tensor& encoding, const Tensor& quadruples);

}  // namespace tetlo
