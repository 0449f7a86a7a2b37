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

/// The rows of a mixture of nasbench1shot1_1 in which the candidates of each choice have equal
/// weights.
std::vector<Tensor> even_rows() {
  std::vector<Tensor> rows;
  for (const auto& names : find_space("nasbench1shot1_1").normal) {
    const auto count = static_cast<int64_t>(names.size());
    rows.push_back(torch::full({count}, 1 / static_cast<float>(count)));
  }
  return rows;
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

// Initial weights are drawn in the same order.
TEST(CellStack, WeightsAreNamedFromTheWholeToItsPartsAndStandInTheOrderOfTheirParts) {
  const Supernet supernet(find_space("darts"), {});
  const auto& weights = supernet.layout().declared_weights();
  std::vector<std::string> names;
  for (const Declared& weight : weights) names.push_back(weight.name);
  const std::vector<std::string> first(names.begin(), names.begin() + 8);
  EXPECT_THAT(first, testing::ElementsAre("stem.0.weight", "stem.1.weight", "stem.1.bias",
                                          "cells.0.preprocess0.op.1.weight",
                                          "cells.0.preprocess1.op.1.weight",
                                          "cells.0._ops.0.sep_conv_3x3.op.1.weight",
                                          "cells.0._ops.0.sep_conv_3x3.op.2.weight",
                                          "cells.0._ops.0.sep_conv_3x3.op.5.weight"));
  const auto found =
      std::find(names.begin(), names.end(), "cells.3._ops.5.dil_conv_5x5.op.1.weight");
  ASSERT_NE(found, names.end());
  // Cell 3 comes after the first reduction cell and has 32 channels.
  EXPECT_EQ(weights[static_cast<size_t>(found - names.begin())].shape,
            (std::vector<int64_t>{32, 1, 5, 5}));
  EXPECT_EQ(names.back(), "classifier.bias");
}

/// The parts of the network that have weights in the range from `begin` to `end` of the flat
/// vector.
std::set<std::string> parts_between(const Layout& layout, int64_t begin, int64_t end) {
  std::set<std::string> parts;
  int64_t at = 0;
  for (const Declared& weight : layout.declared_weights()) {
    const bool of_cell = weight.name.starts_with("cells.");
    const std::string part = weight.name.substr(0, weight.name.find('.', of_cell ? 6 : 0));
    const int64_t next = at + size_of(weight);
    if (next > begin && at < end) parts.insert(part);
    at = next;
  }
  return parts;
}

TEST(CellStack, APrefixHoldsAnyNumberOfCellsAndTheStemInEverySpace) {
  for (const Space& space : spaces()) {
    const Supernet supernet(space, {.channels = 4, .cells = 3});
    const auto prefix = [&](int64_t begin, int64_t end) {
      return parts_between(supernet.layout(), begin, end);
    };
    EXPECT_THAT(prefix(0, supernet.prefix_weights(0)), testing::ElementsAre("stem"));
    for (int64_t k = 0; k < supernet.cells(); ++k) {
      EXPECT_THAT(prefix(supernet.prefix_weights(k), supernet.prefix_weights(k + 1)),
                  testing::ElementsAre("cells." + std::to_string(k)))
          << space.name;
    }
    EXPECT_THROW(supernet.prefix_weights(4), c10::Error);
  }
}

// A last batch norm has 2 weights for each channel: pr_darts has 4 nodes with 4 · 4 channels,
// nasbench201 one with 16. In the spaces of nasbench1shot1 the last convolution leads from all
// nodes, with 16 channels each, to 16 channels.
TEST(CellStack, AllButTheClassifierIsThePrefixOfAllCellsAndTheLayersBehindThem) {
  for (const Space& space : spaces()) {
    const Supernet supernet(space, {.channels = 4, .cells = 3, .classes = 10});
    const Layout& layout = supernet.layout();
    const int64_t encoder = supernet.encoder_weights();
    EXPECT_THAT(parts_between(layout, encoder, layout.weight_count()),
                testing::ElementsAre("classifier"))
        << space.name;
    int64_t last = 0;
    if (space.name == "pr_darts") last = 2 * 4 * 16;
    if (space.name == "nasbench201") last = 2 * 16;
    if (std::holds_alternative<Nasbench101Family>(space.family)) last = space.nodes * 16 * 16;
    EXPECT_EQ(encoder - supernet.prefix_weights(3), last) << space.name;
  }
}

// Changes of the classifier's weights do not change the encoding, but changes of the weights
// between the cells and the classifier do.
TEST(CellStack, TheEncodingDependsOnTheEncodersWeightsAlone) {
  const Supernet supernet(find_space("nasbench1shot1_1"), {.channels = 4, .cells = 3});
  const Layout& layout = supernet.layout();
  const Tensor weights = torch::full({layout.weight_count()}, 0.1);
  const auto encoding = [&](int64_t from) {
    Tensor moved = weights.clone();
    moved.slice(0, from).mul_(torch::linspace(1, 2, moved.size(0) - from));
    Pass pass = supernet.pass(moved, layout.initial_statistics(), Statistics::kRunning);
    pass.mixture.normal.edges = even_rows();
    return supernet.forward(torch::ones({1, 3, 8, 8}), pass).encoding;
  };
  const Tensor before = encoding(layout.weight_count());
  EXPECT_TRUE(torch::equal(encoding(supernet.encoder_weights()), before));
  EXPECT_FALSE(torch::allclose(encoding(supernet.prefix_weights(3)), before));
}

TEST(CellStack, FoundNetworksNameTheirWeightsToo) {
  for (const char* genotype :
       {"DARTS_V2", "|conv3x3-bn-relu~0|maxpool3x3~0|output~1,2|",
        "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|nor_conv_1x1~1|avg_pool_3x3~2|"}) {
    const std::string text = genotype;
    const auto network =
        make_discrete_network(text.starts_with('|') ? parse_genotype(text) : load_genotype(text),
                              {.channels = 8, .cells = 3, .auxiliary_head = true});
    const auto& weights = network->layout().declared_weights();
    EXPECT_EQ(weights.front().name, "stem.0.weight");
    EXPECT_EQ(total(weights), network->layout().weight_count());
  }
}

}  // namespace
}  // namespace tetlo
