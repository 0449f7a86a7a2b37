// SPDX-License-Identifier: Apache-2.0
// TETLO: a main model that teaches an auxiliary model, with three levels [Sheth2023, section 3].
//
//   e_m  is moved by ∂L_m(α; e_m; tr)/∂e_m             stage I    [eq. 5, 6]
//   e_a  is moved by ∂[L_a(α; e_a; tr) + λ R]/∂e_a     stage II   [eq. 8, 9]
//   α    is moved by dP/dα,  P = L_m(α; e_m'; val) + γ L_a(α; e_a'; val)     stage III  [eq. 11]
//
// Both stages move the tied weights; after each stage they are copied to the other model.
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
             "[Sheth2023, eq. 3]"},
            {"lambda",
             {&lambda, not_negative(1e6)},
             "weight λ of the transfer loss",
             "[Sheth2023, table 26]"}};
  }
};

FrameworkDefinition define(const std::any& options, const FrameworkParts& parts) {
  const auto& [gamma, lambda] = std::any_cast<const Options&>(options);
  SupernetShape shape = parts.shape;
  shape.used_cells = cells_of_two_models(parts);
  const auto supernet = std::make_shared<Supernet>(parts.space, shape);
  const Auxiliary second = parts.auxiliary({parts.space, shape, *supernet});
  const Model main = make_model(parts, "main", 0, supernet);
  const Model auxiliary = make_model(parts, "auxiliary", 1, second.network);
  const Lesson lesson{.transfer = parts.transfer, .lambda = lambda};

  const auto stage_one = [=](const At& at, const Tensor& e_m, const Tensor&) {
    return classify(main, e_m, at.inputs.train, at);
  };
  const auto k = [=](const At& at, const Tensor& e_m) { return teach(lesson, main, e_m, at); };
  const auto stage_two = [=](const At& at, const Tensor& e_a, const Tensor& knowledge) {
    const Evaluated L_a = classify(auxiliary, e_a, at.inputs.auxiliary_train, at);
    return learn_from(lesson, knowledge, L_a, at);
  };
  const auto L_m = [=](const At& at, const Tensor& e_m) {
    return classify(main, e_m, at.inputs.validation, at);
  };
  const auto L_a = [=](const At& at, const Tensor& e_a) {
    return classify(auxiliary, e_a, at.inputs.auxiliary_validation, at);
  };
  return {.models = {main, auxiliary},
          .stages = {{.name = "main",
                      .state = initial_state(parts, main),
                      .objective = stage_one,
                      .knowledge = k},
                     {.name = "auxiliary",
                      .state = initial_state(parts, auxiliary),
                      .tied = second.tied,
                      .objective = stage_two}},
          .outer = {{.name = "main", .stage = 0, .loss = L_m},
                    {.name = "auxiliary", .weight = gamma, .stage = 1, .loss = L_a}},
          .transfer = parts.transfer,
          .clip = parts.clip};
}

}  // namespace

FrameworkEntry tetlo_framework() {
  return {member<Options>("tetlo", "tri-level: a main model teaches an auxiliary one",
                          "[Sheth2023, eq. 3]"),
          {.auxiliary = true, .auxiliary_images = true, .transfer = true},
          /*defaults=*/"",
          define};
}

}  // namespace tetlo
