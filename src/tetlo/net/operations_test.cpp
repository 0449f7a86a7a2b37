// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/operations.h"

#include <gmock/gmock.h>

#include "tetlo/kernels/normalisation.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

TEST(Conv7x1_1x7, HasFourteenWeightsAPairOfChannelsAndTwoAChannelInItsBatchNorm) {
  Builder builder{.layout = {}, .affine = true};
  make_operation(kConv7, builder, /*channels=*/8, /*stride=*/1);
  EXPECT_EQ(builder.layout.weight_count(), 14 * 8 * 8 + 2 * 8);
}

// Without bias, a convolution over a row of 7 pixels followed by one over a column of 7 is a 7 x 7
// convolution. Its kernel is the product of both kernels, summed over the channels in between.
TEST(Conv7x1_1x7, IsReluAConvolutionOf7By7AndBatchNorm) {
  for (const int64_t stride : {1, 2}) {
    Builder builder;
    const auto operation = make_operation(kConv7, builder, 4, stride);
    const Tensor flat =
        builder.layout.initial_weights(generator(1, Purpose::kWeights), torch::kFloat64);
    Pass pass{
        .weights = builder.layout.weights(flat),
        .statistics = builder.layout.statistics(builder.layout.initial_statistics(torch::kFloat64)),
        .mode = Statistics::kRunning};
    const Tensor x = torch::randn({2, 4, 9, 12}, generator(2, Purpose::kNoise), torch::kFloat64);
    const Tensor row = pass.weights[0].view({4, 4, 7}), column = pass.weights[1].view({4, 4, 7});
    const Tensor kernel = torch::einsum("omy,mix->oiyx", {column, row});
    const Tensor expected = torch::conv2d(x.relu(), kernel, {}, stride, /*padding=*/3) /
                            std::sqrt(1 + kernels::kBatchNormEpsilon);
    EXPECT_TRUE(torch::allclose(operation->forward(x, pass), expected));
  }
}

}  // namespace
}  // namespace tetlo
