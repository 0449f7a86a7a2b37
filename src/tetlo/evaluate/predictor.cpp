// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/predictor.h"

#include "tetlo/data/prefetcher.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

constexpr int64_t kBatch = 64;

}  // namespace

Predictor::Predictor(const EvaluateOptions& options, const TrainedNetwork& trained)
    : options_(options),
      device_(device_named(options.run.device)),
      classes_(trained.classes),
      view_{.side = trained.shape.image_side,
            .grey = trained.shape.image_channels == 1,
            .middle = trained.middle},
      augmentation_{.normalisation = trained.normalisation},
      network_(make_discrete_network(trained.genotype, trained.shape)),
      weights_(trained.weights.to(device_)),
      statistics_(trained.statistics.clone().to(device_)) {}

Tensor Predictor::probabilities(const std::vector<ListedImage>& images) const {
  const at::NoGradGuard no_grad;
  const auto files =
      std::make_shared<const ImageFiles>(images, view_, std::make_shared<FileStore>(0));
  const auto batches =
      std::make_shared<const Batches>(files, augmentation_,
                                      BatchOptions{.batch_size = std::min(kBatch, files->size()),
                                                   .shuffle = false,
                                                   .augment = false,
                                                   .drop_last = false});
  Prefetcher ahead(batches, 0, options_.data.workers);
  Pass pass = network_->pass(weights_, statistics_, Statistics::kRunning);
  pass.generator =  // as in a test
      generator_on(device_, stream_key(options_.run.stream_seed(), Purpose::kNoise));
  std::vector<Tensor> parts;
  for (int64_t i = 0; i < batches->per_epoch(); ++i) {
    const Output output = network_->forward(ahead.next().images.to(device_), pass);
    parts.push_back(torch::softmax(output.logits, /*dim=*/1).cpu());
  }
  return torch::cat(parts);
}

}  // namespace tetlo
