// SPDX-License-Identifier: Apache-2.0
// RunRecord folders as searches leave them, for tests.
#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "tetlo/space/darts_cells.h"
#include "tetlo/space/space.h"
#include "tetlo/util/file.h"
#include "tetlo/util/random.h"

namespace tetlo {

/// The figures of an epoch of a search in the darts space, in which α is random.
inline nlohmann::json random_figures(Random& random, int64_t epoch) {
  const auto share = [&] { return static_cast<double>(random.below(1'000'000) + 1) / 1'000'000; };
  const Space& space = find_space("darts");
  nlohmann::json figures;
  DartsCells cells;
  for (const CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
    const char* const name = kind == CellKind::kNormal ? "normal" : "reduce";
    for (const auto& names : space.candidates(kind)) {
      nlohmann::json edge;
      for (const std::string& candidate : names) edge[candidate] = share() / 4;
      figures["alpha"][name].push_back(edge);
    }
    DartsCell& cell = kind == CellKind::kNormal ? cells.normal : cells.reduce;
    for (int node = 2; node < 6; ++node) {
      for (const int source : {node - 1, node - 2}) {
        cell.genes.push_back({space.normal[0][static_cast<size_t>(1 + random.below(7))], source});
      }
    }
    cell.concat = {2, 3, 4, 5};
    figures["entropy"][name] = 2 + share() / 20;
    figures["skips"][name] = random.below(4);
  }
  for (const char* model : {"main", "auxiliary"}) {
    for (const char* figure : {"train_loss", "valid_loss", "train_accuracy", "valid_accuracy"}) {
      figures[model][figure] = share();
    }
  }
  figures["main"]["discrete_accuracy"] = share();
  figures["transfer_loss"] = share();
  figures["epoch"] = epoch;
  figures["genotype"] = cells.text();
  return figures;
}

/// Writes the folder of a search with so many epochs. It has a summary if it is finished and has any.
inline void write_search(const std::string& folder, int64_t epochs, uint64_t seed = 1,
                         bool finished = true) {
  std::filesystem::create_directories(folder);
  Random random(seed, Purpose::kLabels);
  std::string lines;
  nlohmann::json last;
  for (int64_t epoch = 0; epoch < epochs; ++epoch) {
    last = random_figures(random, epoch);
    lines += last.dump() + "\n";
  }
  write_file(folder + "/metrics.jsonl", lines);
  write_file(folder + "/config.toml",
             "# tetlo 0.3.0, search\nscale = \"paper\"\n\n[run]\nseed = " + std::to_string(seed) +
                 "\n\n[space]\nname = \"darts\"\n\n[method]\nname = \"darts\"\n\n[search]\nepochs "
                 "= " +
                 std::to_string(epochs) + "\n");
  if (!finished || epochs == 0) return;
  write_file(folder + "/summary.json", nlohmann::json{{"stop_reason", "finished"},
                                                      {"seconds", 75.0},
                                                      {"iterations", 1234},
                                                      {"peak_memory", int64_t{512} << 20},
                                                      {"genotype", last["genotype"]}}
                                           .dump());
}

}  // namespace tetlo
