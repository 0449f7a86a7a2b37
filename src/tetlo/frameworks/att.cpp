// SPDX-License-Identifier: Apache-2.0
// ATT, auxiliary-to-main transfer: an auxiliary model is trained first, and then teaches the main
// model [Sheth2023, section 4.2].
//
//   before the search, e_a is moved by ∂L_a(e_a; D_a^tr ∪ D_a^val)/∂e_a; then it is frozen
//   e_m  is moved by ∂[L_m(α; e_m; D_m^tr) + λ R(e_a, e_m)]/∂e_m
//   α    is moved by dL_m(α; e_m'; D_m^val)/dα
//
// An auxiliary model that is a supernet has the initial α, and keeps it. It teaches with running
// statistics. Weights of R's own are trained with e_m.
#include "tetlo/frameworks/table.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kOurs = "docs/decisions.md";

struct Options {
  double lambda = 0.1;
  int64_t epochs = 50;
  double learning_rate = 0.025;
  double learning_rate_min = 0.001;

  std::vector<Field> fields() {
    return {{"lambda",
             {&lambda, not_negative(1e6)},
             "weight λ of the transfer loss",
             "[Sheth2023, section 4.2]"},
            {"epochs",
             {&epochs, {1, 100'000, "epochs"}},
             "passes over the images of the auxiliary model, before the search",
             kOurs},
            {"learning_rate",
             {&learning_rate, not_negative(1e6)},
             "learning rate of the auxiliary model in the first epoch before the search",
             kOurs},
            {"learning_rate_min",
             {&learning_rate_min, not_negative(1e6)},
             "learning rate of the auxiliary model at the end of its cosine",
             kOurs}};
  }
};

FrameworkDefinition define(const std::any& chosen, const FrameworkParts& parts) {
  const auto& options = std::any_cast<const Options&>(chosen);
  require(options.learning_rate_min <= options.learning_rate,
          "att.learning_rate_min is {}; it must be at most att.learning_rate, {}.",
          options.learning_rate_min, options.learning_rate);
  auto [main, auxiliary, tied, fixed] = two_models(parts);
  require(tied == 0,
          "auxiliary.name is tied; in att the auxiliary model is trained before the main model and "
          "must have its own weights.");
  const Tensor first_a = initial_weights(parts, auxiliary.network->layout(), kAuxiliaryWeights);
  const Tensor first_m = initial_weights(parts, main.network->layout(), kMainWeights);
  const auto [R, first_r] = place_transfer(parts, auxiliary, main, first_m.size(0));
  main.stage = 1;
  main.ranges = {{0, first_m.size(0)}};
  auxiliary.constant_mixture = parts.initial;

  const auto teach = [auxiliary = auxiliary, R = R](const At& at, const Tensor& e_a) {
    const At trained = at_rest(at, Statistics::kRunning);
    return R.knowledge(answer(auxiliary, e_a, at.inputs.train, trained), at);
  };
  const auto stage_one = [main = main, R = R, lambda = options.lambda](
                             const At& at, const Tensor& e_m, const Tensor& k) {
    const Evaluated L_m = classify(main, e_m, at.inputs.train, at);
    return plus_transfer(L_m, lambda, R(k, L_m.output(), e_m, at));
  };
  return {.models = {main, auxiliary},
          .stages = {{.name = "auxiliary",
                      .state = at_start(first_a),
                      .before_search = true,
                      .objective = training_loss(auxiliary),
                      .knowledge = teach},
                     {.name = "main",
                      .state = at_start(torch::cat({first_m, first_r})),
                      .objective = stage_one}},
          .outer = {{.names = {"main"}, .stage = 1, .losses = validation_loss(main)}},
          .transfer = parts.transfer,
          .clip = parts.clip,
          .preparation = Preparation{.epochs = options.epochs,
                                     .learning_rate = options.learning_rate,
                                     .learning_rate_min = options.learning_rate_min}};
}

}  // namespace

FrameworkEntry att_framework() {
  return {member<Options>("att", "bi-level: an auxiliary model is trained first, and then teaches",
                          "[Sheth2023, section 4.2]"),
          {.auxiliary = true, .auxiliary_images = true, .transfer = true, .preparation = true},
          /*defaults=*/"[auxiliary]\nname = \"untied\"\n",
          define};
}

}  // namespace tetlo
