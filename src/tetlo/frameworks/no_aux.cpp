// SPDX-License-Identifier: Apache-2.0
// NoAux: no auxiliary model; instead, the encoder is to tell on validation images which pairs are
// of one class [Sheth2023, appendix N].
//
//   e_m  is moved by ∂L_m(α; e_m; D_m^tr)/∂e_m
//   α    is moved by dP/dα,  P = L_m(α; e_m'; D_m^val) + λ Σ max(0, −(c(x, y) − c(z, w)))
//
// The sum is over quadruples of validation images, where x and y are of one class, z and w of two.
#include "tetlo/frameworks/table.h"
#include "tetlo/transfer/labelled_quadruples.h"

namespace tetlo {
namespace {

constexpr Purpose kQuadruples = purpose("labelled quadruples");

struct Options {
  double lambda = 0.1;
  int64_t samples = 300;

  std::vector<Field> fields() {
    return {{"lambda",
             {&lambda, not_negative(1e6)},
             "weight λ of the loss over quadruples",
             "docs/decisions.md"},
            {"samples",
             {&samples, {1, 10'000'000, "quadruples"}},
             "quadruples drawn from a validation batch",
             "docs/decisions.md"}};
  }
};

FrameworkDefinition define(const std::any& chosen, const FrameworkParts& parts) {
  const auto& options = std::any_cast<const Options&>(chosen);
  const Model main = main_model(parts);
  const auto P = [main, samples = options.samples](const At& at, const Tensor& e_m) {
    const StepBatch& batch = at.inputs.validation;
    const Evaluated L_m = classify(main, e_m, batch, at);
    // Keyed by the batch, so that P is the same function wherever it is evaluated.
    Random random(batch.noise, kQuadruples);
    const Tensor quadruples = labelled_quadruples(batch.labels_on_host, samples, random);
    const Tensor& encoding = L_m.output().encoding;
    return torch::stack({L_m.loss, ranking_loss(encoding, quadruples.to(encoding.device()))});
  };
  const Tensor e_m = initial_weights(parts, main.network->layout(), kMainWeights);
  return {.models = {main},
          .stages = {{.name = "main", .state = at_start(e_m), .objective = training_loss(main)}},
          .outer = {{.names = {"main", "quadruples"}, .weights = {1, options.lambda}, .losses = P}},
          .clip = parts.clip};
}

}  // namespace

FrameworkEntry no_aux_framework() {
  return {member<Options>("no_aux", "bi-level: one model, and a loss over quadruples in P",
                          "[Sheth2023, appendix N]"),
          {},
          /*defaults=*/"",
          define};
}

}  // namespace tetlo
