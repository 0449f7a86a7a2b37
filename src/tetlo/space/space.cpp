// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/space.h"

#include "tetlo/space/operation_names.h"
#include "tetlo/util/table.h"

namespace tetlo {
namespace {

using Candidates = Space::Candidates;

/// A space in which all edges of both cells have the same candidates.
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

/// The operations of DARTS in the order of PR-DARTS. In PR-DARTS pools have no batch norm; instead
/// the output of the last cell is normalised.
Space pr_darts() {
  Space space = uniform_space(
      "pr_darts", "darts in another order, pools without batch norm", "[Zhou2020]",
      {kNone, kSkip, kSepConv3, kSepConv5, kDilConv3, kDilConv5, kAvgPool3, kMaxPool3});
  space.normalise_pools = false;
  space.normalise_last = true;
  return space;
}

Space block_space(std::string name, std::string description, std::vector<int> parents) {
  const Nasbench101Family family{std::move(parents)};
  return {.name = std::move(name),
          .description = std::move(description),
          .source = "[Zela2020b, section 3]",
          .nodes = family.blocks(),
          .normal = block_choices(family),
          .reduce = {},
          .family = family,
          .normalise_pools = false};
}

std::vector<Space> make_spaces() {
  return {
      uniform_space(
          "darts", "eight operations on every edge", "[Liu2019, section 3.1]",
          {kNone, kMaxPool3, kAvgPool3, kSkip, kSepConv3, kSepConv5, kDilConv3, kDilConv5}),
      {"s1", "two operations on each edge, chosen beforehand for that edge",
       "[Zela2020, section 3]", 4, s1_normal(), s1_reduce()},
      uniform_space("s2", "skip or separable convolution", "[Zela2020, section 3]",
                    {kSkip, kSepConv3}),
      uniform_space("s3", "nothing, skip or separable convolution", "[Zela2020, section 3]",
                    {kNone, kSkip, kSepConv3}),
      uniform_space("s4", "noise or separable convolution", "[Zela2020, section 3]",
                    {kGaussianNoise, kSepConv3}),
      uniform_space("s5", "darts without none", "[Chen2020; Wang2021]",
                    {kMaxPool3, kAvgPool3, kSkip, kSepConv3, kSepConv5, kDilConv3, kDilConv5}),
      pr_darts(),
      {.name = "nasbench201",
       .description = "three nodes and six edges, all 15,625 cells with known accuracies",
       .source = "[Dong2020]",
       .nodes = 3,
       .normal = Candidates(cell_edges(3, 1).size(),
                            {kNone, kSkip, kConvolution1, kConvolution3, kAvgPool3}),
       .reduce = {},
       .family = Nasbench201Family{},
       .normalise_pools = false,
       .normalise_last = true},
      block_space("nasbench1shot1_1", "four blocks with 1, 2, 2 and 2 parents; 2 of the output",
                  {1, 2, 2, 2, 2}),
      block_space("nasbench1shot1_2", "four blocks with 1, 1, 2 and 2 parents; 3 of the output",
                  {1, 1, 2, 2, 3}),
      block_space("nasbench1shot1_3", "five blocks with 1, 1, 1, 2 and 2 parents; 2 of the output",
                  {1, 1, 1, 2, 2, 2}),
  };
}

}  // namespace

const std::vector<Space>& spaces() {
  static const std::vector<Space> table = make_spaces();
  return table;
}

const Space& find_space(const std::string& name) {
  return find_entry(spaces(), name, "search space");
}

}  // namespace tetlo
