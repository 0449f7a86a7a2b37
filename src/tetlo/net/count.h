// SPDX-License-Identifier: Apache-2.0
// Parameters and arithmetic of networks, counted by running them once on one empty image.
//
// Papers count in different ways; docs/mathematics.md, section 7 tells them apart:
//   multiply-adds of convolutions and linear layers alone
//   pooling rule        + 4 an output of average pooling          [Chu2020, CIFAR]
//   normalisation rule  + 2 a normalised + 1 an activated element [Chen2019, Xu2020; ImageNet]
// Checkable: DARTS_V2 528 M by the pooling rule; PDARTS 557.119 M by the normalisation rule.
#pragma once

#include "tetlo/net/discrete_network.h"

namespace tetlo {

struct NetworkCount {
  int64_t parameters = 0;            ///< without the auxiliary head
  int64_t auxiliary_parameters = 0;  ///< of that head; 0 without it
  Tally tally;                       ///< of one image, testing
};

NetworkCount count_network(const Genotype& genotype, const DiscreteShape& shape);

int64_t pooling_flops(const Tally& tally);
int64_t normalisation_flops(const Tally& tally);

}  // namespace tetlo
