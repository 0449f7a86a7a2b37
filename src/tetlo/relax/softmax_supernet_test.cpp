// SPDX-License-Identifier: Apache-2.0
// Tests a supernet whose mixture comes from the softmax relaxation.
#include <gmock/gmock.h>

#include "tetlo/net/supernet.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

struct Small {
  Space space = find_space("darts");
  Supernet supernet{space, {.image_channels = 1, .channels = 4, .cells = 3, .classes = 5}};
  SoftmaxRelaxation relaxation{space};
  Tensor weights =
      supernet.layout().initial_weights(generator(1, Purpose::kWeights), torch::kFloat64);
  Tensor statistics = supernet.layout().initial_statistics(torch::kFloat64);
  Tensor alpha = torch::randn({relaxation.size()}, torch::kFloat64);
  Tensor images = torch::randn({4, 1, 12, 12}, torch::kFloat64);

  Output run(Statistics mode) {
    Pass pass = supernet.pass(weights, statistics, mode);
    pass.mixture = relaxation.mixture(alpha);
    return supernet.forward(images, pass);
  }
};

TEST(SoftmaxSupernet, EncodesByGlobalPoolingAndClassifies) {
  Small small;
  const Output output = small.run(Statistics::kBatch);
  EXPECT_EQ(output.logits.sizes(), (std::vector<int64_t>{4, 5}));
  // Cells 1 and 2 are reduction cells, which double the 4 channels: 16 for each of 4 nodes.
  EXPECT_EQ(output.encoding.sizes(), (std::vector<int64_t>{4, 64}));
}

TEST(SoftmaxSupernet, OnlyRealPassesMoveTheRunningStatistics) {
  Small small;
  const Tensor before = small.statistics.clone();
  small.run(Statistics::kBatch);
  small.run(Statistics::kRunning);
  EXPECT_TRUE(torch::equal(small.statistics, before));
  small.run(Statistics::kBatchAndUpdate);
  EXPECT_FALSE(torch::equal(small.statistics, before));
}

TEST(SoftmaxSupernet, AlphaGradientsOfAnEdgeSumToZero) {
  // The loss does not change when a constant is added to an edge's α.
  Small small;
  small.alpha.requires_grad_();
  const Tensor loss = small.run(Statistics::kBatch).logits.pow(2).sum();
  const Tensor gradient = torch::autograd::grad({loss}, {small.alpha}).front();
  EXPECT_GT(gradient.abs().max().item<double>(), 1e-6);
  EXPECT_LT(gradient.view({-1, 8}).sum(1).abs().max().item<double>(),
            1e-12 * gradient.abs().max().item<double>() + 1e-12);
}

}  // namespace
}  // namespace tetlo
