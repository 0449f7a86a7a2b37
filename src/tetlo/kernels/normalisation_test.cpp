// SPDX-License-Identifier: Apache-2.0
// Compares with LibTorch's batch norm in double precision.
#include "tetlo/kernels/normalisation.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include "tetlo/kernels/test_oracles.h"

namespace tetlo::kernels {
namespace {

using torch::Tensor;

constexpr double kSingle = 1e-5;  // coefficients have single precision

/// M values of each channel, the learned parameters and running statistics of a batch norm, and the
/// weight with which its output is mixed.
struct Scene {
  explicit Scene(bool is_fixed) : fixed(is_fixed) {
    torch::manual_seed(some_seed());
    const auto draw = [](at::IntArrayRef sizes) { return torch::randn(sizes, torch::kFloat64); };
    z = draw({elements, channels}).mul(3).add(1).requires_grad_();
    grad_output = draw({elements, channels});
    w = draw({1}).requires_grad_();
    scale = draw({channels}).to(torch::kFloat32);
    shift = draw({channels}).to(torch::kFloat32);
    mean = draw({channels}).to(torch::kFloat32);
    variance = draw({channels}).square().add(0.1).to(torch::kFloat32);
  }

  Learned learned() const {
    if (!affine) return {};
    return {scale.data_ptr<float>(), shift.data_ptr<float>()};
  }
  Normalisation norm() const {
    if (fixed) {
      return fixed_normalisation({mean.data_ptr<float>(), variance.data_ptr<float>()}, channels,
                                 learned());
    }
    return normalisation(sums(z, z), elements, channels, learned());
  }
  /// The sums Σ left and Σ left · right, [2, padded(channels)].
  std::vector<Dual> sums(const Tensor& left, const Tensor& right) const {
    const auto blocks = static_cast<size_t>(padded(channels));
    std::vector<Dual> sums(2 * blocks);
    const Tensor sum = left.sum(0), product = (left * right).sum(0);
    for (size_t c = 0; c < static_cast<size_t>(channels); ++c) {
      sums[c] = {sum[static_cast<int64_t>(c)].item<double>()};
      sums[blocks + c] = {product[static_cast<int64_t>(c)].item<double>()};
    }
    return sums;
  }

  bool fixed, affine = *rc::gen::arbitrary<bool>();
  int64_t elements = *rc::gen::inRange<int64_t>(2, 40);
  int64_t channels = *rc::gen::inRange<int64_t>(1, 40);
  Tensor z, grad_output, w, scale, shift, mean, variance;
};

Tensor row(const Buffer& buffer, int64_t channels) {
  return torch::tensor(std::vector<float>(buffer.data(), buffer.data() + channels))
      .to(torch::kFloat64);
}

Tensor values(const std::vector<Dual>& numbers) {
  std::vector<double> result;
  for (const Dual& number : numbers) result.push_back(number.value);
  return torch::tensor(result, torch::kFloat64);
}

bool near(const Tensor& mine, const Tensor& expected) {
  return torch::allclose(mine.to(torch::kFloat64), expected.detach().to(torch::kFloat64),
                         /*rtol=*/10 * kSingle, /*atol=*/10 * kSingle);
}

/// w · batch_norm(z), differentiable with respect to z and w and, if they are
/// defined, scale and shift.
Tensor reference(const Scene& s, const Tensor& scale, const Tensor& shift) {
  return s.w * torch::batch_norm(s.z, scale, shift, s.mean.to(torch::kFloat64),
                                 s.variance.to(torch::kFloat64), /*training=*/!s.fixed,
                                 kBatchNormMomentum, kBatchNormEpsilon, /*cudnn_enabled=*/false);
}

/// A learned parameter in double precision; undefined if nothing is learned.
Tensor parameter(const Scene& s, const Tensor& values) {
  return s.affine ? values.to(torch::kFloat64).requires_grad_() : Tensor();
}

void expect_reference(bool fixed) {
  EXPECT_TRUE(rc::check([fixed] {
    const Scene s(fixed);
    const int64_t C = s.channels;
    const Tensor scale = parameter(s, s.scale), shift = parameter(s, s.shift);
    const Tensor output = reference(s, scale, shift);
    std::vector<Tensor> by = {s.z, s.w};
    if (s.affine) by.insert(by.end(), {scale, shift});
    const auto expected = torch::autograd::grad({output}, by, {s.grad_output});

    const Normalisation n = s.norm();
    RC_ASSERT(near(s.w * (row(n.scale, C) * s.z + row(n.shift, C)), output));
    const std::vector<Dual> total = s.sums(s.grad_output, s.z);
    const OutputSums sums{.gradient = total.data(), .product = total.data() + padded(C)};
    const double w = s.w.item<double>();
    const NormCoefficients gradient = norm_gradient(n, w, sums).value;
    RC_ASSERT(near(row(gradient.of_output, C) * s.grad_output + row(gradient.of_value, C) * s.z +
                       row(gradient.constant, C),
                   expected[0]));
    RC_ASSERT(near(torch::tensor({weight_gradient(n, sums).value}, torch::kFloat64), expected[1]));
    if (!s.affine) return;
    const LearnedGradient learned = learned_gradient(n, w, sums);
    RC_ASSERT(near(values(learned.scale), expected[2]));
    RC_ASSERT(near(values(learned.shift), expected[3]));
  }));
}

TEST(Normalisation, OfTheBatchIsBatchNormWithItsGradients) { expect_reference(/*fixed=*/false); }

TEST(Normalisation, OfRunningStatisticsIsBatchNormWithItsGradients) {
  expect_reference(/*fixed=*/true);
}

TEST(Normalisation, OfRunningStatisticsHasNoGradientThroughThem) {
  EXPECT_TRUE(rc::check([] {
    const Scene s(/*is_fixed=*/true);
    const std::vector<Dual> total = s.sums(s.grad_output, s.z);
    const OutputSums sums{.gradient = total.data(), .product = total.data() + padded(s.channels)};
    const NormCoefficients gradient = norm_gradient(s.norm(), 2, sums).value;
    for (int64_t c = 0; c < padded(s.channels); ++c) {
      RC_ASSERT(gradient.of_value[c] == 0);
      RC_ASSERT(gradient.constant[c] == 0);
    }
  }));
}

TEST(Normalisation, PaddedChannelsStayZero) {
  EXPECT_TRUE(rc::check([] {
    const Scene s(*rc::gen::arbitrary<bool>());
    const Normalisation n = s.norm(), none = no_normalisation(s.channels);
    for (int64_t c = s.channels; c < padded(s.channels); ++c) {
      RC_ASSERT(n.scale[c] == 0);
      RC_ASSERT(n.shift[c] == 0);
      RC_ASSERT(none.scale[c] == 0);
    }
  }));
}

TEST(Normalisation, WithoutOneTheOutputIsTheValue) {
  const Normalisation n = no_normalisation(3);
  std::vector<Dual> total(16);
  for (size_t c = 0; c < 3; ++c) {
    total[c] = {1.0 + static_cast<double>(c)};
    total[8 + c] = {10.0 + 10 * static_cast<double>(c)};
  }
  const OutputSums sums{.gradient = total.data(), .product = total.data() + 8};
  const NormCoefficients gradient = norm_gradient(n, 0.5, sums).value;
  EXPECT_EQ(weight_gradient(n, sums).value, 60);
  for (int64_t c = 0; c < 3; ++c) {
    EXPECT_EQ(n.scale[c], 1);
    EXPECT_EQ(n.shift[c], 0);
    EXPECT_EQ(gradient.of_output[c], 0.5F);
    EXPECT_EQ(gradient.of_value[c], 0);
    EXPECT_EQ(gradient.constant[c], 0);
  }
}

TEST(Normalisation, RunningStatisticsMoveAsInLibTorch) {
  EXPECT_TRUE(rc::check([] {
    const Scene s(/*is_fixed=*/false);
    const Tensor mean = s.mean.to(torch::kFloat64), variance = s.variance.to(torch::kFloat64);
    torch::batch_norm(s.z, {}, {}, mean, variance, /*training=*/true, kBatchNormMomentum,
                      kBatchNormEpsilon, /*cudnn_enabled=*/false);
    update_running(s.norm(), s.mean.data_ptr<float>(), s.variance.data_ptr<float>());
    RC_ASSERT(near(s.mean, mean));
    RC_ASSERT(near(s.variance, variance));
  }));
}

}  // namespace
}  // namespace tetlo::kernels
