// SPDX-License-Identifier: Apache-2.0
// Tests of the selection of cells that are not in softmax_test.cpp or gates_test.cpp.
#include "tetlo/relax/strongest.h"

#include <gmock/gmock.h>

#include "tetlo/relax/softmax.h"

namespace tetlo {
namespace {

TEST(StrongestBlocks, AreOperationsByArgmaxAndAsManyParentsAsTheSpaceAsksFor) {
  const SoftmaxRelaxation relax(find_space("nasbench1shot1_1"));
  ASSERT_EQ(relax.size(), 4 * 3 + 5 + 3 + 4);
  Tensor alpha = torch::zeros({relax.size()}, torch::kFloat64);
  alpha[0 * 3 + 1] = 1.0;  // block 1: conv3x3
  alpha[1 * 3 + 2] = 1.0;  // block 2: conv1x1
  alpha[12 + 4] = 2.0;     // output: blocks 4 and 1
  alpha[12 + 1] = 1.0;
  alpha[17 + 2] = 1.0;  // block 3: block 2 and, as the first of equals, the input
  alpha[20 + 3] = 1.0;  // block 4: blocks 3 and 1
  alpha[20 + 1] = 0.5;
  EXPECT_EQ(to_string(relax.genotype(alpha)),
            "|conv3x3-bn-relu~0|conv1x1-bn-relu~0,1|maxpool3x3~0,2|maxpool3x3~1,3|output~1,4|");
}

TEST(StrongestBlocks, OfEqualsTheFirstIsKept) {
  const SoftmaxRelaxation relax(find_space("nasbench1shot1_2"));
  EXPECT_EQ(to_string(relax.genotype(torch::zeros({relax.size()}))),
            "|maxpool3x3~0|maxpool3x3~0|maxpool3x3~0,1|maxpool3x3~0,1|output~0,1,2|");
}

}  // namespace
}  // namespace tetlo
