// SPDX-License-Identifier: Apache-2.0
// Runs as compare/ sees them, made without folders.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/report/gather.h"

namespace tetlo {

/// A search that has ended with this validation accuracy in percent, or diverged.
inline RunRecord ended_search(const std::string& method, int seed, std::optional<double> accuracy) {
  RunRecord run;
  run.folder = "runs/" + method + "-" + std::to_string(seed);
  run.name = method + "-" + std::to_string(seed);
  run.command = "search";
  run.options = {
      {"method.name", method}, {"run.seed", std::to_string(seed)}, {"search.split_seed", "-1"}};
  run.epochs = {{{"epoch", 0}, {"main", {{"valid_accuracy", accuracy.value_or(50) / 100}}}}};
  run.summary = {{"stop_reason", accuracy ? "finished" : "diverged"}};
  return run;
}

/// One for each accuracy, with the seeds from `seed` up.
inline std::vector<RunRecord> searches(const std::string& method,
                                       const std::vector<std::optional<double>>& accuracies,
                                       int seed = 1) {
  std::vector<RunRecord> runs;
  runs.reserve(accuracies.size());
  for (const auto& accuracy : accuracies) runs.push_back(ended_search(method, seed++, accuracy));
  return runs;
}

inline std::vector<RunRecord> both(std::vector<RunRecord> first,
                                   const std::vector<RunRecord>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace tetlo
