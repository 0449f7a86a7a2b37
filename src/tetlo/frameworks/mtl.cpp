// SPDX-License-Identifier: Apache-2.0
// MTL, multi-task learning: main and auxiliary model learn side by side, with two levels
// [Sheth2023, eq. 24].
//
//   (e_m, e_a)  is moved by the gradient of L_m(M; e_m; D_m^tr) + L_a(A; e_a; D_a^tr) + λ R(e_m, e_a)
//   α           is moved by dP/dα,  P = L_m(M; e_m'; D_m^val) + γ L_a(A; e_a'; D_a^val)
//
// R has a gradient in both models. All weights are one vector (s, m, a, r): s are the tied weights,
// which are in it once, m and a the rest of each model, r the weights of R's own. So they have one
// momentum, one decay and one clipped norm.
#include "tetlo/frameworks/table.h"

namespace tetlo {
namespace {

struct Options {
  double gamma = 1;
  double lambda = 0.1;

  std::vector<Field> fields() {
    return {{"gamma",
             {&gamma, not_negative(1e6)},
             "weight γ of the auxiliary model's validation loss",
             "[Sheth2023, eq. 24]"},
            {"lambda",
             {&lambda, not_negative(1e6)},
             "weight λ of the transfer loss",
             "[Sheth2023, eq. 24]"}};
  }
};

FrameworkDefinition define(const std::any& chosen, const FrameworkParts& parts) {
  const auto& options = std::any_cast<const Options&>(chosen);
  auto [main, auxiliary, tied, fixed] = two_models(parts);
  const Tensor first_m = initial_weights(parts, main.network->layout(), kMainWeights);
  const Tensor first_a =
      initial_weights(parts, auxiliary.network->layout(), kAuxiliaryWeights).slice(0, tied);
  const auto [R, first_r] =
      place_transfer(parts, main, auxiliary, first_m.size(0) + first_a.size(0));
  main.ranges = {{0, first_m.size(0)}};
  auxiliary.ranges = {{0, tied}, {first_m.size(0), first_a.size(0)}};

  const auto both = [main = main, auxiliary = auxiliary, R = R, lambda = options.lambda](
                        const At& at, const Tensor& e, const Tensor&) {
    const StepInputs& inputs = at.inputs;
    const Evaluated L_m = classify(main, e, inputs.train, at);
    const Evaluated L_a = classify(auxiliary, e, inputs.auxiliary_train, at);
    const Output teacher = same_images(inputs.train, inputs.auxiliary_train)
                               ? L_m.output()
                               : answer(main, e, inputs.auxiliary_train, at_rest(at));
    return plus_transfer(L_m + L_a, lambda, R(R.knowledge(teacher, at), L_a.output(), e, at));
  };
  return {.models = {main, auxiliary},
          .stages = {{.name = "both",
                      .state = at_start(torch::cat({first_m, first_a, first_r})),
                      .objective = both}},
          .outer = {{.names = {"main"}, .losses = validation_loss(main)},
                    {.names = {"auxiliary"},
                     .weights = {options.gamma},
                     .losses = validation_loss(auxiliary)}},
          .transfer = parts.transfer,
          .clip = parts.clip};
}

}  // namespace

FrameworkEntry mtl_framework() {
  return {member<Options>("mtl", "bi-level: two models learn side by side, and from each other",
                          "[Sheth2023, eq. 24]"),
          {.auxiliary = true,
           .auxiliary_images = true,
           .auxiliary_batches = true,
           .transfer = true,
           .separate_architecture = true},
          /*defaults=*/"",
          define};
}

}  // namespace tetlo
