// SPDX-License-Identifier: Apache-2.0
// ES, encoder sharing: one encoder E with a head for each task, with two levels
// [Sheth2023, eq. 25].
//
//   (E, H_m, H_a)  is moved by the gradient of L_m(α; E, H_m; D_m^tr) + L_a(α; E, H_a; D_a^tr)
//   α              is moved by dP/dα,  P = L_m(α; E', H_m'; D_m^val) + γ L_a(α; E', H_a'; D_a^val)
//
// If both tasks have the same images, the encoder is passed once.
#include <utility>

#include "tetlo/frameworks/table.h"
#include "tetlo/net/cell_stack.h"

namespace tetlo {
namespace {

struct Options {
  double gamma = 1;

  std::vector<Field> fields() {
    return {{"gamma",
             {&gamma, not_negative(1e6)},
             "weight γ of the second task's validation loss",
             "[Sheth2023, eq. 25]"}};
  }
};

/// Both tasks, as two models that share their encoder and its running statistics.
struct Tasks {
  Model main, auxiliary;

  /// L_m and L_a on two batches.
  std::pair<Evaluated, Evaluated> losses(const Tensor& weights, const StepBatch& batch,
                                         const StepBatch& auxiliary_batch, const At& at) const {
    const Output output = answer(main, weights, batch, at);
    const Output second = same_images(batch, auxiliary_batch)
                              ? second_head(output, weights)
                              : answer(auxiliary, weights, auxiliary_batch, at);
    return {classified(main.name, output, batch),
            classified(auxiliary.name, second, auxiliary_batch)};
  }

  /// The output of H_a for images that the encoder has passed.
  Output second_head(const Output& passed, const Tensor& weights) const {
    Pass pass = auxiliary.network->pass(weights_of(auxiliary, weights), auxiliary.statistics,
                                        Statistics::kBatch);
    return {.encoding = passed.encoding,
            .logits = cell_stack(*auxiliary.network).classify(passed.encoding, pass)};
  }
};

Tasks tasks_of(const FrameworkParts& parts) {
  FrameworkParts of_auxiliary = parts;
  of_auxiliary.shape.classes = classes_of_auxiliary(parts);
  Tasks tasks{.main = main_model(parts), .auxiliary = main_model(of_auxiliary)};
  const int64_t encoder = cell_stack(*tasks.main.network).encoder_weights();
  const int64_t all = tasks.main.network->layout().weight_count();
  const int64_t head = tasks.auxiliary.network->layout().weight_count() - encoder;
  tasks.main.ranges = {{0, all}};
  tasks.auxiliary.ranges = {{0, encoder}, {all, head}};
  tasks.auxiliary.name = "auxiliary";
  tasks.auxiliary.auxiliary = true;
  tasks.auxiliary.statistics = tasks.main.statistics;
  return tasks;
}

FrameworkDefinition define(const std::any& chosen, const FrameworkParts& given) {
  const auto& options = std::any_cast<const Options&>(chosen);
  FrameworkParts parts = given;
  if (parts.shape.used_cells == 0) parts.shape.used_cells = parts.shape.cells - 1;
  const Tasks tasks = tasks_of(parts);
  const Tensor first_m = initial_weights(parts, tasks.main.network->layout(), kMainWeights);
  const Tensor first_a =
      initial_weights(parts, tasks.auxiliary.network->layout(), kAuxiliaryWeights);
  const Tensor first_head = first_a.slice(0, tasks.auxiliary.ranges.front().length);

  const auto both = [tasks](const At& at, const Tensor& e, const Tensor&) {
    const auto [L_m, L_a] = tasks.losses(e, at.inputs.train, at.inputs.auxiliary_train, at);
    return L_m + L_a;
  };
  const auto P = [tasks](const At& at, const Tensor& e) {
    const auto [L_m, L_a] =
        tasks.losses(e, at.inputs.validation, at.inputs.auxiliary_validation, at);
    return torch::stack({L_m.loss, L_a.loss});
  };
  return {.models = {tasks.main, tasks.auxiliary},
          .stages = {{.name = "both",
                      .state = at_start(torch::cat({first_m, first_head})),
                      .objective = both}},
          .outer = {{.names = {"main", "auxiliary"}, .weights = {1, options.gamma}, .losses = P}},
          .clip = parts.clip};
}

}  // namespace

FrameworkEntry es_framework() {
  return {member<Options>("es", "bi-level: one encoder with a head for each of two tasks",
                          "[Sheth2023, eq. 25]"),
          {.auxiliary_images = true, .auxiliary_batches = true},
          /*defaults=*/"",
          define};
}

}  // namespace tetlo
