// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/trained_network.h"

#include "tetlo/evaluate/training.h"

namespace tetlo {

nlohmann::json seen_by(const DataOptions& options, const DataSource& source,
                       const ChannelStatistics& normalisation) {
  return {{"classes", source.class_names},
          {"channels", source.channels},
          {"side", source.height},
          {"middle", options.name == kImageFolder ? options.files.test_middle : 1.0},
          {"mean", normalisation.mean},
          {"deviation", normalisation.deviation}};
}

TrainedNetwork trained_network(const EvaluateOptions& options, const nlohmann::json& seen,
                               const Snapshot& snapshot) {
  TrainedNetwork trained{
      .genotype = parse_genotype(options.genotype, "network.genotype"),
      .shape = {},
      .weights = snapshot.tensors.at("weights"),
      .statistics = snapshot.tensors.at("statistics"),
      .classes = seen.at("classes").get<std::vector<std::string>>(),
      .middle = seen.at("middle"),
      .normalisation = {.mean = seen.at("mean"), .deviation = seen.at("deviation")}};
  trained.shape = network_shape(options, {.channels = seen.at("channels"),
                                          .side = seen.at("side"),
                                          .classes = static_cast<int64_t>(trained.classes.size())});
  return trained;
}

}  // namespace tetlo
