// SPDX-License-Identifier: Apache-2.0
// The loss and accuracy of a classifier on a batch.
#pragma once

#include <string>

#include "tetlo/loop/averages.h"
#include "tetlo/losses/loss.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

/// The loss and the accuracy (between 0 and 1) of logits [N, classes], as averages over N images
/// with the names PREFIX_loss and PREFIX_accuracy.
Averages score(const std::string& prefix, const Tensor& logits, const Tensor& labels,
               const Loss& loss);

/// The number of best classes of which one must be right, in the second error of ImageNet
/// [Russakovsky2015, section 4.1].
inline constexpr int64_t kTop = 5;

/// The share of the images whose label is among the kTop classes with the largest logits, as an
/// average with the name PREFIX_top5_accuracy.
Averages score_top(const std::string& prefix, const Tensor& logits, const Tensor& labels);

}  // namespace tetlo
