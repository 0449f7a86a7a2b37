// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/framework.h"

#include "tetlo/net/supernet.h"
#include "tetlo/util/random.h"
#include "tetlo/util/table.h"

namespace tetlo {

const std::vector<FrameworkEntry>& frameworks() {
  static const std::vector<FrameworkEntry> table{
      {"plain", "bi-level: one model", "[Liu2019, eq. 3]", make_plain},
      {"tetlo", "tri-level: a main model teaches an auxiliary", "[Sheth2023, eq. 3]", make_tetlo},
  };
  return table;
}

const FrameworkEntry& find_framework(const std::string& name) {
  return find_entry(frameworks(), name, "framework");
}

Model make_supernet_model(const std::string& name, const FrameworkParts& parts, int64_t used_cells,
                          uint64_t which) {
  const auto& options = parts.options;
  auto network =
      std::make_shared<Supernet>(parts.space, SupernetShape{.image_channels = parts.image_channels,
                                                            .channels = options.network.channels,
                                                            .cells = options.network.cells,
                                                            .used_cells = used_cells,
                                                            .classes = parts.classes,
                                                            .partial = parts.partial,
                                                            .activation = parts.activation,
                                                            .engine = options.run.engine});
  const Layout& layout = network->layout();
  const auto seed = static_cast<uint64_t>(options.run.seed);
  // Drawn on the CPU in single precision, so that every device and precision starts alike.
  const Tensor weights =
      layout.initial_weights(generator(seed, Purpose::kWeights, which)).to(parts.tensors);
  const Tensor statistics = layout.initial_statistics(parts.tensors);
  return {.name = name,
          .network = std::move(network),
          .iterate = {.weights = weights, .momentum = torch::zeros_like(weights)},
          .statistics = statistics};
}

void descend(Model& model, const Tensor& gradient, const Sgd& sgd, double clip) {
  model.iterate = sgd_step(model.iterate, clip_norm(gradient, clip), sgd);
}

Averages train_main(Model& main, const Mixture& mixture, const Round& round, double clip) {
  const Batch& batch = round.train;
  const Tensor e_m = leaf(main.iterate.weights);
  const Output output = forward(main, mixture, e_m, batch.images,
                                {.mode = Statistics::kBatchAndUpdate, .noise = round.noise});
  const Tensor L_m = torch::cross_entropy_loss(output.logits, batch.labels);
  descend(main, gradients(L_m, {e_m}).front(), round.sgd, clip);
  return score(main.name + ".train", output.logits, batch.labels);
}

HypergradientOptions hypergradient_options(const SearchOptions& options, const Round& round) {
  const auto& chosen = options.hypergradient;
  const bool bare = chosen.virtual_step == VirtualStep::kPlain;
  return {.kind = chosen.kind,
          .steps = chosen.steps,
          .radius = chosen.radius,
          .gamma = options.framework.gamma,
          .sgd = bare ? Sgd{.rate = round.sgd.rate} : round.sgd};
}

}  // namespace tetlo
