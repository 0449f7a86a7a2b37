// SPDX-License-Identifier: Apache-2.0
// The network of a pair of DARTS's cells.
//
// CIFAR: stem 3 x 3 to 3 C; ImageNet: two stems of stride-2 convolutions, 224 -> 56 and 28. After
// cell ⌊2L/3⌋ an auxiliary classifier helps training and is left out of every count and of testing
// [Liu2019, appendix A]. All batch norms are affine, pools have none.
//
// Checkable: DARTS_V2 with 36 channels and 20 cells has 3,349,342 weights, its auxiliary head
// 476,426, and one 32 x 32 image takes 528,359,040 multiply-adds.
#pragma once

#include "tetlo/net/cell_stack.h"
#include "tetlo/net/discrete_network.h"

namespace tetlo {

class CellNetwork : public CellStack {
 public:
  CellNetwork(const Genotype& genotype, const DiscreteShape& shape);
};

}  // namespace tetlo
