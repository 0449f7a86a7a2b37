// SPDX-License-Identifier: Apache-2.0
// The relaxation of PR-DARTS: every candidate has a gate of its own that opens or stays shut at
// random, and two gates of an edge are used at a time [Zhou2020, section 4].
//
//   g = min(1, max(0, σ((α + ln u − ln(1 − u)) / τ) (b − a) + a)),   u uniform in (0, 1)
//   P(g > 0) = σ(α − τ ln(−a / b))                                   [Louizos2018]
//
// Forward each of the two weighs 1, backward as its g: the weight is 1 + g − stop(g). The two are
// those of the largest g less a Bernoulli(0.4) of each, equals in random order. All draws belong to
// the relaxation, so that it is one function of α. The penalty on what was used,
//
//   λ1 [S − 0.2]+ + λ2 ([N − 0.2]+ + [Q − 0.2]+) − λ3 D,
//
// has the mean P of skip connections in S, of convolutions and `none` in N and of pools in Q, each
// half over the normal and half over the reduction cell, and in D, the depth, the product along the
// chain of nodes of the mean P of each edge's convolutions. The threshold 0.2, the group Q and the
// Bernoulli are those of the authors' code, not of the paper.
//
// Without draws each gate weighs its share of its edge's P.
//
// Checkable: with τ = 10, a = −0.1, b = 1.1 and α = 0 P is σ(10 ln 11) = 1 − 3.9e-11, and with
// τ = 0.1 σ(0.1 ln 11) = 0.5597.
#pragma once

#include "tetlo/relax/softmax.h"

namespace tetlo {

struct GateOptions {
  bool drawn = true;              ///< false: a gate weighs its share of its edge's probabilities
  double temperature = 10;        ///< τ
  double low = -0.1, high = 1.1;  ///< a, b
  int64_t used = 2;               ///< gates of an edge
  double dropped = 0.4;           ///< probability that a gate stands behind
  double skips = 0.01;            ///< λ1
  double others = 0.005;          ///< λ2
  double depth = 0.005;           ///< λ3
  double threshold = 0.2;
};

class Gates : public Relaxation {
 public:
  /// `key` names the draws.
  Gates(const Space& space, const GateOptions& options, uint64_t key)
      : space_(space), options_(options), softmax_(space), key_(key) {}

  int64_t size() const override { return softmax_.size(); }
  Mixture mixture(const Tensor& alpha) const override;
  /// P of each gate as a share of its edge's.
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

/// g for the draws u.
Tensor hard_concrete(const Tensor& alpha, const Tensor& u, const GateOptions& options);

/// P(g > 0).
Tensor opening_probability(const Tensor& alpha, const GateOptions& options);

}  // namespace tetlo
