// SPDX-License-Identifier: Apache-2.0
// Symmetric label noise [Sheth2023, appendix A; Chen2020c; Kumar2018]: a data set in which each
// label is replaced, with probability η, by one of the K − 1 other classes at equal odds.
//
//   P(y' = y) = 1 − η,   P(y' = k) = η / (K − 1) for each k ≠ y
//
// Each image has a random stream of its own, keyed by the seed and by its index. A label that is
// replaced at some η is therefore replaced at every larger η, by the same class.
//
// Checkable: with η = 1 and two classes, every label is the other one.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "tetlo/data/dataset.h"

namespace tetlo {

struct LabelNoise {
  double rate = 0;      ///< η, from 0 to 1
  int64_t classes = 2;  ///< K, at least 2
  uint64_t seed = 0;
};

class NoisyLabels : public Dataset {
 public:
  NoisyLabels(std::shared_ptr<const Dataset> clean, const LabelNoise& noise);

  int64_t size() const override { return clean_->size(); }
  int64_t label(int64_t index) const override { return labels_[static_cast<size_t>(index)]; }
  Tensor image(int64_t index, Random* random) const override {
    return clean_->image(index, random);
  }
  /// The number of labels that were replaced.
  int64_t changed() const { return changed_; }

 private:
  std::shared_ptr<const Dataset> clean_;
  std::vector<int64_t> labels_;
  int64_t changed_ = 0;
};

}  // namespace tetlo
