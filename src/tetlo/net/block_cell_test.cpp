// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/block_cell.h"

#include <gmock/gmock.h>

#include "tetlo/net/nasbench101_network.h"
#include "tetlo/net/supernet.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

// The stem has 464 weights. A cell with C channels and I input channels has
// 4 (I C + 2 C) + 4 I C + 8 C weights in its projections and 4 (10 C² + 4 C) in its blocks, where I
// is 16 for the first cell and then 4 C of the previous cell. The last convolution has 256 · 64
// weights, the classifier 650.
TEST(BlockCell, ItsSupernetHasTheWeightsCountedByHand) {
  const Supernet supernet(find_space("nasbench1shot1_1"), {.channels = 16, .cells = 9});
  EXPECT_EQ(supernet.layout().weight_count(), 464 + 50688 + 207872 + 825344 + 16384 + 650);
}

/// A cell with 4 channels; the call operator returns its output for random images and a mixture.
struct Scene {
  explicit Scene(const std::string& space_name)
      : space(find_space(space_name)),
        cell(builder, std::get<Nasbench101Family>(space.family), space.normal,
             {.last = 6, .channels = 4}),
        weights(builder.layout.initial_weights(generator(2, Purpose::kWeights), torch::kFloat64)) {}

  Tensor operator()(const Mixture& mixture) const {
    Pass pass{
        .weights = builder.layout.weights(weights),
        .statistics = builder.layout.statistics(builder.layout.initial_statistics(torch::kFloat64)),
        .mixture = mixture};
    return cell.forward({.before_last = {}, .last = images}, pass);
  }
  /// The mixture in which the candidates of each choice have equal weights.
  Mixture even() const {
    Mixture mixture;
    for (const auto& names : space.normal) {
      const auto count = static_cast<int64_t>(names.size());
      mixture.normal.edges.push_back(
          torch::full({count}, 1 / static_cast<double>(count), torch::kFloat64));
    }
    return mixture;
  }

  Builder builder;
  Space space;
  BlockCell cell;
  Tensor weights;
  Tensor images = torch::randn({3, 6, 5, 5}, generator(1, Purpose::kNoise), torch::kFloat64);
};

// The output is linear in its row of the mixture, so each weight's contribution can be tested
// alone.
TEST(BlockCell, TheOutputIsTheProjectedInputPlusBlocksSideBySideEachByItsWeight) {
  const Scene scene("nasbench1shot1_1");
  const auto with = [&](const std::vector<double>& v) {
    Mixture mixture = scene.even();
    mixture.normal.edges[4] = torch::tensor(v, torch::kFloat64);
    return scene(mixture);
  };
  const Tensor sum = with({0.1, 0.2, 0.3, 0.4, 0.5});
  EXPECT_EQ(sum.sizes(), (std::vector<int64_t>{3, 4 * 4, 5, 5}));
  const Tensor input = with({1, 0, 0, 0, 0});
  EXPECT_GT(input.narrow(1, 12, 4).abs().max().item<double>(), 0);
  Tensor expected = 0.1 * input;
  for (int64_t j = 1; j <= 4; ++j) {
    std::vector<double> v(5);
    v[static_cast<size_t>(j)] = 1;
    const Tensor block = with(v);
    // If only one block has a weight, the channels of all others are zero.
    EXPECT_NEAR(block.abs().sum().item<double>(),
                block.narrow(1, 4 * (j - 1), 4).abs().sum().item<double>(), 1e-9);
    expected = expected + (0.1 + 0.1 * static_cast<double>(j)) * block;
  }
  EXPECT_TRUE(torch::allclose(sum, expected));
}

// In space 1, all earlier states are parents of blocks 1 and 2. Row 5 belongs to block 3, row 6 to
// block 4.
TEST(BlockCell, ABlockDependsOnWhatItsRowWeighs) {
  const Scene scene("nasbench1shot1_1");
  Mixture mixture = scene.even();
  const Tensor before = scene(mixture);
  mixture.normal.edges[5] = torch::tensor({1.0, 0.0, 0.0}, torch::kFloat64);
  const Tensor after = scene(mixture);
  const auto same = [&](int64_t block) {
    return torch::allclose(before.narrow(1, 4 * (block - 1), 4),
                           after.narrow(1, 4 * (block - 1), 4));
  };
  EXPECT_TRUE(same(1) && same(2));
  EXPECT_FALSE(same(3));
  EXPECT_FALSE(same(4));  // because block 3 is one of its parents
}

}  // namespace
}  // namespace tetlo
