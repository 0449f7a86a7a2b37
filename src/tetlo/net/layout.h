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
#include <string>
#include <unordered_set>
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

/// A weight or a statistic. The name is dotted, from the whole to its parts, say
/// cells.3.edges.5.sep_conv_3x3.0.depthwise.
struct Declared {
  std::string name;
  std::vector<int64_t> shape;
};

class Layout {
 public:
  /// Declares a weight; returns its place in weights(). No two may have one name.
  size_t weight(const std::string& name, std::vector<int64_t> shape, Initial initial);

  /// Declares a running mean and a running variance, name.mean and name.variance; returns the
  /// mean's place in statistics(), the variance has the next.
  size_t statistics(const std::string& name, int64_t channels);

  /// In the order in which their numbers stand in the flat vectors.
  const std::vector<Declared>& declared_weights() const { return weights_; }
  const std::vector<Declared>& declared_statistics() const { return statistics_; }

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
  /// A name that is taken is a mistake of the program.
  void claim(const std::string& name);

  std::unordered_set<std::string> names_;
  std::vector<Declared> weights_, statistics_;
  std::vector<int64_t> weight_sizes_, statistic_sizes_;
  std::vector<Initial> initials_;
  int64_t weight_count_ = 0;
  int64_t statistic_count_ = 0;
};

}  // namespace tetlo
