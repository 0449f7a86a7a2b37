// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/trained_run.h"

#include <filesystem>

#include "tetlo/record/checkpoint.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {

TrainedRun open_trained_network(const std::string& run) {
  const std::string seen = run + "/images.json";
  auto last = std::filesystem::exists(seen) ? find_last_checkpoint(run) : std::nullopt;
  require(last.has_value(),
          "{} is no run folder of tetlo evaluate; it must have images.json and a checkpoint.", run);
  TrainedRun opened;
  Configuration configuration = opened.options.configuration();
  configuration.load(run + "/config.toml");
  opened.options.check();
  opened.network =
      trained_network(opened.options, nlohmann::json::parse(read_file(seen)), last->snapshot);
  return opened;
}

}  // namespace tetlo
