// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/target.h"

#include "tetlo/kernels/test_oracles.h"

namespace tetlo::kernels {
namespace {

TEST(VectorTarget, IsAnInstructionSetOfThisProcessor) {
  bool is_found = false;
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    is_found = is_found || vector_target() == hwy::TargetName(target);
  }
  EXPECT_TRUE(is_found) << vector_target();
}

}  // namespace
}  // namespace tetlo::kernels
