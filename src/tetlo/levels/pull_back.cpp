// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/pull_back.h"

namespace tetlo {
namespace {

/// ∂f/∂(α, w, k) at constants. The part for w is left undefined unless `weights_wanted`, that for k
/// if there is no knowledge.
LevelPoint gradient_at(const Objective& f, const LevelPoint& at, bool weights_wanted) {
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

}  // namespace

LevelPoint mixed_product(const Objective& f, const LevelPoint& at, const Displacement& along) {
  const auto& [q, radius, weights_wanted] = along;
  const auto zero_like = [](const Tensor& x) { return x.defined() ? torch::zeros_like(x) : x; };
  const double norm = q.norm().item<double>();
  if (norm == 0) {
    return {.alpha = zero_like(at.alpha),
            .weights = weights_wanted ? zero_like(at.weights) : Tensor(),
            .knowledge = zero_like(at.knowledge)};
  }
  const double R = radius / norm;
  const auto above = gradient_at(f, {at.alpha, at.weights + R * q, at.knowledge}, weights_wanted);
  const auto below = gradient_at(f, {at.alpha, at.weights - R * q, at.knowledge}, weights_wanted);
  const auto difference = [R](const Tensor& up, const Tensor& down) {
    return up.defined() ? (up - down) / (2 * R) : up;
  };
  return {.alpha = difference(above.alpha, below.alpha),
          .weights = difference(above.weights, below.weights),
          .knowledge = difference(above.knowledge, below.knowledge)};
}

LevelPoint pull_back(const Level& level, const LevelPath& path, const EndGradient& end) {
  const Sgd& sgd = level.sgd;
  LevelPoint sum;
  Tensor d_weights = end.weights;
  Tensor d_momentum = torch::zeros_like(d_weights);
  for (size_t t = path.states.size() - 1; t-- > 0;) {
    const double ahead = sgd.nesterov ? sgd.momentum : 1;  // how far b' moves w', in units of −ξ
    const Tensor through_momentum = d_momentum - sgd.rate * ahead * d_weights;
    const Tensor q = sgd.nesterov ? through_momentum - sgd.rate * d_weights : through_momentum;
    const bool weights_wanted = end.start_wanted || t > 0;
    const LevelPoint mixed =
        mixed_product(level.objective, {path.alpha, path.states[t].weights, path.knowledge},
                      {.q = q, .radius = end.radius, .weights_wanted = weights_wanted});
    accumulate(sum.alpha, mixed.alpha);
    if (path.knowledge.defined()) accumulate(sum.knowledge, mixed.knowledge);
    if (weights_wanted) d_weights = d_weights + sgd.weight_decay * q + mixed.weights;
    d_momentum = sgd.momentum * through_momentum;
  }
  if (end.start_wanted) sum.weights = d_weights;
  return sum;
}

}  // namespace tetlo
