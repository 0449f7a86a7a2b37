// SPDX-License-Identifier: Apache-2.0
// The quadruples that are given to a search, and their images.
//
// The quadruples are drawn once from the labels of a half of the images, and a share of them is
// reversed on purpose. Which ones are drawn does not depend on that share, and those that are
// reversed at 25 % are also reversed at 50 % [Sheth2023, appendix O]. Each iteration has some of
// them, without repetition. Their images, each once, are augmented like a batch.
//
// Checkable: 300 quadruples have at most 1200 images.
#pragma once

#include <memory>

#include "tetlo/data/batches.h"
#include "tetlo/data/split.h"
#include "tetlo/frameworks/framework.h"

namespace tetlo {

class GivenImages {
 public:
  /// Throws Error if the images have no such quadruples.
  GivenImages(const GivenQuadruples& given, const Split& split, Augmentation augmentation,
              uint64_t seed);

  /// Fills in the quadruples of an iteration, on the device.
  void fill(StepInputs& inputs, int64_t iteration, torch::Device device) const;
  /// Right quadruples of the validation half, by which the model is judged: indices [4, Q].
  const Tensor& judged() const { return judged_; }
  /// Those of which each iteration draws some, right and wrong.
  const Tensor& learned() const { return learned_; }

 private:
  GivenQuadruples given_;
  std::shared_ptr<const Dataset> images_;
  Augmentation augmentation_;
  uint64_t seed_;
  Tensor learned_, judged_;
};

}  // namespace tetlo
