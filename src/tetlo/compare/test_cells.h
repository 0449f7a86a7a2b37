// SPDX-License-Identifier: Apache-2.0
// A table of four cells, and searches for cells that it knows.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tetlo/compare/alpha_distribution.h"
#include "tetlo/compare/tabulated_cells.h"
#include "tetlo/compare/test_arms.h"
#include "tetlo/space/nasbench201_table.h"
#include "tetlo/space/space.h"
#include "tetlo/util/file.h"

namespace tetlo {

/// In a temporary folder. The percentiles by "test" are 12.5, 50, 50 and 87.5; by "other" they fall.
template <typename TemporaryFolder>
struct FourCellsIn : TemporaryFolder {
  std::string file = this->path("table.csv");
  FourCellsIn() {
    write_file(file,
               "ops,test,other,c10_test200\n321043,30,1,30\n111111,10,4,10\n333333,20,2,20\n"
               "222222,20,3,20\n");
  }
  TabulatedCells by(const std::string& column) const { return tabulated_cells(file, column); }
};

/// On each edge, the operations of one digit each have a share of one, and those of the rest none.
inline EdgeProbabilities certain_of(const std::string& digits) {
  EdgeProbabilities alpha;
  for (const char digit : digits) {
    alpha.emplace_back(5, 0.0)[static_cast<size_t>(digit - '0')] = 1;
  }
  return alpha;
}

inline EdgeProbabilities uniform_alpha() {
  return EdgeProbabilities(6, std::vector<double>(5, 0.2));
}

/// α as an epoch's figures have it.
inline nlohmann::json on_record(const EdgeProbabilities& alpha) {
  const auto& candidates = find_space("nasbench201").normal;
  auto edges = nlohmann::json::array();
  for (size_t e = 0; e < alpha.size(); ++e) {
    std::map<std::string, double> edge;
    for (size_t o = 0; o < alpha[e].size(); ++o) edge[candidates[e][o]] = alpha[e][o];
    edges.push_back(edge);
  }
  return {{"normal", edges}};
}

/// A search whose epochs had these cells, of which it took the last, and which ended with this α.
inline RunRecord search_among_cells(const std::string& method, int seed,
                                    const std::vector<std::string>& digits,
                                    const EdgeProbabilities& alpha) {
  RunRecord run = ended_search(method, seed, 90);
  run.options["space.name"] = "nasbench201";
  run.epochs.clear();
  for (const std::string& cell : digits) {
    const std::string text = to_string(Genotype(nasbench201_cell(cell)));
    run.epochs.push_back({{"epoch", run.epochs.size()},
                          {"genotype", text},
                          {"main", {{"valid_accuracy", 0.9}}},
                          {"alpha", on_record(alpha)}});
    run.summary["genotype"] = text;
  }
  return run;
}

}  // namespace tetlo
