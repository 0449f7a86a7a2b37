// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/target.h"

#include "tetlo/kernels/test_oracles.h"

namespace tetlo::kernels {
namespace {

TEST(VectorTarget, IsTheBestInstructionSetOfThisProcessor) {
  EXPECT_EQ(vector_target(), hwy::TargetName(hwy::SupportedAndGeneratedTargets().front()));
}

}  // namespace
}  // namespace tetlo::kernels
