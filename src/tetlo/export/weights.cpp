// SPDX-License-Identifier: Apache-2.0
#include "tetlo/export/weights.h"

#include "tetlo/export/format.h"
#include "tetlo/util/file.h"
#include "tetlo/util/safetensors.h"

namespace tetlo {

void write_weights(const TrainedNetwork& trained, const std::string& path) {
  const auto network = make_discrete_network(trained.genotype, trained.shape);
  const NamedTensors named{
      .tensors = state_dict(network->layout(), {trained.weights, trained.statistics}),
      .metadata = metadata_of(trained)};
  write_file(path, to_safetensors(named));
}

WeightsFile read_weights(const std::string& path) {
  NamedTensors named = from_safetensors(read_regular_file(path), path);
  return {.state = std::move(named.tensors), .stated = read_metadata(named.metadata, path)};
}

const ExportFormat kSafetensorsFormat = {
    .name = "safetensors",
    .meaning = "a file of weights by name, which the published code of DARTS loads",
    .write = [](const TrainedNetwork& trained, const std::string& path) {
      write_weights(trained, path);
      return std::vector{path};
    }};

}  // namespace tetlo
