// SPDX-License-Identifier: Apache-2.0
// What wrong knowledge does to the model that learns it: an auxiliary model alone, whose weights
// are also to put given pairs of training images in the order of their similarity
// [Sheth2023, eq. 22].
//
//   e_a  is moved by ∂[L_a(A; e_a; tr) + λ Σ max(0, −(c(x, y) − c(z, w)))]/∂e_a
//   A    is moved by dL_a(A; e_a'; val)/dA
//
// The sum is over the quadruples (x, y) ≻ (z, w) of the iteration. As the only model, the auxiliary
// model is called "main" in the figures. If it is of fixed architecture, it is only trained.
#include "tetlo/frameworks/table.h"
#include "tetlo/transfer/labelled_quadruples.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

struct Options {
  double lambda = 0.1;
  GivenQuadruples given = {.of_validation = false};

  std::vector<Field> fields() {
    std::vector<Field> all = given.fields();
    all.insert(all.begin(), {"lambda",
                             {&lambda, not_negative(1e6)},
                             "weight λ of the loss over quadruples",
                             "[Sheth2023, eq. 22]"});
    return all;
  }
};

/// The auxiliary model, with all cells of the layout.
TwoModels alone(FrameworkParts parts) {
  if (parts.shape.used_cells == 0) parts.shape.used_cells = parts.shape.cells;
  TwoModels models = two_models(parts);
  require(models.tied == 0,
          "auxiliary.name is tied; in ranked_weights there is no main model that the auxiliary "
          "model could share weights with.");
  models.auxiliary.name = "main";
  models.auxiliary.auxiliary = false;
  return models;
}

FrameworkDefinition define(const std::any& chosen, const FrameworkParts& parts) {
  const auto& options = std::any_cast<const Options&>(chosen);
  const TwoModels models = alone(parts);
  const Model& auxiliary = models.auxiliary;
  const auto stage = [auxiliary, lambda = options.lambda](const At& at, const Tensor& e_a,
                                                          const Tensor&) {
    Evaluated L_a = classify(auxiliary, e_a, at.inputs.train, at);
    const Tensor encoding = answer(auxiliary, e_a, at.inputs.ranked, at).encoding;
    return plus_transfer(L_a, lambda, ranking_loss(encoding, at.inputs.quadruples));
  };
  const Tensor e_a = initial_weights(parts, auxiliary.network->layout(), kMainWeights);
  FrameworkDefinition definition{
      .models = {auxiliary},
      .stages = {{.name = "main", .state = at_start(e_a), .objective = stage}},
      .outer = {},
      .clip = parts.clip,
      .given = options.given};
  if (!models.fixed) definition.outer = {{.names = {"main"}, .losses = validation_loss(auxiliary)}};
  return definition;
}

}  // namespace

FrameworkEntry ranked_weights_framework() {
  return {member<Options>("ranked_weights",
                          "bi-level: an auxiliary model alone, whose weights learn a given order",
                          "[Sheth2023, eq. 22]"),
          {.auxiliary = true},
          /*defaults=*/"[auxiliary]\nname = \"untied\"\n",
          define};
}

}  // namespace tetlo
