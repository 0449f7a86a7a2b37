// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/nasbench101_network.h"

#include <gmock/gmock.h>

#include "tetlo/util/random.h"

namespace tetlo {
namespace {

using testing::ElementsAre;

const char* const kFirstRecord =
    "|conv3x3-bn-relu~0|maxpool3x3~1|conv3x3-bn-relu~2|conv3x3-bn-relu~0|"
    "conv1x1-bn-relu~0,3,4|output~2,5|";

int64_t parameters(const std::string& cell) {
  return make_discrete_network(parse_genotype(cell), {.channels = 128, .cells = 9})
      ->layout()
      .weight_count();
}

TEST(Nasbench101Network, HasTheWeightsThatTheBenchmarkCounts) {
  EXPECT_EQ(parameters(kFirstRecord), 8555530);
}

// The stem has 27 · 128 + 256 weights, each cell has a 1 x 1 convolution, and the classifier has
// 5,130 weights.
TEST(Nasbench101Network, ACellThatOnlyPassesOnProjectsItsInput) {
  const int64_t projections = (2 * 128 * 128 + 128 * 128 + 3 * 256) + (128 * 256 + 2 * 256 * 256) +
                              3 * 512 + (256 * 512 + 2 * 512 * 512) + 3 * 1024;
  EXPECT_EQ(parameters("|output~0|"), 27 * 128 + 256 + projections + 5130);
}

TEST(Nasbench101Network, VerticesShareTheChannelsOfTheOutput) {
  // Vertices 2 and 5 feed the output, vertex 1 feeds 2, and vertices 3 and 4 feed 5.
  EXPECT_THAT(vertex_channels(parse_nasbench101(kFirstRecord), 128, 257),
              ElementsAre(128, 129, 129, 128, 128, 128, 257));
  EXPECT_THAT(
      vertex_channels(parse_nasbench101("|maxpool3x3~0|maxpool3x3~0|maxpool3x3~0|output~0,1,2,3|"),
                      16, 32),
      ElementsAre(16, 11, 11, 10, 32));
}

TEST(Nasbench101Network, TrainsAndIgnoresWhatLeadsNowhere) {
  const auto run = [](const std::string& cell) {
    const auto network = make_discrete_network(parse_genotype(cell), {.channels = 8, .cells = 3});
    const Layout& layout = network->layout();
    Pass pass = network->pass(layout.initial_weights(generator(1, Purpose::kWeights)),
                              layout.initial_statistics(), Statistics::kBatch);
    return network->forward(torch::ones({2, 3, 9, 9}), pass).logits;
  };
  const Tensor logits = run("|conv3x3-bn-relu~0|maxpool3x3~0|output~1|");
  EXPECT_EQ(logits.sizes(), (std::vector<int64_t>{2, 10}));
  EXPECT_TRUE(torch::equal(logits, run("|conv3x3-bn-relu~0|output~1|")));
}

}  // namespace
}  // namespace tetlo
