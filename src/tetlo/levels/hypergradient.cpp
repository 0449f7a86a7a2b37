// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/hypergradient.h"

#include "tetlo/levels/pull_back.h"

namespace tetlo {
namespace {

/// A level after its virtual steps.
struct Descended {
  LevelPath path;
  Tensor alpha, end;  ///< the arguments at which its knowledge was computed
  Tensor knowledge;   ///< for the next level; undefined if there is none

  const Tensor& weights() const { return path.states.back().weights; }
};

/// The state in which a level starts: its shared weights are those that the
/// previous level has reached.
SgdState start_of(const Level& level, const Tensor& end_before) {
  if (level.tied == 0) return level.start;
  const int64_t own = level.start.weights.size(0) - level.tied;
  return {.weights = torch::cat({end_before.narrow(0, 0, level.tied),
                                 level.start.weights.narrow(0, level.tied, own)}),
          .momentum = level.start.momentum};
}

/// Takes the virtual steps of all levels, one level after the other. With `create_graph` every
/// result is a function of `alpha`. Without it every level sees constants, and the knowledge it
/// hands on is a function of two leaves, `alpha` and `end` of its Descended.
std::vector<Descended> descend(const Problem& problem, const Tensor& alpha, int64_t steps,
                               bool create_graph) {
  std::vector<Descended> done;
  for (const Level& level : problem.levels) {
    const bool first = done.empty();
    Tensor k = first ? Tensor() : done.back().knowledge;
    if (k.defined() && !create_graph) k = k.detach();
    const SgdState start = first ? level.start : start_of(level, done.back().weights());
    const auto f = [&](const Tensor& weights) { return level.objective(alpha, weights, k); };
    Descended now{.path = {.alpha = alpha,
                           .knowledge = k,
                           .states = unroll(f, start, level.sgd, {steps, create_graph})},
                  .alpha = {},
                  .end = {},
                  .knowledge = {}};
    if (level.knowledge) {
      now.alpha = create_graph ? alpha : leaf(alpha);
      now.end = create_graph ? now.weights() : leaf(now.weights());
      now.knowledge = level.knowledge(now.alpha, now.end);
    }
    done.push_back(std::move(now));
  }
  return done;
}

std::vector<Tensor> ends_of(const std::vector<Descended>& levels) {
  std::vector<Tensor> ends;
  for (const Descended& level : levels) ends.push_back(level.weights());
  return ends;
}

/// P or a part of it, and its losses by name, without their weights.
struct Outer {
  Tensor P;
  std::map<std::string, Tensor> losses;
};

Outer outer_of(const OuterTerm& term, const Tensor& alpha, const Tensor& end) {
  const auto losses = term.losses(alpha, end).view(-1).unbind();
  Outer part;
  for (size_t i = 0; i < losses.size(); ++i) {
    part.losses[term.names[i]] = losses[i].detach();
    accumulate(part.P, term.weights[i] * losses[i]);
  }
  return part;
}

Outer outer_of(const Problem& problem, const Tensor& alpha, const std::vector<Tensor>& ends) {
  Outer sum;
  for (const OuterTerm& term : problem.outer) {
    auto [P, losses] = outer_of(term, alpha, ends[term.level]);
    accumulate(sum.P, P);
    sum.losses.merge(losses);
  }
  return sum;
}

/// ∂P/∂α at the present weights. The gradient with respect to the weights is not computed, which
/// saves about half the cost.
Hypergradient first_order(const Problem& problem, const Tensor& at_alpha) {
  Hypergradient result;
  for (const OuterTerm& term : problem.outer) {
    const Tensor alpha = leaf(at_alpha);
    auto [P, losses] = outer_of(term, alpha, problem.levels[term.level].start.weights.detach());
    accumulate(result.alpha, gradients(P, {alpha}).front());
    result.losses.merge(losses);
  }
  return result;
}

/// How ∂P/∂w' is taken back through the steps of every level.
struct WayBack {
  int64_t steps = 1;  ///< virtual steps of a level
  MixedProduct product;
  int64_t repeated = 0;  ///< how often the first step is taken back again, as if at a fixed point
};

/// [Liu2019, eq. 7; Sheth2023, eq. 12 to 21], with products computed in any way; the notation is
/// that of docs/mathematics.md, section 4.
Hypergradient second_order(const Problem& problem, const Tensor& alpha, const WayBack& back) {
  auto levels = descend(problem, alpha, back.steps, /*create_graph=*/false);
  Hypergradient result;
  std::vector<Tensor> u(levels.size());  // ∂P/∂w' of every level, summed up so far
  for (const OuterTerm& term : problem.outer) {
    const Tensor at = leaf(alpha), weights = leaf(levels[term.level].weights());
    auto [P, losses] = outer_of(term, at, weights);
    const auto direct = gradients(P, {at, weights});
    accumulate(result.alpha, direct[0]);
    accumulate(u[term.level], direct[1]);
    result.losses.merge(losses);
  }
  for (size_t i = levels.size(); i-- > 0;) {
    if (!u[i].defined()) continue;  // P does not depend on this level
    const Level& level = problem.levels[i];
    auto& states = levels[i].path.states;
    states.insert(states.begin(), static_cast<size_t>(back.repeated), states.front());
    const LevelPoint through = pull_back(
        level, levels[i].path, {.weights = u[i], .start_wanted = level.tied > 0}, back.product);
    accumulate(result.alpha, through.alpha);
    if (through.knowledge.defined()) {
      const Descended& teacher = levels[i - 1];
      const auto by =
          gradients((teacher.knowledge * through.knowledge).sum(), {teacher.alpha, teacher.end});
      accumulate(result.alpha, by[0]);
      accumulate(u[i - 1], by[1]);
    }
    if (level.tied > 0) {
      if (!u[i - 1].defined()) u[i - 1] = torch::zeros_like(problem.levels[i - 1].start.weights);
      u[i - 1].narrow(0, 0, level.tied).add_(through.weights.narrow(0, 0, level.tied));
    }
  }
  return result;
}

/// The problem with virtual steps that have no momentum.
Problem without_momentum(Problem problem) {
  for (Level& level : problem.levels) {
    level.sgd.momentum = 0;
    level.sgd.nesterov = false;
  }
  return problem;
}

}  // namespace

Tensor outer(const Problem& problem, const Tensor& alpha, const std::vector<Tensor>& ends) {
  return outer_of(problem, alpha, ends).P;
}

Tensor outer(const Problem& problem, const Tensor& alpha, const HypergradientOptions& options,
             bool create_graph) {
  const int64_t steps = options.kind == HypergradientKind::kFirstOrder ? 0 : options.steps;
  return outer(problem, alpha, ends_of(descend(problem, alpha, steps, create_graph)));
}

Hypergradient hypergradient(const Problem& problem, const Tensor& alpha,
                            const HypergradientOptions& options) {
  switch (options.kind) {
    case HypergradientKind::kFirstOrder:
      return first_order(problem, alpha);
    case HypergradientKind::kFiniteDifference:
      return second_order(problem, alpha,
                          {.steps = options.steps, .product = central_difference(options.radius)});
    case HypergradientKind::kExact:
      return second_order(problem, alpha, {.steps = options.steps, .product = exact_product});
    case HypergradientKind::kNeumann:
      break;
  }
  return second_order(without_momentum(problem), alpha,
                      {.product = exact_product, .repeated = options.terms});
}

Hypergradient unrolled_hypergradient(const Problem& problem, const Tensor& at_alpha,
                                     int64_t steps) {
  const Tensor alpha = leaf(at_alpha);
  const auto ends = ends_of(descend(problem, alpha, steps, /*create_graph=*/true));
  const auto [P, losses] = outer_of(problem, alpha, ends);
  return {.alpha = gradients(P, {alpha}).front(), .losses = losses};
}

}  // namespace tetlo
