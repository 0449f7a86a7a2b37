// SPDX-License-Identifier: Apache-2.0
// Compares the derivatives of every transfer's loss with central differences, in double precision.
#include <gmock/gmock.h>

#include "tetlo/transfer/table.h"
#include "tetlo/util/central_difference.h"

namespace tetlo {
namespace {

constexpr int64_t kImages = 6, kClasses = 3;
constexpr int64_t kTeacherWidth = 5, kLearnerWidth = 4;

/// How many numbers a model with encodings of that width says about the images.
constexpr int64_t numbers(int64_t width) { return kImages * (width + kClasses); }

/// The output of a model, read from the first of these numbers.
Output output_of(const Tensor& flat, int64_t width) {
  return {.encoding = flat.narrow(0, 0, kImages * width).view({kImages, width}),
          .logits = flat.narrow(0, kImages * width, kImages * kClasses).view({kImages, kClasses})};
}

Tensor normal(int64_t size) { return torch::randn({size}, torch::kFloat64); }

class TransferGradient : public testing::TestWithParam<TransferEntry> {
 protected:
  void SetUp() override { torch::manual_seed(1); }

  /// R as a function of the teacher's output, and of the learner's with the transfer's own weights.
  Tensor loss(const Tensor& teacher, const Tensor& learner, int64_t teacher_width) const {
    const Tensor knowledge = transfer->knowledge(output_of(teacher, teacher_width), samples);
    return transfer->loss({knowledge, output_of(learner, kLearnerWidth), samples,
                           learner.slice(0, numbers(kLearnerWidth))});
  }

  /// ∂R/∂learner, differentiable.
  Tensor learner_gradient(const Tensor& teacher, const Tensor& learner, int64_t width) const {
    const at::AutoGradMode recording(true);
    const Tensor point = learner.detach().requires_grad_();
    return torch::autograd::grad({loss(teacher, point, width)}, {point}, {}, {},
                                 /*create_graph=*/true)[0];
  }

  /// Outputs of a learner, and the transfer's own weights.
  Tensor learner() const {
    const Layout layout = transfer->layout(kTeacherWidth, kLearnerWidth);
    return normal(numbers(kLearnerWidth) + layout.weight_count());
  }

  std::unique_ptr<Transfer> transfer = GetParam().make(GetParam().options);
  Random random{2, Purpose::kTransfer};
  Tensor samples = transfer->sample(kImages, random);
};

TEST_P(TransferGradient, ReachesTeacherLearnerAndOwnWeightsAsCentralDifferencesSay) {
  const int64_t first = numbers(kTeacherWidth);
  const auto R = [&](const Tensor& both) {
    return loss(both.slice(0, 0, first), both.slice(0, first), kTeacherWidth);
  };
  const Tensor both = torch::cat({normal(first), learner()});
  ASSERT_GT(R(both).item<double>(), 0);
  EXPECT_LT(autograd_error(R, both), 1e-7);
}

TEST_P(TransferGradient, OfTheLearnerDependsOnTheTeacherAsCentralDifferencesSay) {
  const Tensor at = learner();
  const auto gradient = [&](const Tensor& teacher) {
    return learner_gradient(teacher, at, kTeacherWidth);
  };
  EXPECT_LT(autograd_error(gradient, normal(numbers(kTeacherWidth))), 1e-7);
}

TEST_P(TransferGradient, OfTheLearnerVanishesWhereBothAgree) {
  const Tensor both = normal(numbers(kLearnerWidth));
  const double slope =
      learner_gradient(normal(both.size(0)), both, kLearnerWidth).norm().item<double>();
  EXPECT_GT(slope, 0.01);
  EXPECT_LT(learner_gradient(both, both, kLearnerWidth).norm().item<double>(), 1e-14 * slope);
}

TEST_P(TransferGradient, ReachesTheTeacherIfTheTransferSaysSo) {
  const Tensor teacher = normal(numbers(kTeacherWidth)).requires_grad_();
  const Tensor R = loss(teacher, learner(), kTeacherWidth);
  const Tensor gradient = torch::autograd::grad({R}, {teacher})[0];
  EXPECT_EQ(gradient.norm().item<double>() > 0, transfer->reaches_teacher());
}

INSTANTIATE_TEST_SUITE_P(Transfers, TransferGradient, testing::ValuesIn(transfers()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace tetlo
