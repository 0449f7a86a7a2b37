// SPDX-License-Identifier: Apache-2.0
// The weights and statistics of a network, declared while it is built. All weights form one flat
// vector, and all statistics form another.
//
// In TETLO a network is a function of its weights. Within one step, the tri-level problem evaluates
// a network at many weight vectors (w, w', w' ± R v), differentiates through some of them, and must
// not change the real weights. With all weights in one vector, every equation of levels/ is one
// line, the weights that two models share are a prefix, and nothing has to be copied back. This is
// why no torch::nn::Module is used here.
//
// Names are those that PyTorch gives to the same weights in a module, and for the networks of
// [Liu2019] those in its code, so that weights can be exchanged with other programs.
//
// Checkable: splitting a flat vector and concatenating the parts yields the same vector. A 3 x 3
// convolution from 3 to 48 channels declares 1296 numbers.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// The distribution from which a weight is drawn: uniform in [centre - radius, centre + radius].
struct Initial {
  double centre = 0;
  double radius = 0;

  static Initial constant(double value) { return {value, 0}; }
  /// U(-1/sqrt(n), 1/sqrt(n)), where n inputs affect one output. LibTorch's default [He2015].
  static Initial fan_in(int64_t inputs);
};

/// A weight or a statistic. The name leads from the whole to its parts, such as
/// cells.3._ops.5.op.1.weight.
struct Declared {
  std::string name;
  std::vector<int64_t> shape;
};

class Layout {
 public:
  /// Declares a weight and returns its place in weights(). Its name must be unique.
  size_t weight(const std::string& name, std::vector<int64_t> shape, Initial initial);

  /// Declares a running mean and a running variance, name.running_mean and name.running_var. Returns
  /// the place of the mean in statistics(); the variance has the next place.
  size_t statistics(const std::string& name, int64_t channels);

  /// The declared weights and statistics, in the order of their numbers in the flat vectors.
  const std::vector<Declared>& declared_weights() const { return weights_; }
  const std::vector<Declared>& declared_statistics() const { return statistics_; }

  int64_t weight_count() const { return weight_count_; }
  int64_t statistic_count() const { return statistic_count_; }

  /// A fresh weight vector [weight_count()], drawn in the order of declaration.
  Tensor initial_weights(at::Generator generator, torch::TensorOptions options = {}) const;
  /// A fresh vector of statistics [statistic_count()]: all means are 0 and all variances 1.
  Tensor initial_statistics(torch::TensorOptions options = {}) const;

  /// The declared weights as views of `flat` [weight_count()]; differentiable.
  std::vector<Tensor> weights(const Tensor& flat) const;
  /// The running means and variances as views of `flat` [statistic_count()].
  std::vector<Tensor> statistics(const Tensor& flat) const;

 private:
  /// Records the name. A name that is already taken is a programming error.
  void claim(const std::string& name);

  std::unordered_set<std::string> names_;
  std::vector<Declared> weights_, statistics_;
  std::vector<int64_t> weight_sizes_, statistic_sizes_;
  std::vector<Initial> initials_;
  int64_t weight_count_ = 0;
  int64_t statistic_count_ = 0;
};

}  // namespace tetlo
