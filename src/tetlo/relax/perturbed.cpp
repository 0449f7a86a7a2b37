// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/perturbed.h"

namespace tetlo {
namespace {

/// The mixture with f(weights) in place of the weights of each edge.
template <typename F>
Mixture each_edge(Mixture mixture, const F& f) {
  for (CellMixture* cell : {&mixture.normal, &mixture.reduce}) {
    for (Tensor& weights : cell->edges) weights = f(weights);
  }
  return mixture;
}

std::vector<Tensor> all_edges(const Mixture& mixture) {
  std::vector<Tensor> all = mixture.normal.edges;
  all.insert(all.end(), mixture.reduce.edges.begin(), mixture.reduce.edges.end());
  return all;
}

Tensor project(const Tensor& weights) {
  const Tensor inside = weights.clamp(0, 1), sum = inside.sum();
  const Tensor largest =
      torch::zeros_like(weights).index_fill_(0, weights.argmax(0, /*keepdim=*/true), 1);
  return torch::where(sum > 0, inside / sum, largest);
}

std::vector<bool> not_zero(const Tensor& weights) {
  const Tensor flags = weights.detach().ne(0).contiguous();
  const bool* const first = flags.data_ptr<bool>();
  return std::vector<bool>(first, first + flags.numel());
}

/// The mixture without the candidates of weight 0, as far as the host knows the weights.
Mixture without_zeros(Mixture mixture) {
  for (CellMixture* cell : {&mixture.normal, &mixture.reduce}) {
    for (size_t e = 0; e < cell->edges.size(); ++e) {
      if (cell->edges[e].is_cpu()) cell->set_present(e, not_zero(cell->edges[e]));
    }
  }
  return mixture;
}

/// Takes one step that increases the loss: moves each entry by `length` in the direction of the
/// sign of its gradient.
Mixture ascend(const Mixture& from, const Attack& attack, double length) {
  Mixture at = each_edge(from, [](const Tensor& w) { return w.detach().clone().requires_grad_(); });
  // Candidates of weight 0 are computed, too, because a larger weight may increase the loss.
  at.normal.present = at.reduce.present = {};
  const auto variables = all_edges(at);
  const auto by = torch::autograd::grad({attack.loss(at)}, variables, {}, false, false,
                                        /*allow_unused=*/true);
  size_t e = 0;
  return each_edge(from, [&](const Tensor& w) {
    const Tensor& gradient = by[e++];
    return gradient.defined() ? w + length * gradient.sign() : w;
  });
}

/// Clamps every entry of `mixture` to within `epsilon` of the same entry of `centre`.
Mixture keep_near(const Mixture& centre, const Mixture& mixture, double epsilon) {
  const auto centres = all_edges(centre);
  size_t e = 0;
  return each_edge(mixture, [&](const Tensor& w) {
    const Tensor& c = centres[e++];
    return torch::min(torch::max(w, c - epsilon), c + epsilon);
  });
}

}  // namespace

Mixture to_simplex(const Mixture& mixture) { return without_zeros(each_edge(mixture, project)); }

Mixture perturb_randomly(const Mixture& mixture, double epsilon, const at::Generator& generator) {
  return to_simplex(each_edge(mixture, [&](const Tensor& w) {
    return w + (2 * epsilon * torch::rand(w.sizes(), generator, w.options()) - epsilon);
  }));
}

Mixture perturb_adversarially(const Mixture& mixture, const Attack& attack,
                              const at::Generator& generator) {
  const double length = 2 * attack.epsilon / static_cast<double>(attack.steps);
  Mixture attacked = perturb_randomly(mixture, attack.epsilon, generator);
  for (int64_t step = 0; step < attack.steps; ++step) {
    attacked = to_simplex(keep_near(mixture, ascend(attacked, attack, length), attack.epsilon));
  }
  const at::NoGradGuard no_grad;
  const Tensor has_failed = attack.loss(attacked) < attack.loss(mixture);
  const auto original = all_edges(mixture);
  size_t e = 0;
  return without_zeros(each_edge(
      attacked, [&](const Tensor& w) { return torch::where(has_failed, original[e++], w); }));
}

}  // namespace tetlo
