// SPDX-License-Identifier: Apache-2.0
// What a network owns, declared while it is built: one flat vector of weights, one of statistics.
//
// A network here is a function of its weights. The tri-level problem evaluates one network at many
// weight vectors within a step (w, w', w' ± R v), differentiates through some of them and must
// leave the real weights untouched; with the weights of a network in one vector every equation of
// levels/ is one line, a tied prefix is a prefix, and nothing has to be copied back. This is why
// there is no torch::nn::Module here.
//
// Checkable: splitting a flat vector and concatenating the parts gives the vector back; a
// convolution 3 -> 48 of 3 x 3 declares 1296 numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// The distribution a weight is drawn from: uniform in [centre - radius, centre + radius].
struct Initial {
  double centre = 0;
  double radius = 0;

  static Initial constant(double value) { return {value, 0}; }
  /// U(-1/sqrt(n), 1/sqrt(n)) with n the inputs of one output: LibTorch's own default [He2015].
  static Initial fan_in(int64_t inputs);
};

class Layout {
 public:
  /// Declares a weight of this shape; returns its place in weights().
  size_t weight(std::vector<int64_t> shape, Initial initial);

  /// Declares a running mean and a running variance; returns the mean's place in statistics(), the
  /// variance has the next.
  size_t statistics(int64_t channels);

  int64_t weight_count() const { return weight_count_; }
  int64_t statistic_count() const { return statistic_count_; }

  /// A fresh weight vector [weight_count()], drawn in the order of declaration.
  Tensor initial_weights(at::Generator generator, torch::TensorOptions options = {}) const;
  /// Means 0 and variances 1: [statistic_count()].
  Tensor initial_statistics(torch::TensorOptions options = {}) const;

  /// The declared weights as views of `flat` [weight_count()]; differentiable.
  std::vector<Tensor> weights(const Tensor& flat) const;
  /// The running means and variances as views of `flat` [statistic_count()].
  std::vector<Tensor> statistics(const Tensor& flat) const;

 private:
  std::vector<std::vector<int64_t>> shapes_;
  std::vector<int64_t> sizes_;
  std::vector<Initial> initials_;
  std::vector<int64_t> statistic_sizes_;
  int64_t weight_count_ = 0;
  int64_t statistic_count_ = 0;
};

}  // namespace tetlo
