// SPDX-License-Identifier: Apache-2.0
// Counts the parameters and the arithmetic of a network by running it once on a blank image.
//
// Papers count in different ways, which docs/mathematics.md, section 7, explains:
//   only the multiply-adds of convolutions and linear layers
//   pooling rule        + 4 for each output of average pooling  [Chu2020, CIFAR]
//   normalisation rule  + 2 for each normalised and + 1 for each activated element
//                                                               [Chen2019, Xu2020; ImageNet]
// Checkable: DARTS_V2 has 528 M by the pooling rule, PDARTS 557.119 M by the normalisation rule.
#pragma once

#include "tetlo/net/discrete_network.h"

namespace tetlo {

struct NetworkCount {
  int64_t parameters = 0;            ///< without the auxiliary head
  int64_t auxiliary_parameters = 0;  ///< of the auxiliary head; 0 if there is none
  Tally tally;                       ///< of testing one image
};

NetworkCount count_network(const Genotype& genotype, const DiscreteShape& shape);

int64_t pooling_flops(const Tally& tally);
int64_t normalisation_flops(const Tally& tally);

}  // namespace tetlo
