// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/hessian.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>

#include "tetlo/levels/descent.h"
#include "tetlo/util/stop_request.h"

namespace tetlo {

Tensor hessian(const std::function<Tensor(const Tensor&)>& f, const Tensor& at) {
  const Tensor x = leaf(at);
  const Tensor gradient = gradients(f(x), {x}, /*create_graph=*/true).front();
  std::vector<Tensor> rows;
  for (int64_t i = 0; i < x.numel(); ++i) {
    stop_point();
    rows.push_back(gradient.requires_grad() ? gradients(gradient[i], {x}, /*create_graph=*/false,
                                                        /*keep_graph=*/true)
                                                  .front()
                                            : torch::zeros_like(x));
  }
  const Tensor square = torch::stack(rows);
  return (square + square.t()) / 2;  // removes the asymmetry that rounding causes
}

double largest_eigenvalue(const std::function<Tensor(const Tensor&)>& f, const Tensor& at) {
  const Tensor x = leaf(at);
  const Tensor gradient = gradients(f(x), {x}, /*create_graph=*/true).front();
  if (!gradient.requires_grad()) return 0;
  const auto product = [&](const Tensor& v) {
    stop_point();
    const Tensor along = (gradient * v.to(gradient)).sum();
    return gradients(along, {x}, /*create_graph=*/false, /*keep_graph=*/true)
        .front()
        .to(torch::kCPU, torch::kFloat64);
  };
  const int64_t size = x.numel();
  const double tolerance = 1e-4;
  Tensor v = torch::randn({size}, at::detail::createCPUGenerator(1), torch::kFloat64);
  Tensor basis = torch::zeros({0, size}, torch::kFloat64);
  Tensor T = torch::zeros({size, size}, torch::kFloat64);  // the Hessian in that basis: tridiagonal
  for (int64_t k = 0;; ++k) {
    v = v / v.norm();
    basis = torch::cat({basis, v.view({1, size})});
    Tensor w = product(v);
    T[k][k] = w.dot(v);
    for (int twice = 0; twice < 2; ++twice) w = w - basis.t().mv(basis.mv(w));
    const auto [values, vectors] = torch::linalg_eigh(T.narrow(0, 0, k + 1).narrow(1, 0, k + 1));
    const double largest = values[k].item<double>(), next = w.norm().item<double>();
    const double residual = next * std::abs(vectors[k][k].item<double>());
    if (k + 1 == size || residual <= tolerance * std::abs(largest)) return largest;
    T[k][k + 1] = T[k + 1][k] = next;
    v = w;
  }
}

std::vector<double> eigenvalues(const Tensor& symmetric) {
  const Tensor values = torch::linalg_eigvalsh(symmetric.to(torch::kCPU, torch::kFloat64));
  return {values.data_ptr<double>(), values.data_ptr<double>() + values.numel()};
}

}  // namespace tetlo
