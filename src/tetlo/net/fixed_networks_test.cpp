// SPDX-License-Identifier: Apache-2.0
// What holds for every network of fixed architecture, Scnn and ResNet.
#include <gmock/gmock.h>

#include "tetlo/net/resnet.h"
#include "tetlo/net/scnn.h"
#include "tetlo/util/central_difference.h"

namespace tetlo {
namespace {

constexpr int64_t kWidth = 4, kClasses = 3;

struct Fixed {
  const char* name;
  std::shared_ptr<const Network> (*make)(Activation activation);
  int64_t features;  ///< width of the encoding
  /// The first image's logits with statistics of the batch, with running statistics, and with
  /// running statistics and SiLU.
  std::vector<std::vector<double>> logits;
};

std::shared_ptr<const Network> scnn(Activation activation) {
  return std::make_shared<Scnn>(
      ScnnShape{.width = kWidth, .classes = kClasses, .activation = activation});
}

template <const ResNetBlocks& blocks>
std::shared_ptr<const Network> resnet(Activation activation) {
  return std::make_shared<ResNet>(ResNetShape{
      .blocks = blocks, .width = kWidth, .classes = kClasses, .activation = activation});
}

/// Numbers 0, 1, …, from which the inputs of the tests are computed.
Tensor count_up(int64_t size) { return torch::arange(size, torch::kFloat64); }

Tensor weights_of(const Network& network) {
  return 0.3 * count_up(network.layout().weight_count()).cos();
}

Output evaluate(const Network& network, const Tensor& weights, const Tensor& images,
                Statistics mode) {
  const Tensor statistics = 1 + 0.5 * count_up(network.layout().statistic_count()).sin();
  Pass pass = network.pass(weights, statistics, mode);
  return network.forward(images, pass);
}

class FixedNetworks : public testing::TestWithParam<Fixed> {
 protected:
  Tensor images = count_up(3 * 3 * 9 * 9).sin().view({3, 3, 9, 9});
};

// The expected logits are those of PyTorch 2 in double precision, with these weights, of networks
// built from its modules: torchvision's ResNet, with a stem for CIFAR, and for Scnn a Sequential.
TEST_P(FixedNetworks, HaveTheLogitsOfPyTorch) {
  const auto logits = [&](Activation activation, Statistics mode) {
    const auto network = GetParam().make(activation);
    const Tensor first = evaluate(*network, weights_of(*network), images, mode).logits[0];
    return std::vector<double>(first.data_ptr<double>(), first.data_ptr<double>() + kClasses);
  };
  using testing::DoubleNear, testing::Pointwise;
  const auto near = [](const std::vector<double>& expected) {
    return Pointwise(testing::DoubleNear(1e-9), expected);
  };
  EXPECT_THAT(logits(Activation::kRelu, Statistics::kBatch), near(GetParam().logits[0]));
  EXPECT_THAT(logits(Activation::kRelu, Statistics::kRunning), near(GetParam().logits[1]));
  EXPECT_THAT(logits(Activation::kSilu, Statistics::kRunning), near(GetParam().logits[2]));
}

TEST_P(FixedNetworks, EncodeImagesOfAnySide) {
  const auto network = GetParam().make(Activation::kRelu);
  for (const int64_t side : {1, 5, 8, 28, 32}) {
    const Tensor sized = count_up(2 * 3 * side * side).sin().view({2, 3, side, side});
    const Output output = evaluate(*network, weights_of(*network), sized, Statistics::kBatch);
    EXPECT_EQ(output.encoding.sizes(), (std::vector<int64_t>{2, GetParam().features}));
    EXPECT_EQ(output.logits.sizes(), (std::vector<int64_t>{2, kClasses}));
    EXPECT_FALSE(output.auxiliary_logits.defined());
  }
}

TEST_P(FixedNetworks, CanBeDifferentiatedTwice) {
  const auto network = GetParam().make(Activation::kSilu);
  const Tensor labels = torch::tensor({0, 1, 2});
  const auto loss = [&](const Tensor& weights) {
    const Output output = evaluate(*network, weights, images, Statistics::kBatch);
    return torch::cross_entropy_loss(output.logits, labels) + output.encoding.square().sum();
  };
  const auto gradient = [&](const Tensor& at) {
    const torch::AutoGradMode differentiable(true);
    const Tensor weights = at.requires_grad() ? at : at.detach().requires_grad_();
    return torch::autograd::grad({loss(weights)}, {weights}, {}, true, true).front();
  };
  EXPECT_LT(autograd_error(gradient, weights_of(*network), {.count = 2, .h = 1e-6}), 1e-5);
}

INSTANTIATE_TEST_SUITE_P(
    All, FixedNetworks,
    testing::Values(Fixed{"scnn",
                          scnn,
                          kWidth,
                          {{0.220576495463231, 0.273029933724476, -0.0132385316285785},
                           {0.227582187245903, 0.2689213944354, -0.0148731824165074},
                           {0.236585451493576, 0.178666997721675, 0.0941119746694593}}},
                    Fixed{"resnet18",
                          resnet<kResNet18>,
                          8 * kWidth,
                          {{0.879923414268943, 0.913470802972915, 0.667609487438249},
                           {-0.160461982136542, 0.272558443185854, 0.638666758700297},
                           {-0.108959796947508, 0.312753721893634, 0.654228254471461}}},
                    Fixed{"resnet50",
                          resnet<kResNet50>,
                          32 * kWidth,
                          {{-0.682905288081805, -1.79533647231301, 3.7804946606297},
                           {0.591865593080722, -6.77793821615593, 9.41057164066896},
                           {0.373173453851743, -4.68813881983265, 6.73323723917056}}},
                    Fixed{"resnet101",
                          resnet<kResNet101>,
                          32 * kWidth,
                          {{-0.339337839622092, -2.62805324231376, 3.72997702401845},
                           {2.04197141877421, -8.52833420082235, 9.52522781423356},
                           {1.26371434428928, -5.72407570495192, 6.417366897973}}}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace tetlo
