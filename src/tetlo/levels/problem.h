// SPDX-License-Identifier: Apache-2.0
// The optimisation problems that a framework poses, as functions of plain vectors.
//
// With α the architecture, e_m = (s, m) the weights of the main model and e_a = (s, a) those of the
// auxiliary model, s being what the two share:
//
//   stage I     e_m' = argmin  L_m(α; e_m; D_m^tr)                                 [Sheth2023, eq.
//   1] stage II    e_a' = argmin  O = L_a(α; e_a; D_a^tr) + λ R(e_m', e_a)            [Sheth2023,
//   eq. 4] stage III   min over α of  P = L_m(α; e_m'; D_m^val) + γ L_a(α; e_a'; D_a^val)
//   [Sheth2023, eq. 2]
//
// A problem holds its batches; its functions are pure, so that a level may be evaluated at any
// point, as often as wished, and leaves no trace. Nothing here knows what a network is.
#pragma once

#include <cstdint>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// DARTS: stage I, and P without its second term [Liu2019, eq. 3 and 4].
class BilevelProblem {
 public:
  virtual ~BilevelProblem() = default;
  /// L_m(α; e_m; D_m^tr), a scalar.
  virtual Tensor train_main(const Tensor& alpha, const Tensor& e_m) const = 0;
  /// L_m(α; e_m; D_m^val), a scalar.
  virtual Tensor validate_main(const Tensor& alpha, const Tensor& e_m) const = 0;
};

/// TETLO. The teacher enters stage II only through what it says of the batch, its knowledge k.
class TrilevelProblem : public BilevelProblem {
 public:
  /// `tied`: e_m and e_a are the same in their first so many numbers, s; 0 where nothing is shared.
  explicit TrilevelProblem(int64_t tied) : tied_(tied) {}

  /// k(α, e_m): what the main model teaches, of any shape.
  virtual Tensor teach(const Tensor& alpha, const Tensor& e_m) const = 0;
  /// O(α; e_a; k) = L_a(α; e_a; D_a^tr) + λ R(k, e_a), a scalar.
  virtual Tensor train_auxiliary(const Tensor& alpha, const Tensor& e_a,
                                 const Tensor& knowledge) const = 0;
  /// L_a(α; e_a; D_a^val), a scalar.
  virtual Tensor validate_auxiliary(const Tensor& alpha, const Tensor& e_a) const = 0;

  int64_t tied() const { return tied_; }

 private:
  int64_t tied_;
};

}  // namespace tetlo
