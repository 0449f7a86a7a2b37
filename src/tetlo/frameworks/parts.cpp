// SPDX-License-Identifier: Apache-2.0
#include "tetlo/frameworks/parts.h"

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

Model model_of(const FrameworkParts& parts, const std::string& name,
               std::shared_ptr<const Network> network) {
  Tensor statistics = network->layout().initial_statistics(parts.tensors);
  return {.name = name, .network = std::move(network), .statistics = std::move(statistics)};
}

}  // namespace

Model main_model(const FrameworkParts& parts) {
  return model_of(parts, "main", std::make_shared<Supernet>(parts.space, parts.shape));
}

TwoModels two_models(const FrameworkParts& parts) {
  SupernetShape shape = parts.shape;
  if (shape.used_cells == 0) shape.used_cells = shape.cells - 1;
  const auto supernet = std::make_shared<Supernet>(parts.space, shape);
  shape.classes = classes_of_auxiliary(parts);
  const Auxiliary second = parts.auxiliary({parts.space, shape, *supernet});
  require(
      !(second.fixed && parts.separate_architecture),
      "auxiliary.architecture is separate; it must be tied with a network of fixed architecture as "
      "auxiliary.name, because such a network has none to search.");
  TwoModels two{.main = model_of(parts, "main", supernet),
                .auxiliary = model_of(parts, "auxiliary", second.network),
                .tied = second.tied,
                .fixed = second.fixed};
  two.auxiliary.auxiliary = true;
  two.auxiliary.architecture = parts.separate_architecture ? 1 : 0;
  return two;
}

int64_t classes_of_auxiliary(const FrameworkParts& parts) {
  return parts.auxiliary_classes.value_or(parts.shape.classes);
}

Tensor initial_weights(const FrameworkParts& parts, const Layout& layout, WeightStream stream) {
  // Drawn on the CPU in single precision, so that the weights are the same on every device and in
  // every precision.
  return layout.initial_weights(generator(parts.seed, Purpose::kWeights, stream)).to(parts.tensors);
}

SgdState at_start(const Tensor& weights) {
  return {.weights = weights, .momentum = torch::zeros_like(weights)};
}

PlacedTransfer place_transfer(const FrameworkParts& parts, const Model& teacher,
                              const Model& learner, int64_t before) {
  require(!(parts.auxiliary_classes && parts.transfer->compares_classes()),
          "transfer.name is one that compares the classes of both models; with images of another "
          "data set (auxiliary_data.name) their classes do not correspond.");
  const Layout layout =
      parts.transfer->layout(teacher.network->features(), learner.network->features());
  return {
      .R = {.transfer = parts.transfer, .own = {.first = before, .length = layout.weight_count()}},
      .weights = initial_weights(parts, layout, kTransferWeights)};
}

}  // namespace tetlo
