// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/hessian.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>

#include <cmath>
#include <memory>
#include <stdexcept>
#include <unordered_set>

#include "tetlo/levels/descent.h"
#include "tetlo/util/stop_request.h"

namespace tetlo {
namespace {

using torch::autograd::Node;

/// A stop point before an operation of the way back. LibTorch passes on what it throws only if it
/// is a standard exception.
class StopPoint : public torch::autograd::FunctionPreHook {
 public:
  torch::autograd::variable_list operator()(
      const torch::autograd::variable_list& gradients) override {
    if (!requested_stop().empty()) throw std::runtime_error("stopped");
    return gradients;
  }
};

/// Derivatives by one tensor x. A second derivative of a supernet's loss takes as long as many
/// batches, so that each operation of the way back is a stop point.
class StoppableDerivatives {
 public:
  explicit StoppableDerivatives(const Tensor& x) : x_(x) {}

  /// ∂y/∂x. The graph of y is kept.
  Tensor of(const Tensor& y, bool create_graph = false) {
    add_stop_points(y.grad_fn());
    try {
      return gradients(y, {x_}, create_graph, /*keep_graph=*/true).front();
    } catch (const std::exception&) {
      stop_point();
      throw;
    }
  }

 private:
  void add_stop_points(const std::shared_ptr<Node>& last) {
    std::vector<std::shared_ptr<Node>> left = {last};
    while (!left.empty()) {
      const auto node = left.back();
      left.pop_back();
      if (!node || !have_them_.insert(node).second) continue;
      node->add_pre_hook(std::make_unique<StopPoint>());
      for (const auto& edge : node->next_edges()) left.push_back(edge.function);
    }
  }

  Tensor x_;
  std::unordered_set<std::shared_ptr<Node>> have_them_;  ///< owned: a new one has another address
};

}  // namespace

Tensor hessian(const std::function<Tensor(const Tensor&)>& f, const Tensor& at) {
  const Tensor x = leaf(at);
  StoppableDerivatives derivatives(x);
  const Tensor gradient = derivatives.of(f(x), /*create_graph=*/true);
  std::vector<Tensor> rows;
  for (int64_t i = 0; i < x.numel(); ++i) rows.push_back(derivatives.of(gradient[i]));
  const Tensor square = torch::stack(rows);
  return (square + square.t()) / 2;  // removes the asymmetry that rounding causes
}

double largest_eigenvalue(const std::function<Tensor(const Tensor&)>& f, const Tensor& at) {
  const Tensor x = leaf(at);
  StoppableDerivatives derivatives(x);
  const Tensor gradient = derivatives.of(f(x), /*create_graph=*/true);
  if (!gradient.requires_grad()) return 0;
  const auto product = [&](const Tensor& v) {
    return derivatives.of((gradient * v.to(gradient)).sum()).to(torch::kCPU, torch::kFloat64);
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
