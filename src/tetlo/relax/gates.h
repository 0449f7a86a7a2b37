// SPDX-License-Identifier: Apache-2.0
// The relaxation of PR-DARTS: every candidate has a gate, which is open or shut at random, and two
// gates of each edge are used at a time [Zhou2020, section 4].
//
//   g = min(1, max(0, σ((α + ln u − ln(1 − u)) / τ) (b − a) + a)),   u uniform in (0, 1)
//   P(g > 0) = σ(α − τ ln(−a / b))                                   [Louizos2018]
//
// A gate that is used weighs 1 in the forward pass and has the gradient of its g in the backward
// pass: its weight is 1 + g − stop(g). The two gates that are used are those with the largest
// g − z, where z is drawn from Bernoulli(0.4) for each gate; ties are broken at random. All draws
// are fixed by the relaxation's key, so that the relaxation is one function of α.
//
// The penalty depends on the candidates that are used:
//
//   λ1 [S − 0.2]+ + λ2 ([N − 0.2]+ + [Q − 0.2]+) − λ3 D
//
// S is the mean P of skip connections, N that of convolutions and `none`, and Q that of pools, each
// averaged over the normal and the reduction cell. D is the depth: the product, along the chain of
// nodes, of the mean P of the convolutions on each edge. The threshold 0.2, the group Q and the
// Bernoulli draws are taken from the authors' code; they are not in the paper.
//
// Without draws, the weight of each gate is its P divided by the sum of P over its edge.
//
// Checkable: with τ = 10, a = −0.1, b = 1.1 and α = 0, P is σ(10 ln 11) = 1 − 3.9e-11; with
// τ = 0.1 it is σ(0.1 ln 11) = 0.5597.
#pragma once

#include "tetlo/relax/softmax.h"

namespace tetlo {

struct GateOptions {
  bool drawn = true;              ///< false: the weights of an edge are its normalised P
  double temperature = 10;        ///< τ
  double low = -0.1, high = 1.1;  ///< a, b
  int64_t used = 2;               ///< number of gates that are used on an edge
  double dropped = 0.4;           ///< probability that z of a gate is 1
  double skips = 0.01;            ///< λ1
  double others = 0.005;          ///< λ2
  double depth = 0.005;           ///< λ3
  double threshold = 0.2;         ///< the 0.2 in the penalty
};

class Gates : public Relaxation {
 public:
  /// `key` is the key of the random stream for all draws.
  Gates(const Space& space, const GateOptions& options, uint64_t key)
      : space_(space), options_(options), softmax_(space), key_(key) {}

  int64_t size() const override { return softmax_.size(); }
  Mixture mixture(const Tensor& alpha) const override;
  /// P of each gate, divided by the sum over its edge.
  Mixture probabilities(const Tensor& alpha) const override;
  Tensor penalty(const Tensor& alpha) const override;
  Genotype genotype(const Tensor& alpha) const override;

 private:
  /// P(g > 0) of every gate.
  Mixture opening(const Tensor& alpha) const;

  Space space_;
  GateOptions options_;
  SoftmaxRelaxation softmax_;
  uint64_t key_;
};

/// g, where u are the uniform draws.
Tensor hard_concrete(const Tensor& alpha, const Tensor& u, const GateOptions& options);

/// P(g > 0).
Tensor opening_probability(const Tensor& alpha, const GateOptions& options);

}  // namespace tetlo
