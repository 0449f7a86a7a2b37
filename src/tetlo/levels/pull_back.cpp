// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/pull_back.h"

namespace tetlo {
namespace {

/// ∂f/∂(α, w, k) at constants, the parts not wanted left undefined.
LevelGradient gradient_at(const Objective& f, const LevelGradient& at, bool weights_wanted) {
  const bool taught = at.knowledge.defined();
  const Tensor alpha = leaf(at.alpha);
  const Tensor weights = weights_wanted ? leaf(at.weights) : at.weights.detach();
  const Tensor knowledge = taught ? leaf(at.knowledge) : Tensor();
  std::vector<Tensor> inputs = {alpha};
  if (taught) inputs.push_back(knowledge);
  if (weights_wanted) inputs.push_back(weights);
  const auto by = gradients(f(alpha, weights, knowledge), inputs);
  return {.alpha = by[0],
          .weights = weights_wanted ? by.back() : Tensor(),
          .knowledge = taught ? by[1] : Tensor()};
}

Tensor plus(const Tensor& a, const Tensor& b) { return a.defined() ? a + b : b; }

}  // namespace

LevelGradient mixed_product(const Objective& f, const LevelGradient& at, const Tensor& q,
                            double radius, bool weights_wanted) {
  const auto zero_like = [](const Tensor& x) { return x.defined() ? torch::zeros_like(x) : x; };
  const double norm = q.norm().item<double>();
  if (norm == 0) {
    return {.alpha = zero_like(at.alpha),
            .weights = weights_wanted ? zero_like(at.weights) : Tensor(),
            .knowledge = zero_like(at.knowledge)};
  }
  const double R = radius / norm;
  const LevelGradient above =
      gradient_at(f, {at.alpha, at.weights + R * q, at.knowledge}, weights_wanted);
  const LevelGradient below =
      gradient_at(f, {at.alpha, at.weights - R * q, at.knowledge}, weights_wanted);
  const auto difference = [R](const Tensor& up, const Tensor& down) {
    return up.defined() ? (up - down) / (2 * R) : up;
  };
  return {.alpha = difference(above.alpha, below.alpha),
          .weights = difference(above.weights, below.weights),
          .knowledge = difference(above.knowledge, below.knowledge)};
}

LevelGradient pull_back(const Objective& f, const Tensor& alpha, const Tensor& knowledge,
                        const std::vector<Iterate>& path, const Sgd& sgd,
                        const Tensor& d_p_d_weights, double radius, bool start_wanted) {
  LevelGradient sum;
  Tensor d_weights = d_p_d_weights;
  Tensor d_momentum = torch::zeros_like(d_p_d_weights);
  for (size_t t = path.size() - 1; t-- > 0;) {
    const bool weights_wanted = start_wanted || t > 0;
    const Tensor q = d_momentum - sgd.rate * d_weights;
    const LevelGradient mixed =
        mixed_product(f, {alpha, path[t].weights, knowledge}, q, radius, weights_wanted);
    sum.alpha = plus(sum.alpha, mixed.alpha);
    if (knowledge.defined()) sum.knowledge = plus(sum.knowledge, mixed.knowledge);
    if (weights_wanted) d_weights = d_weights + sgd.weight_decay * q + mixed.weights;
    d_momentum = sgd.momentum * q;
  }
  if (start_wanted) sum.weights = d_weights;
  return sum;
}

}  // namespace tetlo
