// SPDX-License-Identifier: Apache-2.0
// The losses of a classifier.
//
// Each is defined for one image. That of a batch is the mean over its images, in which the images
// of some classes may count more than those of others (class_balanced.h).
#pragma once

#include <functional>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// The loss of each image [N], given logits [N, classes] and labels [N].
using ImageLosses = std::function<Tensor(const Tensor& logits, const Tensor& labels)>;

/// The loss of a batch, a scalar, given logits [N, classes] and labels [N].
using Loss = std::function<Tensor(const Tensor& logits, const Tensor& labels)>;

/// The mean over the images of a batch.
Loss mean_of(const ImageLosses& losses);

/// Mean of −log p_y, where p = softmax(logits).
Tensor cross_entropy(const Tensor& logits, const Tensor& labels);

}  // namespace tetlo
