// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/small_search.h"

#include "tetlo/relax/softmax.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

constexpr int64_t kImages = 6, kImageChannels = 3, kSide = 8, kClasses = 5;
constexpr double kAlphaDeviation = 0.3;

enum Batches : uint64_t { kTrain, kValidation };

Batch noise_batch(uint64_t seed, uint64_t iteration, Batches which) {
  const auto labels = generator(seed, Purpose::kLabels, iteration, which);
  const auto images = generator(seed, Purpose::kNoise, iteration, which);
  return {.images = torch::randn({kImages, kImageChannels, kSide, kSide}, images, torch::kFloat64),
          .labels = torch::randint(kClasses, {kImages}, labels, torch::kInt64)};
}

/// One batch serves both models, as in a search [docs/decisions.md].
Round draw_round(const SmallSearch& search) {
  const auto seed = static_cast<uint64_t>(search.options.run.seed);
  const auto& schedule = search.options.search;
  const Batch train = noise_batch(seed, search.iteration, kTrain);
  const Batch validation = noise_batch(seed, search.iteration, kValidation);
  Random random(seed, Purpose::kTransfer, search.iteration);
  return {.relaxation = search.relaxation,
          .train = train,
          .validation = validation,
          .auxiliary_train = train,
          .auxiliary_validation = validation,
          .samples = search.framework->sample(kImages, random),
          .sgd = {.rate = schedule.learning_rate,
                  .momentum = schedule.momentum,
                  .weight_decay = schedule.weight_decay}};
}

}  // namespace

SearchOptions small_search_options() {
  SearchOptions options;
  options.network = {.channels = 4, .cells = 3, .used_cells = 2};
  return options;
}

Space small_space() {
  Space space = find_space("darts");
  space.nodes = 2;
  const size_t edges = cell_edges(space.nodes).size();
  space.normal.resize(edges);
  space.reduce.resize(edges);
  return space;
}

SmallSearch start_small_search(const SearchOptions& options, const Space& space,
                               Activation activation) {
  SmallSearch search{.options = options,
                     .relaxation = std::make_shared<SoftmaxRelaxation>(space),
                     .framework = {},
                     .round = {},
                     .alpha = {}};
  const auto make = options.framework.name == "plain" ? make_plain : make_tetlo;
  search.framework = make({.options = options,
                           .space = space,
                           .partial = 1,
                           .image_channels = kImageChannels,
                           .classes = kClasses,
                           .activation = activation,
                           .tensors = torch::kFloat64});
  search.alpha = kAlphaDeviation *
                 torch::randn({search.relaxation->size()},
                              generator(static_cast<uint64_t>(options.run.seed), Purpose::kAlpha),
                              torch::kFloat64);
  search.round = draw_round(search);
  return search;
}

void advance(SmallSearch& search, int64_t iterations) {
  for (int64_t i = 0; i < iterations; ++i) {
    search.framework->weight_step(search.relaxation->mixture(search.alpha), search.round);
    ++search.iteration;
    search.round = draw_round(search);
  }
}

}  // namespace tetlo
