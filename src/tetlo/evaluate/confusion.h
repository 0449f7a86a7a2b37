// SPDX-License-Identifier: Apache-2.0
// How often images of each class are taken for each class.
#pragma once

#include <cstdint>
#include <vector>

#include "tetlo/util/tensor.h"

namespace tetlo {

class Confusion {
 public:
  explicit Confusion(int64_t classes) : counts_(torch::zeros({classes, classes}, torch::kInt64)) {}

  /// Counts images by their scores [N, K], of which the highest wins, and their labels [N].
  void add(const Tensor& scores, const Tensor& labels);

  int64_t classes() const { return counts_.size(0); }
  /// The number of images of the class `truth` that are taken for the class `taken`.
  int64_t count(int64_t truth, int64_t taken) const {
    return counts_[truth][taken].item<int64_t>();
  }
  /// The images of a class; all images; and those that are taken for what they are.
  int64_t images(int64_t truth) const { return counts_[truth].sum().item<int64_t>(); }
  int64_t all() const { return counts_.sum().item<int64_t>(); }
  int64_t right() const { return counts_.diagonal().sum().item<int64_t>(); }

 private:
  Tensor counts_;  ///< [truth, taken]
};

}  // namespace tetlo
