// SPDX-License-Identifier: Apache-2.0
// The curvature of a loss by the architecture: ∂²L/∂α², whose largest eigenvalue tells how much of
// what was found is lost when α becomes discrete [Zela2020, section 4].
//
// Checkable: of f(x) = x₀² x₁ at (1, 2) it is ((4, 2), (2, 0)). Adding a number to all α of an edge
// leaves a softmax as it is, so that every row sums to 0 over each edge.
#pragma once

#include <functional>
#include <vector>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// ∂²f/∂x² [n, n] at x [n], by double backward; f gives a scalar.
Tensor hessian(const std::function<Tensor(const Tensor&)>& f, const Tensor& x);

/// The largest eigenvalue of that matrix, sign and all, to a part in 10,000, without the matrix: by
/// Lanczos's iteration, each of whose steps takes one product with it [Golub2013, section 10.1].
double largest_eigenvalue(const std::function<Tensor(const Tensor&)>& f, const Tensor& x);

/// The eigenvalues of a symmetric matrix, in ascending order.
std::vector<double> eigenvalues(const Tensor& symmetric);

}  // namespace tetlo
