// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/noise_search.h"

#include "tetlo/util/error.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

constexpr int64_t kClasses = 10, kImageChannels = 3, kSide = 32;

/// Drawn in float32, so that the images are the same in every precision.
StepBatch noise_in(torch::ScalarType type, int64_t images, uint64_t seed, uint64_t which) {
  StepBatch batch = noise_batch(images, seed, which);
  batch.images = batch.images.to(type);
  return batch;
}

}  // namespace

StepBatch noise_batch(int64_t images, uint64_t seed, uint64_t which) {
  const Tensor labels =
      torch::randint(kClasses, {images}, generator(seed, Purpose::kLabels, which), torch::kInt64);
  return {.images = torch::randn({images, kImageChannels, kSide, kSide},
                                 generator(seed, Purpose::kNoise, which))
                        .contiguous(torch::MemoryFormat::ChannelsLast),
          .labels = labels,
          .labels_on_host = labels};
}

NoiseSearch::NoiseSearch(const SearchOptions& options, int64_t images)
    : NoiseSearch(options, images, torch::kFloat32) {}

NoiseSearch::NoiseSearch(const SearchOptions& options, int64_t images, torch::ScalarType type)
    : options_(options), images_(images) {
  require(!options.framework.name.starts_with("ranked_"),
          "framework.name is {}, whose quadruples of images are given; there are none of noise.",
          options.framework.name);
  const auto seed = static_cast<uint64_t>(options.run.seed);
  const auto method = make_method(options, {.space = find_space("darts")});
  relaxation_ = method->relaxation({});
  alpha_ = (1e-3 * torch::randn({relaxation_->size()}, generator(seed, Purpose::kAlpha))).to(type);
  framework_ = make_framework(options, method->supernet(),
                              {.channels = kImageChannels, .classes = kClasses, .tensors = type},
                              relaxation_->mixture(alpha_));
  const StepBatch train = noise_in(type, images, seed, 0);
  const StepBatch validation = noise_in(type, images, seed, 1);
  Random random(seed, Purpose::kTransfer);
  const Sgd sgd{.rate = options.search.learning_rate,
                .momentum = options.search.momentum,
                .weight_decay = options.search.weight_decay};
  inputs_ = {.mixtures = [relaxation = relaxation_](
                             const Tensor& at) { return Mixtures{relaxation->mixture(at)}; },
             .train = train,
             .validation = validation,
             .auxiliary_train = train,
             .auxiliary_validation = validation,
             .samples = framework_->sample(images, random),
             .sgd = sgd,
             .virtual_sgd = sgd};
}

NoiseSearch NoiseSearch::in_double() const {
  SearchOptions options = options_;
  options.run.engine = Engine::kReference;
  NoiseSearch twin(options, images_, torch::kFloat64);
  twin.framework_->restore(framework_->save());
  return twin;
}

void NoiseSearch::weight_step() { framework_->weight_step(inputs_.mixtures(alpha_), inputs_); }

}  // namespace tetlo
