// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/pull_back.h"

#include "tetlo/util/forward_mode.h"

namespace tetlo {
namespace {

/// The arguments of an objective: as leaves those by which it is differentiated, as constants others.
struct Leaves {
  Leaves(const LevelPoint& at, bool by_weights)
      : alpha(leaf(at.alpha)),
        weights(by_weights ? leaf(at.weights) : at.weights.detach()),
        knowledge(at.knowledge.defined() ? leaf(at.knowledge) : Tensor()) {
    wanted = {alpha};
    if (knowledge.defined()) wanted.push_back(knowledge);
    if (by_weights) wanted.push_back(weights);
  }

  /// The derivatives by `wanted` as a point.
  LevelPoint derivatives_of(const Tensor& y) const {
    const auto by = gradients(y, wanted);
    const size_t others = knowledge.defined() ? 2 : 1;
    return {.alpha = by[0],
            .weights = by.size() > others ? by.back() : Tensor(),
            .knowledge = knowledge.defined() ? by[1] : Tensor()};
  }

  Tensor alpha, weights, knowledge;
  std::vector<Tensor> wanted;
};

/// ∂f/∂(α, w, k) at constants. The part for w is left undefined unless `weights_wanted`, that for k
/// if there is no knowledge.
LevelPoint gradient_at(const Objective& f, const LevelPoint& at, bool weights_wanted) {
  const Leaves x(at, weights_wanted);
  return x.derivatives_of(f(x.alpha, x.weights, x.knowledge));
}

}  // namespace

MixedProduct central_difference(double radius) {
  return [radius](const Objective& f, const LevelPoint& at, const Direction& along) -> LevelPoint {
    const auto& [q, weights_wanted] = along;
    // A tensor, so that the host need not wait for it. Along q = 0 any finite R gives 0.
    const Tensor norm = q.norm().to(torch::kFloat64);
    const Tensor R = (radius / norm).masked_fill(norm == 0, 1);
    const auto above = gradient_at(f, {at.alpha, at.weights + R * q, at.knowledge}, weights_wanted);
    const auto below = gradient_at(f, {at.alpha, at.weights - R * q, at.knowledge}, weights_wanted);
    const auto difference = [R](const Tensor& up, const Tensor& down) {
      return up.defined() ? (up - down) / (2 * R) : up;
    };
    return {.alpha = difference(above.alpha, below.alpha),
            .weights = difference(above.weights, below.weights),
            .knowledge = difference(above.knowledge, below.knowledge)};
  };
}

LevelPoint exact_product(const Objective& f, const LevelPoint& at, const Direction& along) {
  const Leaves x(at, along.weights_wanted);
  Tensor along_q;  // ⟨∇_w f, q⟩
  {
    const ForwardMode forward;
    along_q = tangent_of(f(x.alpha, with_tangent(x.weights, along.q), x.knowledge));
  }
  return x.derivatives_of(along_q);
}

LevelPoint pull_back(const Level& level, const LevelPath& path, const EndGradient& end,
                     const MixedProduct& product) {
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
        product(level.objective, {path.alpha, path.states[t].weights, path.knowledge},
                {.q = q, .weights_wanted = weights_wanted});
    accumulate(sum.alpha, mixed.alpha);
    if (path.knowledge.defined()) accumulate(sum.knowledge, mixed.knowledge);
    if (weights_wanted) d_weights = d_weights + sgd.weight_decay * q + mixed.weights;
    d_momentum = sgd.momentum * through_momentum;
  }
  if (end.start_wanted) sum.weights = d_weights;
  return sum;
}

}  // namespace tetlo
