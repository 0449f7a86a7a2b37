// SPDX-License-Identifier: Apache-2.0
// The Hessian of a loss with respect to the architecture, ∂²L/∂α². The larger its largest
// eigenvalue, the more accuracy is lost when α is made discrete [Zela2020, section 4].
//
// Checkable: the Hessian of f(x) = x₀² x₁ at (1, 2) is ((4, 2), (2, 0)). If α enters f through a
// softmax, adding a constant to all α of an edge changes nothing, so the entries of a row that
// belong to one edge sum to 0.
//
// Every operation of the derivatives is a stop point (util/stop_request.h).
#pragma once

#include <functional>
#include <vector>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// ∂²f/∂x² [n, n] at x [n], by double backward; f returns a scalar.
Tensor hessian(const std::function<Tensor(const Tensor&)>& f, const Tensor& x);

/// The largest (not the largest absolute) eigenvalue of ∂²f/∂x², with a relative error of about
/// 1e-4. It is found without computing the matrix, by Lanczos's iteration, which needs one
/// Hessian-vector product a step [Golub2013, section 10.1].
double largest_eigenvalue(const std::function<Tensor(const Tensor&)>& f, const Tensor& x);

/// The eigenvalues of a symmetric matrix, in ascending order.
std::vector<double> eigenvalues(const Tensor& symmetric);

}  // namespace tetlo
