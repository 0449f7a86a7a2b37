// SPDX-License-Identifier: Apache-2.0
// How good an estimate of a hypergradient is: how close it comes to the exact one, and what a step
// along it does to P.
//
//   cosine          ⟨g, exact⟩ / (‖g‖ ‖exact‖)
//   relative error  ‖g − exact‖ / ‖exact‖
//   judge           P(α + h d) − P(α − h d) along d = g / ‖g‖, beside 2 h ⟨exact, d⟩
//
// The judge does not ask for a derivative: it measures by how much P, after the virtual steps of
// every level, differs between two architectures that lie as far from α as a step of the search.
// If P were linear over that distance, it would find what the exact hypergradient promises.
//
// Checkable: for P = α₁² + α₂ at α = (1, 0), the exact hypergradient is (2, 1). The estimate (1, 0)
// has the cosine 2 / √5 and the relative error √(2 / 5); with h = 0.1 both figures of the judge
// are 0.4.
#pragma once

#include <functional>

#include "tetlo/util/tensor.h"

namespace tetlo {

struct Closeness {
  double cosine = 0, relative_error = 0;
};

/// Both vectors may have any precision.
Closeness closeness(const Tensor& estimate, const Tensor& exact);

struct Judgement {
  double measured = 0;  ///< P(α + h d) − P(α − h d)
  double promised = 0;  ///< 2 h ⟨exact, d⟩
};

/// The state around which the judge steps.
struct Bench {
  std::function<double(const Tensor& alpha)> P;
  Tensor alpha, exact;
  double h = 0;
};

/// Judges the direction of an estimate.
Judgement judge(const Bench& bench, const Tensor& estimate);

}  // namespace tetlo
