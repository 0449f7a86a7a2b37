// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/space.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using Candidates = Space::Candidates;

constexpr const char* kNone = "none";
constexpr const char* kNoise = "noise";
constexpr const char* kMax = "max_pool_3x3";
constexpr const char* kAvg = "avg_pool_3x3";
constexpr const char* kSkip = "skip_connect";
constexpr const char* kSep3 = "sep_conv_3x3";
constexpr const char* kSep5 = "sep_conv_5x5";
constexpr const char* kDil3 = "dil_conv_3x3";
constexpr const char* kDil5 = "dil_conv_5x5";

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
      {kSkip, kDil3}, {kSkip, kDil5},                                  // node 2
      {kSkip, kDil5}, {kSkip, kSep3}, {kSkip, kDil3},                  // node 3
      {kMax, kSkip},  {kSkip, kSep3}, {kSkip, kSep3}, {kSkip, kDil3},  // node 4
      {kSkip, kSep3}, {kMax, kSkip},  {kSkip, kDil3}, {kDil3, kDil5}, {kDil3, kDil5},
  };
}

Candidates s1_reduce() {
  return {
      {kMax, kAvg}, {kMax, kDil3},                                  // node 2
      {kMax, kAvg}, {kMax, kAvg},  {kSkip, kDil5},                  // node 3
      {kMax, kAvg}, {kMax, kSep3}, {kSkip, kDil3}, {kSkip, kDil5},  // node 4
      {kMax, kAvg}, {kMax, kAvg},  {kSkip, kDil5}, {kSkip, kDil5}, {kSkip, kDil5},
  };
}

std::vector<Space> make_spaces() {
  return {
      uniform_space("darts", "eight operations on every edge", "[Liu2019, section 3.1]",
                    {kNone, kMax, kAvg, kSkip, kSep3, kSep5, kDil3, kDil5}),
      {"s1", "two operations an edge, chosen for that edge beforehand", "[Zela2020, section 3]", 4,
       s1_normal(), s1_reduce()},
      uniform_space("s2", "skip or separable convolution", "[Zela2020, section 3]", {kSkip, kSep3}),
      uniform_space("s3", "nothing, skip or separable convolution", "[Zela2020, section 3]",
                    {kNone, kSkip, kSep3}),
      uniform_space("s4", "noise or separable convolution", "[Zela2020, section 3]",
                    {kNoise, kSep3}),
  };
}

}  // namespace

std::vector<Edge> cell_edges(int nodes) {
  std::vector<Edge> edges;
  for (int to = 2; to < 2 + nodes; ++to) {
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
