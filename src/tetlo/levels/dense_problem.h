// SPDX-License-Identifier: Apache-2.0
// Tri-level problems on dense vectors, on which every kind of hypergradient is tested.
//
// The losses are written once, as templates over the number type. The oracle in tiny_trilevel.h
// evaluates them with dual numbers; the code under test evaluates them with LibTorch scalars and
// autograd. With `bend` = 0 every loss is quadratic in each of its arguments, so that finite
// differences are exact; with `bend` > 0 a tanh makes the losses curved.
#pragma once

#include <utility>
#include <vector>

#include "tetlo/levels/problem.h"
#include "tetlo/util/random.h"

namespace tetlo {

struct DenseLosses {
  double bend = 0;
  std::vector<double> coefficients;  ///< drawn once, read in a fixed order

  explicit DenseLosses(double bend_, uint64_t seed = 1) : bend(bend_) {
    Random random(seed, Purpose::kWeights);
    for (int i = 0; i < 4096; ++i) coefficients.push_back(2 * random.uniform() - 1);
  }

  template <class T>
  T curve(const T& x) const {
    using std::tanh;
    return x + T(bend) * tanh(x);
  }

  /// Σ_r (Σ_i A_ri curve(x_i) + b_r)² / 2 over the rows r. Each `from` selects other A and b.
  template <class T>
  T squares(const std::vector<T>& x, std::size_t rows, std::size_t from) const {
    T sum(0.0);
    std::size_t at = from;
    for (std::size_t r = 0; r < rows; ++r) {
      T residual(coefficients[at++]);
      for (const T& v : x) residual = residual + T(coefficients[at++] / 2) * curve(v);
      sum = sum + T(0.5) * residual * residual;
    }
    return sum;
  }

  template <class T>
  static std::vector<T> joined(std::vector<T> a, const std::vector<T>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
  }

  template <class T>
  T train_main(const std::vector<T>& alpha, const std::vector<T>& e_m) const {
    return squares(joined(alpha, e_m), 6, 0);
  }
  template <class T>
  T validate_main(const std::vector<T>& alpha, const std::vector<T>& e_m) const {
    return squares(joined(alpha, e_m), 6, 500);
  }
  /// k_j = Σ_i B_ji curve(x_i), which is linear if bend = 0.
  template <class T>
  std::vector<T> teach(const std::vector<T>& alpha, const std::vector<T>& e_m) const {
    const auto x = joined(alpha, e_m);
    std::vector<T> knowledge;
    std::size_t at = 1000;
    for (int j = 0; j < 4; ++j) {
      T sum(0.0);
      for (const T& v : x) sum = sum + T(coefficients[at++] / 2) * curve(v);
      knowledge.push_back(sum);
    }
    return knowledge;
  }
  template <class T>
  T train_auxiliary(const std::vector<T>& alpha, const std::vector<T>& e_a,
                    const std::vector<T>& knowledge) const {
    return squares(joined(joined(alpha, e_a), knowledge), 7, 1500);
  }
  template <class T>
  T validate_auxiliary(const std::vector<T>& alpha, const std::vector<T>& e_a) const {
    return squares(joined(alpha, e_a), 5, 2500);
  }
};

/// A LibTorch scalar with the operations that DenseLosses uses.
struct TorchScalar {
  Tensor value;
  TorchScalar(double constant)
      : value(torch::scalar_tensor(constant, torch::kFloat64)) {}  // NOLINT
  TorchScalar(Tensor v) : value(std::move(v)) {}                   // NOLINT
  friend TorchScalar operator+(const TorchScalar& a, const TorchScalar& b) {
    return a.value + b.value;
  }
  friend TorchScalar operator*(const TorchScalar& a, const TorchScalar& b) {
    return a.value * b.value;
  }
  friend TorchScalar tanh(const TorchScalar& a) { return torch::tanh(a.value); }
};

inline std::vector<TorchScalar> scalars(const Tensor& x) {
  const auto parts = x.unbind();
  return {parts.begin(), parts.end()};
}

inline Tensor vector_of(const std::vector<TorchScalar>& parts) {
  std::vector<Tensor> values;
  for (const TorchScalar& part : parts) values.push_back(part.value);
  return torch::stack(values);
}

/// The state of both models before the virtual steps, and the settings of those steps.
struct DenseStart {
  SgdState main, auxiliary;
  Sgd sgd;
  int64_t tied = 0;
  double gamma = 1;
};

/// DenseLosses as a Problem with two levels, in float64.
inline Problem dense_problem(const DenseLosses& losses, const DenseStart& start) {
  return {.levels = {{.objective =
                          [=](const Tensor& alpha, const Tensor& e_m, const Tensor&) {
                            return losses.train_main(scalars(alpha), scalars(e_m)).value;
                          },
                      .start = start.main,
                      .sgd = start.sgd,
                      .knowledge =
                          [=](const Tensor& alpha, const Tensor& e_m) {
                            return vector_of(losses.teach(scalars(alpha), scalars(e_m)));
                          }},
                     {.objective =
                          [=](const Tensor& alpha, const Tensor& e_a, const Tensor& k) {
                            return losses.train_auxiliary(scalars(alpha), scalars(e_a), scalars(k))
                                .value;
                          },
                      .start = start.auxiliary,
                      .sgd = start.sgd,
                      .tied = start.tied}},
          .outer = {{.names = {"main"},
                     .level = 0,
                     .losses =
                         [=](const Tensor& alpha, const Tensor& e_m) {
                           return losses.validate_main(scalars(alpha), scalars(e_m)).value;
                         }},
                    {.names = {"auxiliary"},
                     .weights = {start.gamma},
                     .level = 1,
                     .losses = [=](const Tensor& alpha, const Tensor& e_a) {
                       return losses.validate_auxiliary(scalars(alpha), scalars(e_a)).value;
                     }}}};
}

}  // namespace tetlo
