// SPDX-License-Identifier: Apache-2.0
// A search on images of noise, at its beginning: the problem of one iteration at full size, without
// images from files. Benchmarks time it, and tests compare precisions on it.
#pragma once

#include <memory>

#include "tetlo/search/build.h"

namespace tetlo {

/// Images of noise [images, 3, 32, 32] with labels of 10 classes; different for every `which`.
StepBatch noise_batch(int64_t images, uint64_t seed, uint64_t which);

class NoiseSearch {
 public:
  /// The search that these options describe, in the darts space, on such batches. The seed of the
  /// options determines all that is random. Throws Error if the framework needs other images.
  NoiseSearch(const SearchOptions& options, int64_t images);

  /// The same search, with the same weights and images, in float64 and with LibTorch's operations.
  NoiseSearch in_double() const;

  Problem problem() const { return framework_->problem(inputs_); }
  const Tensor& alpha() const { return alpha_; }
  /// Takes a real step of the weights.
  void weight_step();

 private:
  NoiseSearch(const SearchOptions& options, int64_t images, torch::ScalarType type);

  SearchOptions options_;
  int64_t images_;
  std::shared_ptr<const Relaxation> relaxation_;
  Tensor alpha_;
  std::unique_ptr<Framework> framework_;
  StepInputs inputs_;
};

}  // namespace tetlo
