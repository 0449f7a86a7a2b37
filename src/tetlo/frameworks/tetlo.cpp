// SPDX-License-Identifier: Apache-2.0
// TETLO: a main model that teaches an auxiliary model, with three levels [Sheth2023, section 3].
//
//   e_m  is moved by ∂L_m(M; e_m; D_m^tr)/∂e_m             stage I    [eq. 5, 6]
//   e_a  is moved by ∂[L_a(A; e_a; D_a^tr) + λ R]/∂e_a     stage II   [eq. 8, 9]
//   α    is moved by dP/dα,
//        P = L_m(M; e_m'; D_m^val) + γ L_a(A; e_a'; D_a^val)     stage III  [eq. 11]
//
// α is M if both models have the same architecture, A = M, and (M, A) otherwise. Both stages move
// the tied weights; after each stage they are copied to the other model. Weights of R's own are
// part of e_a.
#include "tetlo/frameworks/table.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

struct Options {
  double gamma = 1;
  double lambda = 0.1;
  double rate_ratio = 1;
  bool main_validation = true;

  std::vector<Field> fields() {
    return {{"gamma",
             {&gamma, not_negative(1e6)},
             "weight γ of the auxiliary model's validation loss",
             "[Sheth2023, eq. 3]"},
            {"lambda",
             {&lambda, not_negative(1e6)},
             "weight λ of the transfer loss",
             "[Sheth2023, table 26]"},
            {"rate_ratio",
             {&rate_ratio, positive(1e6)},
             "ξ_a / ξ_m, the auxiliary model's learning rate as a multiple of the main model's",
             "[Sheth2023, eq. 8]"},
            {"main_validation", &main_validation,
             "whether the main model's validation loss is a part of P", "[Sheth2023, table 5]"}};
  }
};

/// Throws Error if γ L_a(A; e_a'; D_a^val), as all of P, does not depend on M. It does so if the
/// auxiliary model has M's architecture, or by way of the virtual steps: through the tied weights
/// that stage I moves, or through what the main model teaches.
void require_dependence(const Options& options, const FrameworkParts& parts,
                        const TwoModels& models) {
  const bool same_architecture = !models.fixed && !parts.separate_architecture;
  const bool taught = options.lambda > 0 && parts.transfer->reaches_teacher();
  const bool depends = same_architecture || (parts.unrolled && (models.tied > 0 || taught));
  require(options.gamma > 0 && depends,
          "tetlo.main_validation is false; P would then not depend on the main model's "
          "architecture, because {}.",
          options.gamma == 0 ? "tetlo.gamma is 0"
          : !parts.unrolled  ? "a first-order hypergradient does not see what the model teaches"
          : options.lambda == 0
              ? "tetlo.lambda is 0"
              : "the gradient of this transfer does not reach the model that teaches");
}

FrameworkDefinition define(const std::any& chosen, const FrameworkParts& parts) {
  const auto& options = std::any_cast<const Options&>(chosen);
  TwoModels models = two_models(parts);
  if (!options.main_validation) require_dependence(options, parts, models);
  const Tensor first_m = initial_weights(parts, models.main.network->layout(), kMainWeights);
  const Tensor first_a =
      initial_weights(parts, models.auxiliary.network->layout(), kAuxiliaryWeights);
  const auto [R, first_r] = place_transfer(parts, models.main, models.auxiliary, first_a.size(0));
  models.auxiliary.stage = 1;
  models.auxiliary.ranges = {{0, first_a.size(0)}};
  const auto& [main, auxiliary, tied, fixed] = models;

  const auto teach = [main = main, R = R](const At& at, const Tensor& e_m) {
    return R.knowledge(answer(main, e_m, at.inputs.auxiliary_train, at), at);
  };
  const auto stage_two = [auxiliary = auxiliary, R = R, lambda = options.lambda](
                             const At& at, const Tensor& e_a, const Tensor& k) {
    const Evaluated L_a = classify(auxiliary, e_a, at.inputs.auxiliary_train, at);
    return plus_transfer(L_a, lambda, R(k, L_a.output(), e_a, at));
  };
  FrameworkDefinition definition{.models = {main, auxiliary},
                                 .stages = {{.name = "main",
                                             .state = at_start(first_m),
                                             .objective = training_loss(main),
                                             .knowledge = teach},
                                            {.name = "auxiliary",
                                             .state = at_start(torch::cat({first_a, first_r})),
                                             .tied = tied,
                                             .rate_ratio = options.rate_ratio,
                                             .objective = stage_two}},
                                 .outer = {},
                                 .transfer = parts.transfer,
                                 .clip = parts.clip};
  if (options.main_validation) {
    definition.outer.push_back({.names = {"main"}, .stage = 0, .losses = validation_loss(main)});
  }
  definition.outer.push_back({.names = {"auxiliary"},
                              .weights = {options.gamma},
                              .stage = 1,
                              .losses = validation_loss(auxiliary)});
  return definition;
}

}  // namespace

FrameworkEntry tetlo_framework() {
  return {member<Options>("tetlo", "tri-level: a main model teaches an auxiliary one",
                          "[Sheth2023, eq. 3]"),
          {.auxiliary = true,
           .auxiliary_images = true,
           .auxiliary_batches = true,
           .transfer = true,
           .separate_architecture = true},
          /*defaults=*/"",
          define};
}

}  // namespace tetlo
