// SPDX-License-Identifier: Apache-2.0
// The nearest neighbours of images by the cosine of their encodings, and how many of them show the
// same class [Sheth2023, figure 3].
//
//   c(x, y) = ⟨e_x, e_y⟩ / (‖e_x‖ ‖e_y‖)
//   precision at k = share of the k nearest of a query with its class, averaged over the queries
//
// An image is not its own neighbour. An encoding of zeros has the cosine 0 with every other one.
//
// Checkable: of the encodings (1, 0), (2, 1), (0, 3), the nearest to the first is the second, with
// the cosine 2 / √5; the nearest to the third is the second, with 1 / √5.
#pragma once

#include <cstdint>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// The k nearest neighbours [Q, k] of the encodings [N, D] numbered by `queries` [Q], the nearest
/// first; k must be below N. Only `block` rows of cosines, N numbers each, are in memory at a time.
Tensor nearest(const Tensor& encodings, const Tensor& queries, int64_t k, int64_t block = 256);

/// The precision at k of neighbours [Q, k] of the images numbered by `queries` [Q]; `labels` [N].
double precision(const Tensor& neighbours, const Tensor& queries, const Tensor& labels);

}  // namespace tetlo
