// SPDX-License-Identifier: Apache-2.0
// The tensors that a fan-out computes with, in the memory order of the kernels.
#pragma once

#include <vector>

#include "tetlo/kernels/blocks.h"
#include "tetlo/kernels/buffer.h"

namespace tetlo::kernels {

/// A tensor and its tangent, which is undefined in a pass without tangents.
struct TensorPair {
  torch::Tensor value, tangent = {};

  float* value_at(int64_t place) const { return value.data_ptr<float>() + place; }
  /// Null if there is no tangent.
  float* tangent_at(int64_t place) const {
    return tangent.defined() ? tangent.data_ptr<float>() + place : nullptr;
  }
};

/// A sum of batches of outputs, Σ w scale · z with a scale for each channel, plus a number for each
/// channel.
class BatchSum {
 public:
  explicit BatchSum(const Geometry& geometry)
      : geometry_(geometry), shift_(geometry.out_blocks()) {}

  void add(const torch::Tensor& z, double w, const Buffer& scale);
  /// Adds w · shift.
  void add(double w, const Buffer& shift);
  /// The sum, [N, C, H', W'], in one pass over memory.
  torch::Tensor result() const;

 private:
  Geometry geometry_;
  std::vector<torch::Tensor> terms_;
  std::vector<Buffer> scales_;
  Buffer shift_;
};

}  // namespace tetlo::kernels
