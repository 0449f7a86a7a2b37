// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/cell_stack.h"

#include <gmock/gmock.h>

#include <functional>
#include <numeric>
#include <set>

#include "tetlo/net/discrete_network.h"
#include "tetlo/net/supernet.h"
#include "tetlo/space/named_genotypes.h"

namespace tetlo {
namespace {

int64_t size_of(const Declared& declared) {
  return std::accumulate(declared.shape.begin(), declared.shape.end(), int64_t{1},
                         std::multiplies<>());
}

int64_t total(const std::vector<Declared>& all) {
  return std::transform_reduce(all.begin(), all.end(), int64_t{0}, std::plus<>(), size_of);
}

TEST(CellStack, NamesAreUniqueAndTheirSizesSumToTheCountInEverySpace) {
  for (const Space& space : spaces()) {
    const Supernet supernet(space, {.channels = 4, .cells = 3});
    const Layout& layout = supernet.layout();
    std::set<std::string> names;
    for (const auto* all : {&layout.declared_weights(), &layout.declared_statistics()}) {
      for (const Declared& declared : *all) {
        EXPECT_TRUE(names.insert(declared.name).second) << declared.name;
      }
    }
    EXPECT_EQ(total(layout.declared_weights()), layout.weight_count()) << space.name;
    EXPECT_EQ(total(layout.declared_statistics()), layout.statistic_count()) << space.name;
  }
}

// Their order is that in which initial weights are drawn.
TEST(CellStack, WeightsAreNamedFromTheWholeToItsPartsAndStandInTheOrderOfTheirParts) {
  const Supernet supernet(find_space("darts"), {});
  const auto& weights = supernet.layout().declared_weights();
  std::vector<std::string> names;
  for (const Declared& weight : weights) names.push_back(weight.name);
  const std::vector<std::string> first(names.begin(), names.begin() + 8);
  EXPECT_THAT(first,
              testing::ElementsAre("stem.convolution", "stem.norm.scale", "stem.norm.shift",
                                   "cells.0.inputs.0.convolution", "cells.0.inputs.1.convolution",
                                   "cells.0.edges.0.sep_conv_3x3.0.depthwise",
                                   "cells.0.edges.0.sep_conv_3x3.0.pointwise",
                                   "cells.0.edges.0.sep_conv_3x3.1.depthwise"));
  const auto found =
      std::find(names.begin(), names.end(), "cells.3.edges.5.dil_conv_5x5.depthwise");
  ASSERT_NE(found, names.end());
  // Cell 3 lies behind the first reduction: 32 channels.
  EXPECT_EQ(weights[static_cast<size_t>(found - names.begin())].shape,
            (std::vector<int64_t>{32, 1, 5, 5}));
  EXPECT_EQ(names.back(), "classifier.bias");
}

TEST(CellStack, FoundNetworksNameTheirWeightsToo) {
  for (const char* genotype :
       {"DARTS_V2", "|conv3x3-bn-relu~0|maxpool3x3~0|output~1,2|",
        "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|nor_conv_1x1~1|avg_pool_3x3~2|"}) {
    const auto network = make_discrete_network(load_genotype(genotype),
                                               {.channels = 8, .cells = 3, .auxiliary_head = true});
    const auto& weights = network->layout().declared_weights();
    EXPECT_EQ(weights.front().name, "stem.convolution");
    EXPECT_EQ(total(weights), network->layout().weight_count());
  }
}

}  // namespace
}  // namespace tetlo
