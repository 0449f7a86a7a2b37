// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/hypergradient.h"

#include "tetlo/levels/pull_back.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// A validation loss with its gradients by α and by the weights, at constants.
struct Validation {
  double loss;
  Tensor d_alpha, d_weights;
};

template <typename Loss>
Validation validate(const Loss& loss, const Tensor& at_alpha, const Tensor& at_weights) {
  const Tensor alpha = leaf(at_alpha), weights = leaf(at_weights);
  const Tensor value = loss(alpha, weights);
  const auto by = gradients(value, {alpha, weights});
  return {.loss = value.item<double>(), .d_alpha = by[0], .d_weights = by[1]};
}

/// The same by α alone: what first order needs, at half the cost.
template <typename Loss>
std::pair<double, Tensor> validate_alpha(const Loss& loss, const Tensor& at_alpha,
                                         const Tensor& weights) {
  const Tensor alpha = leaf(at_alpha);
  const Tensor value = loss(alpha, weights.detach());
  return {value.item<double>(), gradients(value, {alpha}).front()};
}

/// The functions of a problem, bound so that they can be handed about.
auto stage_one(const BilevelProblem& p) {
  return [&p](const Tensor& alpha, const Tensor& e_m, const Tensor&) {
    return p.train_main(alpha, e_m);
  };
}
auto stage_two(const TrilevelProblem& p) {
  return [&p](const Tensor& alpha, const Tensor& e_a, const Tensor& k) {
    return p.train_auxiliary(alpha, e_a, k);
  };
}
auto main_validation(const BilevelProblem& p) {
  return [&p](const Tensor& alpha, const Tensor& e_m) { return p.validate_main(alpha, e_m); };
}
auto auxiliary_validation(const TrilevelProblem& p) {
  return [&p](const Tensor& alpha, const Tensor& e_a) { return p.validate_auxiliary(alpha, e_a); };
}

int64_t virtual_steps(const HypergradientOptions& options) {
  return options.kind == HypergradientKind::kFirstOrder ? 0 : options.steps;
}

/// Stage II starts from the shared weights that stage I has just moved: (s', a).
Iterate start_of_stage_two(const TrilevelProblem& problem, const Tensor& e_m,
                           const Iterate& auxiliary) {
  const int64_t tied = problem.tied();
  if (tied == 0) return auxiliary;
  const int64_t own = auxiliary.weights.size(0) - tied;
  return {.weights = torch::cat({e_m.narrow(0, 0, tied), auxiliary.weights.narrow(0, tied, own)}),
          .momentum = auxiliary.momentum};
}

std::vector<Iterate> unroll_stage_one(const BilevelProblem& problem, const Tensor& alpha,
                                      const Iterate& main, const HypergradientOptions& options,
                                      bool create_graph) {
  return unroll([&](const Tensor& e_m) { return problem.train_main(alpha, e_m); }, main,
                options.sgd, virtual_steps(options), create_graph);
}

std::vector<Iterate> unroll_stage_two(const TrilevelProblem& problem, const Tensor& alpha,
                                      const Tensor& knowledge, const Iterate& start,
                                      const HypergradientOptions& options, bool create_graph) {
  return unroll([&](const Tensor& e_a) { return problem.train_auxiliary(alpha, e_a, knowledge); },
                start, options.sgd, virtual_steps(options), create_graph);
}

Hypergradient exact(const OuterLosses& losses, const Tensor& alpha, double gamma) {
  const bool taught = losses.auxiliary.defined();
  const Tensor outer = taught ? losses.main + gamma * losses.auxiliary : losses.main;
  return {.alpha = gradients(outer, {alpha}).front(),
          .main = losses.main.item<double>(),
          .auxiliary = taught ? losses.auxiliary.item<double>() : 0};
}

/// [Liu2019, eq. 7 and 8]: ∂L_m(val)/∂α + the path through e_m'.
Hypergradient finite_difference(const BilevelProblem& problem, const Tensor& alpha,
                                const Iterate& main, const HypergradientOptions& options) {
  const auto path = unroll_stage_one(problem, alpha, main, options, /*create_graph=*/false);
  const auto at_main = validate(main_validation(problem), alpha, path.back().weights);
  const auto through_one = pull_back(stage_one(problem), alpha, /*knowledge=*/{}, path, options.sgd,
                                     at_main.d_weights, options.radius, /*start_wanted=*/false);
  return {.alpha = at_main.d_alpha + through_one.alpha, .main = at_main.loss};
}

/// [Sheth2023, eq. 12 to 21]; the letters of docs/mathematics.md, section 4.
Hypergradient finite_difference(const TrilevelProblem& problem, const Tensor& alpha,
                                const Iterate& main, const Iterate& auxiliary,
                                const HypergradientOptions& options) {
  const auto path_m = unroll_stage_one(problem, alpha, main, options, /*create_graph=*/false);
  const Tensor teacher_alpha = leaf(alpha), teacher = leaf(path_m.back().weights);
  const Tensor knowledge = problem.teach(teacher_alpha, teacher);
  const auto path_a =
      unroll_stage_two(problem, alpha, knowledge.detach(),
                       start_of_stage_two(problem, teacher.detach(), auxiliary), options,
                       /*create_graph=*/false);

  const auto at_main = validate(main_validation(problem), alpha, teacher);
  const auto at_auxiliary = validate(auxiliary_validation(problem), alpha, path_a.back().weights);
  const Tensor v = options.gamma * at_auxiliary.d_weights;
  const auto through_two = pull_back(stage_two(problem), alpha, knowledge.detach(), path_a,
                                     options.sgd, v, options.radius, problem.tied() > 0);
  const auto through_teacher =
      gradients((knowledge * through_two.knowledge).sum(), {teacher_alpha, teacher});

  Tensor u = at_main.d_weights + through_teacher[1];
  if (problem.tied() > 0) {
    u.narrow(0, 0, problem.tied()).add_(through_two.weights.narrow(0, 0, problem.tied()));
  }
  const auto through_one = pull_back(stage_one(problem), alpha, /*knowledge=*/{}, path_m,
                                     options.sgd, u, options.radius, /*start_wanted=*/false);
  return {.alpha = at_main.d_alpha + options.gamma * at_auxiliary.d_alpha + through_two.alpha +
                   through_teacher[0] + through_one.alpha,
          .main = at_main.loss,
          .auxiliary = at_auxiliary.loss};
}

}  // namespace

OuterLosses outer_losses(const BilevelProblem& problem, const Tensor& alpha, const Iterate& main,
                         const HypergradientOptions& options, bool create_graph) {
  const auto path = unroll_stage_one(problem, alpha, main, options, create_graph);
  return {.main = problem.validate_main(alpha, path.back().weights), .auxiliary = {}};
}

OuterLosses outer_losses(const TrilevelProblem& problem, const Tensor& alpha, const Iterate& main,
                         const Iterate& auxiliary, const HypergradientOptions& options,
                         bool create_graph) {
  const auto path_m = unroll_stage_one(problem, alpha, main, options, create_graph);
  const Tensor e_m = path_m.back().weights;
  const auto path_a =
      unroll_stage_two(problem, alpha, problem.teach(alpha, e_m),
                       start_of_stage_two(problem, e_m, auxiliary), options, create_graph);
  return {.main = problem.validate_main(alpha, e_m),
          .auxiliary = problem.validate_auxiliary(alpha, path_a.back().weights)};
}

Hypergradient hypergradient(const BilevelProblem& problem, const Tensor& at_alpha,
                            const Iterate& main, const HypergradientOptions& options) {
  switch (options.kind) {
    case HypergradientKind::kFirstOrder: {
      const auto [loss, d_alpha] = validate_alpha(main_validation(problem), at_alpha, main.weights);
      return {.alpha = d_alpha, .main = loss};
    }
    case HypergradientKind::kFiniteDifference:
      return finite_difference(problem, at_alpha, main, options);
    case HypergradientKind::kExact:
      break;
  }
  const Tensor alpha = leaf(at_alpha);
  return exact(outer_losses(problem, alpha, main, options, /*create_graph=*/true), alpha, 0);
}

Hypergradient hypergradient(const TrilevelProblem& problem, const Tensor& at_alpha,
                            const Iterate& main, const Iterate& auxiliary,
                            const HypergradientOptions& options) {
  switch (options.kind) {
    case HypergradientKind::kFirstOrder: {
      const auto [main_loss, d_main] =
          validate_alpha(main_validation(problem), at_alpha, main.weights);
      const auto [auxiliary_loss, d_auxiliary] =
          validate_alpha(auxiliary_validation(problem), at_alpha, auxiliary.weights);
      return {.alpha = d_main + options.gamma * d_auxiliary,
              .main = main_loss,
              .auxiliary = auxiliary_loss};
    }
    case HypergradientKind::kFiniteDifference:
      return finite_difference(problem, at_alpha, main, auxiliary, options);
    case HypergradientKind::kExact:
      break;
  }
  const Tensor alpha = leaf(at_alpha);
  return exact(outer_losses(problem, alpha, main, auxiliary, options, /*create_graph=*/true), alpha,
               options.gamma);
}

}  // namespace tetlo
