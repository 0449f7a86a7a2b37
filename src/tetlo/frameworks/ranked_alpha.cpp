// SPDX-License-Identifier: Apache-2.0
// What wrong knowledge does to the search: a main model alone, whose architecture is to put given
// pairs of validation images in the order of their similarity, and learns from nothing else
// [Sheth2023, eq. 23].
//
//   e_m  is moved by ∂L_m(M; e_m; tr)/∂e_m
//   M    is moved by dP/dM,  P = Σ max(0, −(c(x, y) − c(z, w)))
//
// The sum is over the quadruples (x, y) ≻ (z, w) of the iteration, encoded with e_m'.
#include "tetlo/frameworks/table.h"
#include "tetlo/transfer/labelled_quadruples.h"

namespace tetlo {
namespace {

struct Options : GivenQuadruples {
  Options() : GivenQuadruples{.of_validation = true} {}
};

FrameworkDefinition define(const std::any& chosen, const FrameworkParts& parts) {
  const Model main = main_model(parts);
  const auto P = [main](const At& at, const Tensor& e_m) {
    const Tensor encoding = answer(main, e_m, at.inputs.ranked, at).encoding;
    return ranking_loss(encoding, at.inputs.quadruples);
  };
  const Tensor e_m = initial_weights(parts, main.network->layout(), kMainWeights);
  return {.models = {main},
          .stages = {{.name = "main", .state = at_start(e_m), .objective = training_loss(main)}},
          .outer = {{.names = {"quadruples"}, .losses = P}},
          .clip = parts.clip,
          .given = std::any_cast<const Options&>(chosen)};
}

}  // namespace

FrameworkEntry ranked_alpha_framework() {
  return {member<Options>("ranked_alpha",
                          "bi-level: one model, whose architecture learns a given order alone",
                          "[Sheth2023, eq. 23]"),
          {},
          /*defaults=*/"",
          define};
}

}  // namespace tetlo
