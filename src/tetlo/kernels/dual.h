// SPDX-License-Identifier: Apache-2.0
// Dual numbers: a number x and its tangent ẋ, the derivative of x in one direction.
//
// Each operation follows the rule of differentiation that has its name. A formula that is written
// in dual numbers is therefore never differentiated by hand.
#pragma once

#include <cmath>

namespace tetlo::kernels {

struct Dual {
  double value = 0, tangent = 0;

  friend Dual operator+(const Dual& a, const Dual& b) {
    return {a.value + b.value, a.tangent + b.tangent};
  }
  friend Dual operator-(const Dual& a, const Dual& b) {
    return {a.value - b.value, a.tangent - b.tangent};
  }
  friend Dual operator-(const Dual& a) { return {-a.value, -a.tangent}; }
  friend Dual operator*(const Dual& a, const Dual& b) {
    return {a.value * b.value, a.tangent * b.value + a.value * b.tangent};
  }
  friend Dual operator/(const Dual& a, const Dual& b) {
    const double quotient = a.value / b.value;
    return {quotient, (a.tangent - quotient * b.tangent) / b.value};
  }
  Dual& operator+=(const Dual& b) { return *this = *this + b; }
};

inline Dual sqrt(const Dual& a) {
  const double root = std::sqrt(a.value);
  return {root, a.tangent / (2 * root)};
}

}  // namespace tetlo::kernels
