// SPDX-License-Identifier: Apache-2.0
// Compares networks of NAS-Bench-201 with the benchmark's own table.
#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"
#include "tetlo/net/count.h"
#include "tetlo/net/supernet.h"
#include "tetlo/space/nasbench201_table.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

/// The number of weights of the cell's network in the size of the benchmark: 16 channels and three
/// stacks of 5 cells.
int64_t parameters(const std::string& digits, int64_t classes) {
  return make_discrete_network(nasbench201_cell(digits),
                               {.channels = 16, .cells = 17, .classes = classes})
      ->layout()
      .weight_count();
}

TEST(Nasbench201Network, CountsByHand) {
  // The stem has 464 weights, the blocks have 14,464 and 57,600, the last batch norm 128, and the
  // classifier 650.
  EXPECT_EQ(parameters("000000", 10), 73306);
  // There are 5 cells each with 16, 32 and 64 channels. A 3 x 3 convolution has 9 C² + 2 C weights,
  // a 1 x 1 convolution has C² + 2 C.
  EXPECT_EQ(parameters("300000", 10) - 73306, 5 * (2304 + 32 + 9216 + 64 + 36864 + 128));
  EXPECT_EQ(parameters("000002", 10) - 73306, 5 * (256 + 32 + 1024 + 64 + 4096 + 128));
}

TEST(Nasbench201Network, MultiplyAddsByHand) {
  // If every edge has `none`, the stem takes 27 · 16 · 32² multiply-adds, the blocks take
  // (9 · 16 + 9 · 32 + 16) · 32 · 16² and (9 · 32 + 9 · 64 + 32) · 64 · 8², and the classifier
  // takes 640. The smallest network of the benchmark takes 7.78 M.
  const auto count = count_network(nasbench201_cell("000000"), {.channels = 16, .cells = 17});
  EXPECT_EQ(count.parameters, 73306);
  EXPECT_EQ(count.auxiliary_parameters, 0);
  EXPECT_EQ(count.tally.multiply_adds, 442368 + 3670016 + 3670016 + 640);
}

TEST(Nasbench201Network, AFoundCellTrains) {
  const auto made =
      make_discrete_network(nasbench201_cell("321043"), {.channels = 4, .cells = 3, .classes = 3});
  const Network& net = *made;
  const Tensor weights =
      net.layout().initial_weights(generator(1, Purpose::kWeights)).requires_grad_();
  Pass pass = net.pass(weights, net.layout().initial_statistics(), Statistics::kBatchAndUpdate);
  const Tensor images = torch::randn({4, 3, 8, 8}, generator(2, Purpose::kNoise));
  const Output output = net.forward(images, pass);
  EXPECT_EQ(output.logits.sizes(), (std::vector<int64_t>{4, 3}));
  const Tensor by = torch::autograd::grad({output.logits.square().sum()}, {weights}).front();
  EXPECT_GT(by.norm().item<double>(), 0);
}

TEST(Nasbench201Network, AFoundCellTrainsWithoutDropPath) {
  const auto net = make_discrete_network(nasbench201_cell("321043"), {.channels = 4, .cells = 3});
  const auto logits = [&](double drop_path) {
    Pass pass = net->pass(net->layout().initial_weights(generator(1, Purpose::kWeights)),
                          net->layout().initial_statistics(), Statistics::kBatch);
    pass.mixture.drop_path = drop_path;
    pass.generator = generator(3, Purpose::kDropPath);
    const Tensor images = torch::randn({4, 3, 8, 8}, generator(2, Purpose::kNoise));
    return net->forward(images, pass).logits;
  };
  EXPECT_TRUE(torch::equal(logits(0.9), logits(0)));
}

TEST(Nasbench201Network, CountsOfAllCellsAreThoseOfTheTable) {
  const std::string folder = shared_data("nasbench201");
  if (folder.empty()) GTEST_SKIP() << "no nasbench201 in TETLO_DATA or ../shared/data";
  const Nasbench201Table table(folder + "/nasbench201.csv");
  int64_t cells = 0;
  for (int64_t index = 0; index < 15625; ++index, ++cells) {
    std::string digits;
    for (int64_t rest = index, edge = 0; edge < 6; ++edge, rest /= 5) {
      digits += static_cast<char>('0' + rest % 5);
    }
    const auto record = table.at(nasbench201_cell(digits));
    ASSERT_EQ(static_cast<double>(parameters(digits, 10)), record.at("params_c10")) << digits;
    // The number of classes affects only the classifier, which has 65 parameters for each class.
    ASSERT_EQ(record.at("params_c100") - record.at("params_c10"), 90 * 65) << digits;
    ASSERT_EQ(record.at("params_in16") - record.at("params_c10"), 110 * 65) << digits;
  }
  EXPECT_EQ(cells, 15625);
}

TEST(Nasbench201Network, ACellOfSkipConnectionsQuadruplesItsInput) {
  // Its nodes are x, x + x and x + x + 2 x.
  Space space = find_space("nasbench201");
  for (auto& candidates : space.normal) candidates = {"skip_connect"};
  Builder builder;
  const SearchCell cell(builder, space, {.last = 8, .channels = 8});
  const Tensor x = torch::randn({2, 8, 6, 6}, generator(1, Purpose::kNoise));
  for (const Engine engine : {Engine::kFused, Engine::kReference}) {
    Pass pass{.weights = {}, .statistics = {}, .engine = engine};
    EXPECT_TRUE(torch::equal(cell.forward({x, x}, pass), 4 * x));
  }
}

}  // namespace
}  // namespace tetlo
