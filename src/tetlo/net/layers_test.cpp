// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/layers.h"

#include <gmock/gmock.h>

#include "tetlo/kernels/normalisation.h"
#include "tetlo/util/forward_mode.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

/// The largest relative difference between our depthwise convolution of dilation 2 and LibTorch's,
/// in the value, its gradients, and the gradients of their squared norm.
double dilated_difference(int64_t height, int64_t width, int64_t kernel, int64_t stride) {
  Builder builder;
  const Convolution ours(builder, {.in = 4,
                                   .out = 4,
                                   .kernel = kernel,
                                   .stride = stride,
                                   .padding = kernel - 1,
                                   .dilation = 2,
                                   .groups = 4});
  const Tensor weight =
      builder.layout.initial_weights(generator(1, Purpose::kWeights), torch::kFloat64)
          .view({4, 1, kernel, kernel})
          .requires_grad_();
  const Tensor x = torch::randn({3, 4, height, width}, torch::kFloat64).requires_grad_();
  Pass pass;
  pass.weights = {weight};
  const auto derivatives = [&](const Tensor& y) {
    std::vector<Tensor> all = {y};
    for (int order = 1; order <= 2; ++order) {
      Tensor norm = all[0].pow(4).sum();
      if (order == 2) norm = all[1].pow(2).sum() + all[2].pow(2).sum();
      const auto gradients = torch::autograd::grad({norm}, {x, weight}, {}, true, true);
      all.insert(all.end(), gradients.begin(), gradients.end());
    }
    return all;
  };
  const auto mine = derivatives(ours(x, pass));
  const auto theirs =
      derivatives(torch::conv2d(x, weight, {}, stride, kernel - 1, /*dilation=*/2, /*groups=*/4));
  double worst = 0;
  for (size_t i = 0; i < mine.size(); ++i) {
    const Tensor scale = theirs[i].abs().max();
    worst = std::max(worst, ((mine[i] - theirs[i]).abs().max() / scale).item<double>());
  }
  return worst;
}

TEST(Convolution, OfDilationTwoHasTheDerivativesOfLibTorchs) {
  for (int64_t kernel : {3, 5}) {
    for (int64_t stride : {1, 2}) {
      EXPECT_LT(dilated_difference(8, 8, kernel, stride), 1e-12);
      EXPECT_LT(dilated_difference(7, 6, kernel, stride), 1e-12);
      EXPECT_LT(dilated_difference(5, 7, kernel, stride), 1e-12);
    }
  }
}

// The error is measured as the ratio of its norm to the norm of the result. The images have the
// size of those in the stem of a search.
TEST(BatchNorm, OfChannelsLastImagesIsAsAccurateAsOfPlanes) {
  const Tensor x = 1 + torch::randn({32, 48, 32, 32}, generator(1, Purpose::kNoise));
  const auto normalise = [](const Tensor& images) {
    Builder builder;
    const BatchNorm norm(builder, /*channels=*/48);
    Pass pass{.weights = {}, .statistics = {}};
    return norm(images, pass);
  };
  const Tensor exact = normalise(x.to(torch::kFloat64));
  const auto error = [&](const Tensor& y) {
    return ((y.to(torch::kFloat64) - exact).norm() / exact.norm()).item<double>();
  };
  const double of_planes = error(torch::batch_norm(x, {}, {}, {}, {}, true, 0.1, 1e-5, false));
  EXPECT_LT(error(normalise(x.contiguous(torch::MemoryFormat::ChannelsLast))), 1.01 * of_planes);
  EXPECT_LT(of_planes, 2e-7);
}

TEST(BatchNorm, OfOneImageGivesBackItsGradientInPlace) {
  Builder builder;
  const BatchNorm norm(builder, /*channels=*/3);
  Pass pass{.weights = {},
            .statistics = builder.layout.statistics(builder.layout.initial_statistics()),
            .mode = Statistics::kRunning};
  const Tensor x = torch::randn({1, 3, 2, 2}).contiguous(torch::MemoryFormat::ChannelsLast);
  const Tensor gradient = torch::randn({1, 3, 2, 2});
  const Tensor y = norm(channels_last(x.requires_grad_()), pass);
  const Tensor by_x = torch::autograd::grad({y}, {x}, {gradient}).front();
  EXPECT_TRUE(torch::allclose(by_x, gradient / std::sqrt(1 + kernels::kBatchNormEpsilon)));
}

/// The derivative of Σ c y² along a direction of x and the weights, and its gradients with respect
/// to them: by forward mode, or by differentiating twice.
std::vector<Tensor> along_direction(Statistics mode, bool forward_mode) {
  Builder builder;
  const BatchNorm norm(builder, /*channels=*/3, /*affine=*/true);
  const auto random = generator(1, Purpose::kNoise);
  const auto draw = [&](at::IntArrayRef sizes) {
    return torch::randn(sizes, random, torch::kFloat64);
  };
  const std::vector<Tensor> at = {draw({4, 3, 2, 5}).requires_grad_(), draw({3}).requires_grad_(),
                                  draw({3}).requires_grad_()};
  const std::vector<Tensor> direction = {draw({4, 3, 2, 5}), draw({3}), draw({3})};
  const Tensor c = draw({4, 3, 2, 5});
  const Tensor statistics = draw({6}).abs();
  const auto loss = [&](const std::vector<Tensor>& x) {
    Pass pass{
        .weights = {x[1], x[2]}, .statistics = builder.layout.statistics(statistics), .mode = mode};
    return (c * norm(x[0], pass).pow(2)).sum();
  };
  Tensor along;
  if (forward_mode) {
    const ForwardMode forward;
    std::vector<Tensor> moved;
    for (size_t i = 0; i < at.size(); ++i) moved.push_back(with_tangent(at[i], direction[i]));
    along = tangent_of(loss(moved));
  } else {
    const auto by = torch::autograd::grad({loss(at)}, at, {}, true, /*create_graph=*/true);
    for (size_t i = 0; i < at.size(); ++i) accumulate(along, (by[i] * direction[i]).sum());
  }
  std::vector<Tensor> all = torch::autograd::grad({along}, at);
  all.push_back(along);
  return all;
}

TEST(BatchNorm, HasTangentsThatCanBeDifferentiated) {
  for (const Statistics mode : {Statistics::kBatch, Statistics::kRunning}) {
    const auto mine = along_direction(mode, true), expected = along_direction(mode, false);
    for (size_t i = 0; i < mine.size(); ++i) {
      EXPECT_TRUE(torch::allclose(mine[i], expected[i], 1e-10, 1e-10)) << i;
    }
  }
}

}  // namespace
}  // namespace tetlo
