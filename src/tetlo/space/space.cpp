// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/space.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "tetlo/space/operation_names.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using Candidates = Space::Candidates;

/// A space whose every edge, in both cells, offers the same operations.
Space uniform_space(std::string name, std::string description, std::string source,
                    const std::vector<std::string>& operations) {
  const int nodes = 4;
  const Candidates candidates(cell_edges(nodes).size(), operations);
  return {std::move(name), std::move(description), std::move(source), nodes, candidates,
          candidates};
}

Candidates s1_normal() {
  return {
      {kSkip, kDilConv3},     {kSkip, kDilConv5},                          // node 2
      {kSkip, kDilConv5},     {kSkip, kSepConv3},     {kSkip, kDilConv3},  // node 3
      {kMaxPool3, kSkip},     {kSkip, kSepConv3},     {kSkip, kSepConv3},
      {kSkip, kDilConv3},                                                  // node 4
      {kSkip, kSepConv3},     {kMaxPool3, kSkip},     {kSkip, kDilConv3},  // node 5
      {kDilConv3, kDilConv5}, {kDilConv3, kDilConv5},
  };
}

Candidates s1_reduce() {
  return {
      {kMaxPool3, kAvgPool3}, {kMaxPool3, kDilConv3},                      // node 2
      {kMaxPool3, kAvgPool3}, {kMaxPool3, kAvgPool3}, {kSkip, kDilConv5},  // node 3
      {kMaxPool3, kAvgPool3}, {kMaxPool3, kSepConv3}, {kSkip, kDilConv3},
      {kSkip, kDilConv5},                                                  // node 4
      {kMaxPool3, kAvgPool3}, {kMaxPool3, kAvgPool3}, {kSkip, kDilConv5},  // node 5
      {kSkip, kDilConv5},     {kSkip, kDilConv5},
  };
}

std::vector<Space> make_spaces() {
  return {
      uniform_space(
          "darts", "eight operations on every edge", "[Liu2019, section 3.1]",
          {kNone, kMaxPool3, kAvgPool3, kSkip, kSepConv3, kSepConv5, kDilConv3, kDilConv5}),
      {"s1", "two operations an edge, chosen for that edge beforehand", "[Zela2020, section 3]", 4,
       s1_normal(), s1_reduce()},
      uniform_space("s2", "skip or separable convolution", "[Zela2020, section 3]",
                    {kSkip, kSepConv3}),
      uniform_space("s3", "nothing, skip or separable convolution", "[Zela2020, section 3]",
                    {kNone, kSkip, kSepConv3}),
      uniform_space("s4", "noise or separable convolution", "[Zela2020, section 3]",
                    {kNoise, kSepConv3}),
      {"nasbench201", "three nodes and six edges, all 15,625 cells with known accuracies",
       "[Dong2020]", 3,
       Candidates(cell_edges(3, 1).size(), {kNone, kSkip, kConvolution1, kConvolution3, kAvgPool3}),
       Candidates(), 1},
  };
}

}  // namespace

std::vector<Edge> cell_edges(int nodes, int inputs) {
  std::vector<Edge> edges;
  for (int to = inputs; to < inputs + nodes; ++to) {
    for (int from = 0; from < to; ++from) edges.push_back({from, to});
  }
  return edges;
}

const Space::Candidates& Space::candidates(CellKind kind) const {
  return kind == CellKind::kNormal ? normal : reduce;
}

const std::vector<Space>& spaces() {
  static const std::vector<Space> table = make_spaces();
  return table;
}

const Space& find_space(const std::string& name) {
  std::vector<std::string> known;
  for (const Space& space : spaces()) {
    if (space.name == name) return space;
    known.push_back(space.name);
  }
  fail("There is no search space \"{}\"; the spaces are {}.", name, fmt::join(known, ", "));
}

}  // namespace tetlo
