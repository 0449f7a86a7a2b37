// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/predictor.h"

#include "tetlo/data/prefetcher.h"
#include "tetlo/evaluate/training.h"

namespace tetlo {
namespace {

constexpr int64_t kBatch = 64;

}  // namespace

Predictor::Predictor(const EvaluateOptions& options, const nlohmann::json& seen,
                     const Snapshot& snapshot)
    : options_(options),
      device_(device_named(options.run.device)),
      classes_(seen.at("classes").get<std::vector<std::string>>()),
      view_{.side = seen.at("side"), .grey = seen.at("channels") == 1, .middle = seen.at("middle")},
      augmentation_{.normalisation = {.mean = seen.at("mean"), .deviation = seen.at("deviation")}},
      network_(make_discrete_network(
          parse_genotype(options.genotype, "network.genotype"),
          network_shape(options, {.channels = seen.at("channels"),
                                  .side = seen.at("side"),
                                  .classes = static_cast<int64_t>(classes_.size())}))),
      weights_(snapshot.tensors.at("weights").to(device_)),
      statistics_(snapshot.tensors.at("statistics").clone().to(device_)) {}

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
  pass.generator = generator(options_.run.stream_seed(), Purpose::kNoise);  // as in a test
  std::vector<Tensor> parts;
  for (int64_t i = 0; i < batches->per_epoch(); ++i) {
    const Output output = network_->forward(ahead.next().images.to(device_), pass);
    parts.push_back(torch::softmax(output.logits, /*dim=*/1).cpu());
  }
  return torch::cat(parts);
}

nlohmann::json seen_by(const DataOptions& options, const DataSource& source,
                       const ChannelStatistics& normalisation) {
  return {{"classes", source.class_names},
          {"channels", source.channels},
          {"side", source.height},
          {"middle", options.name == kImageFolder ? options.files.test_middle : 1.0},
          {"mean", normalisation.mean},
          {"deviation", normalisation.deviation}};
}

}  // namespace tetlo
