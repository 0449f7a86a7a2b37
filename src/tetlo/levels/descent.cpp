// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/descent.h"

#include <cmath>

namespace tetlo {

SgdState sgd_step(const SgdState& at, const Tensor& gradient, const Sgd& sgd) {
  const Tensor momentum = sgd.momentum * at.momentum + gradient + sgd.weight_decay * at.weights;
  if (!sgd.nesterov) return {.weights = at.weights - sgd.rate * momentum, .momentum = momentum};
  const Tensor ahead = gradient + sgd.weight_decay * at.weights + sgd.momentum * momentum;
  return {.weights = at.weights - sgd.rate * ahead, .momentum = momentum};
}

AdamState adam_step(const AdamState& at, const Tensor& gradient, const Adam& adam) {
  const double epsilon = 1e-8;
  const Tensor g = gradient + adam.weight_decay * at.weights;
  const Tensor first = adam.beta1 * at.first_moment + (1 - adam.beta1) * g;
  const Tensor second = adam.beta2 * at.second_moment + (1 - adam.beta2) * g * g;
  const int64_t steps = at.steps + 1;
  const double bias1 = 1 - std::pow(adam.beta1, static_cast<double>(steps));
  const double bias2 = 1 - std::pow(adam.beta2, static_cast<double>(steps));
  const Tensor direction = (first / bias1) / ((second / bias2).sqrt() + epsilon);
  return {.weights = at.weights - adam.rate * direction,
          .first_moment = first,
          .second_moment = second,
          .steps = steps};
}

Tensor clip_norm(const Tensor& gradient, double maximum) {
  if (maximum <= 0) return gradient;
  // Multiplied by 1 if it is short enough, so that the host need not know its length.
  return gradient * (maximum / gradient.norm().to(torch::kFloat64)).clamp_max(1);
}

std::vector<Tensor> gradients(const Tensor& y, const std::vector<Tensor>& x, bool create_graph,
                              bool keep_graph) {
  if (!y.requires_grad()) {
    std::vector<Tensor> zeros;
    for (const Tensor& each : x) zeros.push_back(torch::zeros_like(each));
    return zeros;
  }
  auto result = torch::autograd::grad({y}, x, /*grad_outputs=*/{}, keep_graph || create_graph,
                                      create_graph, /*allow_unused=*/true);
  for (size_t i = 0; i < x.size(); ++i) {
    if (!result[i].defined()) result[i] = torch::zeros_like(x[i]);
  }
  return result;
}

Tensor leaf(const Tensor& x) { return x.detach().clone().requires_grad_(); }

std::vector<SgdState> unroll(const std::function<Tensor(const Tensor&)>& f, const SgdState& start,
                             const Sgd& sgd, const Unrolling& unrolling) {
  std::vector<SgdState> path = {start};
  for (int64_t t = 0; t < unrolling.steps; ++t) {
    const SgdState& at = path.back();
    const bool on_graph = unrolling.create_graph && at.weights.requires_grad();
    const Tensor weights = on_graph ? at.weights : leaf(at.weights);
    const Tensor gradient = gradients(f(weights), {weights}, unrolling.create_graph).front();
    path.push_back(sgd_step(at, gradient, sgd));
  }
  return path;
}

}  // namespace tetlo
