// SPDX-License-Identifier: Apache-2.0
// The whole method on dense vectors, without LibTorch: the place to start reading, and the oracle
// with which the tests compare the library.
//
// A problem P provides five functions, templates over the number type:
//   train_main(α, e_m), teach(α, e_m) -> vector, train_auxiliary(α, e_a, k),
//   validate_main(α, e_m), validate_auxiliary(α, e_a)
// Derivatives are computed in forward mode: the gradient of f takes one evaluation with dual
// numbers for each coordinate. Because a gradient may itself be evaluated at dual numbers, the
// exact hypergradient is simply the derivative of outer(), including its virtual steps. The oracle
// uses nothing of the code that it checks.
//
// Checkable: L_tr = w² − 2aw + a², L_val = aw − 2a + 1 at w = −2, a = 2, ξ = 1/2: dP/da = 2.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace tetlo::tiny {

template <class T>
using Vector = std::vector<T>;

/// x + ε x' with ε² = 0, which carries the derivative of a number along one direction.
template <class T>
struct Dual {
  T value{}, slope{};
  Dual() = default;
  Dual(double constant) : value(constant) {}  // NOLINT: a plain number is a constant
  Dual(T v, T s) : value(v), slope(s) {}
  friend Dual operator+(Dual a, Dual b) { return {a.value + b.value, a.slope + b.slope}; }
  friend Dual operator-(Dual a, Dual b) { return {a.value - b.value, a.slope - b.slope}; }
  friend Dual operator*(Dual a, Dual b) {
    return {a.value * b.value, a.slope * b.value + a.value * b.slope};
  }
  friend Dual operator/(Dual a, Dual b) {
    const T q = a.value / b.value;
    return {q, (a.slope - q * b.slope) / b.value};
  }
  friend Dual tanh(Dual a) {
    using std::tanh;
    const T t = tanh(a.value);
    return {t, a.slope * (T(1.0) - t * t)};
  }
};

/// a + c b
template <class T>
Vector<T> plus(Vector<T> a, double c, const Vector<T>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = a[i] + T(c) * b[i];
  return a;
}

template <class T>
Vector<Dual<T>> constants(const Vector<T>& x) {
  Vector<Dual<T>> y;
  for (const T& v : x) y.push_back({v, T(0.0)});
  return y;
}

/// ∇f(x), with one dual evaluation for each coordinate. f takes Vector<Dual<T>>.
template <class T, class F>
Vector<T> gradient(const F& f, const Vector<T>& x) {
  Vector<T> g;
  for (std::size_t i = 0; i < x.size(); ++i) {
    auto along = constants(x);
    along[i].slope = T(1.0);
    g.push_back(f(along).slope);
  }
  return g;
}

struct Settings {
  std::size_t tied = 0;  ///< the number of leading weights that e_m and e_a share
  int steps = 1;
  double rate = 0, momentum = 0, weight_decay = 0, gamma = 1, radius = 0.01;
};

/// The weights and momenta from which the virtual steps start.
struct Point {
  Vector<double> e_m, b_m, e_a, b_a;
};

template <class T>
Vector<T> lift(const Vector<double>& x) {
  return Vector<T>(x.begin(), x.end());
}

/// T steps of b' = μ b + ∇f(w) + δ w, w' = w − ξ b'.
template <class T, class F>
Vector<T> descend(const F& f, Vector<T> w, Vector<T> b, const Settings& s) {
  for (int t = 0; t < s.steps; ++t) {
    Vector<T> next = plus(gradient(f, w), s.weight_decay, w);
    b = plus(next, s.momentum, b);
    w = plus(w, -s.rate, b);
  }
  return w;
}

/// P(α), stage by stage: [Sheth2023, eq. 5 to 10].
template <class T, class P>
T outer(const P& p, const Vector<T>& alpha, const Point& at, const Settings& s) {
  const auto e_m = descend<T>([&](const auto& w) { return p.train_main(constants(alpha), w); },
                              lift<T>(at.e_m), lift<T>(at.b_m), s);
  const auto k = p.teach(alpha, e_m);
  auto start = lift<T>(at.e_a);
  for (std::size_t i = 0; i < s.tied; ++i) start[i] = e_m[i];
  const auto e_a = descend<T>(
      [&](const auto& w) { return p.train_auxiliary(constants(alpha), w, constants(k)); }, start,
      lift<T>(at.b_a), s);
  return p.validate_main(alpha, e_m) + T(s.gamma) * p.validate_auxiliary(alpha, e_a);
}

/// dP/dα through every step.
template <class P>
Vector<double> exact(const P& p, const Vector<double>& alpha, const Point& at, const Settings& s) {
  return gradient<double>([&](const auto& a) { return outer(p, a, at, s); }, alpha);
}

/// dP/dα at the present weights.
template <class P>
Vector<double> first_order(const P& p, const Vector<double>& alpha, const Point& at, Settings s) {
  s.steps = 0;
  return exact(p, alpha, at, s);
}

/// ∂/∂x ⟨∇_w f, q⟩ ≈ [d(w + R q) − d(w − R q)] / 2R with d(w) = ∂f/∂x at w and R = radius / ‖q‖.
template <class D>
Vector<double> product(const D& d, const Vector<double>& w, const Vector<double>& q,
                       double radius) {
  double squares = 0;
  for (double x : q) squares += x * x;
  const double R = radius / std::sqrt(squares);
  const auto difference = plus(d(plus(w, R, q)), -1, d(plus(w, -R, q)));
  return plus(Vector<double>(difference.size()), 1 / (2 * R), difference);
}

/// The paper's approximation with one step for each level [Sheth2023, eq. 12 to 21]; the notation
/// is that of docs/mathematics.md, section 4.
template <class P>
Vector<double> finite_difference(const P& p, const Vector<double>& alpha, const Point& at,
                                 const Settings& s) {
  using V = Vector<double>;
  const auto c = [](const V& x) { return constants(x); };
  const auto stage_one = [&](const auto& w) { return p.train_main(c(alpha), w); };
  const V e_m = descend<double>(stage_one, at.e_m, at.b_m, s);
  const V k = p.teach(alpha, e_m);
  V start = at.e_a;
  for (std::size_t i = 0; i < s.tied; ++i) start[i] = e_m[i];
  const auto stage_two = [&](const auto& w) { return p.train_auxiliary(c(alpha), w, c(k)); };
  const V e_a = descend<double>(stage_two, start, at.b_a, s);

  const V v =
      plus(V(e_a.size()), s.gamma,
           gradient<double>([&](const auto& w) { return p.validate_auxiliary(c(alpha), w); }, e_a));
  const V q = plus(V(v.size()), -s.rate, v);
  const V by_alpha = product(
      [&](const V& w) {
        return gradient<double>([&](const auto& a) { return p.train_auxiliary(a, c(w), c(k)); },
                                alpha);
      },
      start, q, s.radius);
  const V by_start =
      product([&](const V& w) { return gradient<double>(stage_two, w); }, start, q, s.radius);
  const V by_k = product(
      [&](const V& w) {
        return gradient<double>([&](const auto& t) { return p.train_auxiliary(c(alpha), c(w), t); },
                                k);
      },
      start, q, s.radius);
  const auto taught = [&](const auto& knowledge) {
    auto sum = knowledge[0] * by_k[0];
    for (std::size_t i = 1; i < k.size(); ++i) sum = sum + knowledge[i] * by_k[i];
    return sum;
  };

  V u = gradient<double>(
      [&](const auto& w) { return p.validate_main(c(alpha), w) + taught(p.teach(c(alpha), w)); },
      e_m);
  for (std::size_t i = 0; i < s.tied; ++i) u[i] += v[i] + s.weight_decay * q[i] + by_start[i];
  const V through_one = product(
      [&](const V& w) {
        return gradient<double>([&](const auto& a) { return p.train_main(a, c(w)); }, alpha);
      },
      at.e_m, plus(V(u.size()), -s.rate, u), s.radius);
  const V direct = gradient<double>(
      [&](const auto& a) {
        return p.validate_main(a, c(e_m)) + p.validate_auxiliary(a, c(e_a)) * s.gamma +
               taught(p.teach(a, c(e_m)));
      },
      alpha);
  return plus(plus(direct, 1, by_alpha), 1, through_one);
}

}  // namespace tetlo::tiny
