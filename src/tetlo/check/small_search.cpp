// SPDX-License-Identifier: Apache-2.0
#include "tetlo/check/small_search.h"

#include "tetlo/options/configuration.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/transfer/labelled_quadruples.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

constexpr int64_t kImages = 6, kImageChannels = 3, kSide = 8, kClasses = 5;
constexpr double kAlphaDeviation = 0.3;

constexpr int64_t kQuadruples = 30;

enum Half : uint64_t { kTrain, kValidation, kAuxiliaryTrain, kAuxiliaryValidation, kRanked };

StepBatch small_batch(uint64_t seed, uint64_t iteration, Half half) {
  const auto images = generator(seed, Purpose::kNoise, iteration, half);
  const Tensor labels = torch::randint(
      kClasses, {kImages}, generator(seed, Purpose::kLabels, iteration, half), torch::kInt64);
  return {.images = torch::randn({kImages, kImageChannels, kSide, kSide}, images, torch::kFloat64),
          .labels = labels,
          .labels_on_host = labels};
}

Mixtures mixtures(const SoftmaxRelaxation& softmax, const Tensor& alpha) {
  Mixtures all;
  for (const Tensor& part : alpha.split(softmax.size())) all.push_back(softmax.mixture(part));
  return all;
}

/// Unless the options say otherwise, both models use the same batch, as in a search
/// [docs/decisions.md].
StepInputs draw_inputs(const SmallSearch& search) {
  const SmallSearchOptions& options = search.options;
  const auto batch = [&](Half half) { return small_batch(options.seed, search.iteration, half); };
  const StepBatch train = batch(kTrain), validation = batch(kValidation);
  const bool own = options.auxiliary_batches;
  const SoftmaxRelaxation softmax(options.space);
  Random random(options.seed, Purpose::kTransfer, search.iteration);
  const StepBatch ranked = batch(kRanked);
  // Half of them are wrong, so that some lie on either side of the hinge.
  const Tensor right = labelled_quadruples(ranked.labels, kQuadruples, random);
  return {.mixtures = [softmax](const Tensor& alpha) { return mixtures(softmax, alpha); },
          .train = train,
          .validation = validation,
          .auxiliary_train = own ? batch(kAuxiliaryTrain) : train,
          .auxiliary_validation = own ? batch(kAuxiliaryValidation) : validation,
          .samples = search.framework->sample(kImages, random),
          .ranked = ranked,
          .quadruples = reversed(right, 0.5, random),
          .sgd = options.sgd,
          .virtual_sgd = options.sgd};
}

FrameworkDefinition define(const SmallSearchOptions& options, const Tensor& alpha) {
  Choice framework(frameworks(), options.framework), auxiliary(auxiliaries(), options.auxiliary);
  auto sections = framework.sections("framework", "");
  const auto more = auxiliary.sections("auxiliary", "");
  sections.insert(sections.end(), more.begin(), more.end());
  Configuration configuration(sections);
  for (const std::string& setting : options.settings) configuration.set(setting);
  return find_framework(framework.name)
      .make(framework.chosen(),
            {.space = options.space,
             .shape = {.image_channels = kImageChannels,
                       .channels = 4,
                       .cells = 3,
                       .used_cells = 2,
                       .classes = kClasses,
                       .activation = options.activation},
             .seed = options.seed,
             .clip = options.clip,
             .transfer = options.transfer,
             .auxiliary = auxiliary_maker(auxiliary),
             .separate_architecture = options.separate_architecture,
             .initial = SoftmaxRelaxation(options.space).mixture(alpha.to(options.type)),
             .tensors = options.type});
}

}  // namespace

Space small_space() {
  Space space = find_space("darts");
  space.nodes = 2;
  const size_t edges = cell_edges(space.nodes).size();
  space.normal.resize(edges);
  space.reduce.resize(edges);
  return space;
}

SmallSearch start_small_search(const SmallSearchOptions& options) {
  SmallSearch search{.options = options, .framework = {}, .inputs = {}, .alpha = {}};
  const int64_t size = SoftmaxRelaxation(options.space).size();
  const auto initial = [&](uint64_t architecture) {
    return kAlphaDeviation * torch::randn({size},
                                          generator(options.seed, Purpose::kAlpha, 0, architecture),
                                          torch::kFloat64);
  };
  search.alpha = initial(0);
  search.framework = std::make_unique<Framework>(define(options, search.alpha));
  if (options.separate_architecture) search.alpha = torch::cat({search.alpha, initial(1)});
  search.inputs = draw_inputs(search);
  return search;
}

void advance(SmallSearch& search, int64_t iterations) {
  for (int64_t i = 0; i < iterations; ++i) {
    search.framework->weight_step(search.inputs.mixtures(search.alpha), search.inputs);
    ++search.iteration;
    search.inputs = draw_inputs(search);
  }
}

SmallSearch in_single(const SmallSearch& search) {
  SmallSearchOptions options = search.options;
  options.type = torch::kFloat32;
  SmallSearch single = start_small_search(options);
  single.framework->restore(search.framework->save());
  single.alpha = search.alpha.to(torch::kFloat32);
  single.iteration = search.iteration;
  single.inputs = search.inputs;
  StepInputs& inputs = single.inputs;
  for (StepBatch* batch : {&inputs.train, &inputs.validation, &inputs.auxiliary_train,
                           &inputs.auxiliary_validation, &inputs.ranked}) {
    batch->images = batch->images.to(torch::kFloat32);
  }
  return single;
}

Hypergradient hypergradient(const SmallSearch& search, const HypergradientOptions& options) {
  return hypergradient(search.framework->problem(search.inputs), search.alpha, options);
}

}  // namespace tetlo
