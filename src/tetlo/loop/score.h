// SPDX-License-Identifier: Apache-2.0
// What a batch says of a classifier.
#pragma once

#include <string>

#include "tetlo/loop/averages.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

/// Cross entropy and accuracy (between 0 and 1) of logits [N, classes], as the averages
/// PREFIX_loss and PREFIX_accuracy over N images.
Averages score(const std::string& prefix, const Tensor& logits, const Tensor& labels);

}  // namespace tetlo
