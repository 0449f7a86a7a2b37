// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/cell.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

/// The output of a cell of nasbench201 that has a skip connection on every edge, for images of
/// ones: the number of paths from its input to its last node. No candidate is present on the edge
/// `gone`.
Tensor paths(size_t gone, int64_t partial, Engine engine) {
  Space space = find_space("nasbench201");
  for (auto& candidates : space.normal) candidates = {"skip_connect"};
  Builder builder;
  const SearchCell cell(builder, space, {.last = 8, .channels = 8}, partial);
  Pass pass{.weights = {}, .statistics = {}, .engine = engine};
  CellMixture& mixture = pass.mixture.normal;
  mixture.edges.assign(6, torch::ones({1}));
  mixture.scales.assign(6, torch::ones({}));
  mixture.set_present(gone, {false});
  const Tensor x = torch::ones({2, 8, 6, 6});
  return cell.forward({x, x}, pass);
}

// The four paths are 03, 013, 023 and 0123. The edges 01, 02, 12, 03, 13 and 23 lie on
// 2, 1, 1, 1, 1 and 2 of them.
TEST(SearchCell, AnEdgeThatIsGoneContributesNothingEvenOfPartialChannels) {
  const std::vector<float> left = {2, 3, 3, 3, 3, 2};
  for (const Engine engine : {Engine::kFused, Engine::kReference}) {
    for (const int64_t partial : {1, 2}) {
      for (size_t gone = 0; gone < left.size(); ++gone) {
        const Tensor y = paths(gone, partial, engine);
        EXPECT_TRUE(torch::equal(y, torch::full({2, 8, 6, 6}, left[gone])))
            << "edge " << gone << ", K = " << partial;
      }
    }
  }
}

}  // namespace
}  // namespace tetlo
