// SPDX-License-Identifier: Apache-2.0
// Central differences, with which every gradient is compared.
//
//   d f(x + t v) / dt at t = 0  ≈  (f(x + h v) − f(x − h v)) / 2h
//
// The error is about h² f''' / 6, plus rounding of about 1e-16 |f| / h in double precision.
//
// Checkable: f = x³ at x = 2 along v = 1 with h = 0.1 gives 12 + h² = 12.01.
#pragma once

#include <cstdint>
#include <functional>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// The derivative of f at x along `direction`, where f returns a number or a tensor.
template <typename F>
auto central_difference(const F& f, const Tensor& x, const Tensor& direction, double h) {
  return (f(x + h * direction) - f(x - h * direction)) / (2 * h);
}

/// Random unit vectors along which a gradient is compared.
struct Directions {
  int64_t count = 4;
  double h = 1e-5;  ///< step along each of them
  uint64_t seed = 1;
};

/// The error of `gradient`, the presumed gradient of the scalar f at x, against central differences
/// along random directions: the root mean square of the errors, relative to that of the
/// derivatives. 0 if they agree exactly.
double gradient_error(const std::function<Tensor(const Tensor&)>& f, const Tensor& x,
                      const Tensor& gradient, const Directions& along = {});

/// The same error for the gradient that autograd computes. If f returns a tensor, its entries are
/// summed with random weights, so that one number checks them all. x and f(x) should be float64.
double autograd_error(const std::function<Tensor(const Tensor&)>& f, const Tensor& x,
                      const Directions& along = {});

}  // namespace tetlo
