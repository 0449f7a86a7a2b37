// SPDX-License-Identifier: Apache-2.0
// Plain search, without an auxiliary model: one model, two levels [Liu2019, algorithm 1].
//
//   α    is moved by dL_m(α; e_m'; val)/dα, then
//   e_m  is moved by ∂L_m(α; e_m; tr)/∂e_m
#include "tetlo/frameworks/table.h"

namespace tetlo {
namespace {

FrameworkDefinition define(const std::any&, const FrameworkParts& parts) {
  const Model main = main_model(parts);
  const Tensor e_m = initial_weights(parts, main.network->layout(), kMainWeights);
  return {.models = {main},
          .stages = {{.name = "main", .state = at_start(e_m), .objective = training_loss(main)}},
          .outer = {{.names = {"main"}, .losses = validation_loss(main)}},
          .clip = parts.clip};
}

}  // namespace

FrameworkEntry plain_framework() {
  return {member("plain", "bi-level: one model", "[Liu2019, eq. 3]"),
          {},
          // [Liu2019, appendix A.1]
          "[search]\nepochs = 50\nbatch_size = 64\narch_every = 1\n",
          define};
}

}  // namespace tetlo
