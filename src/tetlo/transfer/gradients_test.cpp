// SPDX-License-Identifier: Apache-2.0
// Compares the gradient of every transfer's loss with central differences, in double precision.
#include <gmock/gmock.h>

#include "tetlo/transfer/table.h"
#include "tetlo/util/central_difference.h"

namespace tetlo {
namespace {

constexpr int64_t kImages = 6, kFeatures = 4, kClasses = 3, kModel = kFeatures + kClasses;

/// A model's output for the images, read from the columns that follow `first`.
Output output_at(const Tensor& columns, int64_t first) {
  return {.encoding = columns.narrow(1, first, kFeatures),
          .logits = columns.narrow(1, first + kFeatures, kClasses)};
}

class TransferGradient : public testing::TestWithParam<TransferEntry> {};

TEST_P(TransferGradient, ReachesTeacherAndStudentAsCentralDifferencesSay) {
  const auto transfer = GetParam().make(GetParam().options);
  Random random(2, Purpose::kTransfer);
  const Tensor samples = transfer->sample(kImages, random);
  const auto loss = [&](const Tensor& teacher_and_student) {
    const Tensor knowledge = transfer->knowledge(output_at(teacher_and_student, 0), samples);
    return transfer->loss({knowledge, output_at(teacher_and_student, kModel), samples});
  };
  const Tensor both = torch::randn({kImages, 2 * kModel}, torch::kFloat64);
  ASSERT_GT(loss(both).item<double>(), 0);
  EXPECT_LT(autograd_error(loss, both), 1e-7);
}

INSTANTIATE_TEST_SUITE_P(Transfers, TransferGradient, testing::ValuesIn(transfers()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace tetlo
