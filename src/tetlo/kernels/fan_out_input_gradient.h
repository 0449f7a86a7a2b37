// SPDX-License-Identifier: Apache-2.0
// The gradient with respect to the state x of a fan-out through those branches that have no stages:
// skips, which mix x itself, and pools, which mix a pooled state p, normalised or not.
//
// For p the gradient is Σ_e A_e g_e + B p + C, where edge e mixes p, g_e is the gradient with respect
// to its output, and A_e, B and C come from the batch norm (stage.h). Its tangent is
// Σ_e (A_e g'_e + A'_e g_e) + B p' + B' p + C'.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "tetlo/kernels/fan_out_tensors.h"
#include "tetlo/kernels/pool.h"
#include "tetlo/kernels/stage.h"

namespace tetlo::kernels {

class FanOutInputGradient {
 public:
  explicit FanOutInputGradient(const Geometry& geometry) : geometry_(geometry) {}

  /// A branch that mixes x with weight w; `grad` is the gradient with respect to the output.
  void add_skip(const TensorPair& grad, double w);
  /// A branch that mixes the pooled state, and the coefficients of its batch norm.
  void add_pool(PoolKind kind, const TensorPair& pooled, NormGradient norm, const TensorPair& grad);

  /// Adds the gradient, and its tangent if there is one, to grad_x.
  void add_to(const TensorPair& grad_x, const TensorPair& x) const;

 private:
  struct Skip {
    TensorPair grad;
    Buffer w;
  };
  struct Pool {
    TensorPair pooled;
    std::vector<std::pair<TensorPair, NormGradient>> of_outputs = {};  ///< A_e and A'_e are read
    NormCoefficients value = {}, tangent = {};                         ///< B and C are read
  };
  /// The working memory of one thread.
  struct Work;

  /// The values of pairs, or their tangents.
  using Part = float* (TensorPair::*)(int64_t place) const;

  /// A skip is linear, so that tangents pass it as values do.
  void add_skips(Work& work, int64_t image, const TensorPair& grad_x, Part part) const;
  void add_pools(Work& work, int64_t image, const TensorPair& grad_x, const TensorPair& x) const;
  void add_pool_tangents(Work& work, int64_t image, const TensorPair& grad_x,
                         const TensorPair& x) const;

  Geometry geometry_;
  std::vector<Skip> skips_;
  std::map<PoolKind, Pool> pools_;
};

}  // namespace tetlo::kernels
