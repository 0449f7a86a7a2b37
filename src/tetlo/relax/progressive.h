// SPDX-License-Identifier: Apache-2.0
// The relaxation of P-DARTS [Chen2019, sections 3.2 and 3.3]. It is that of DARTS with two measures
// that keep skip connections from taking over: dropout after them during the search, and a maximum
// number of them in the final normal cell. The search has several phases, and from one to the next
// every edge loses its weakest candidates.
//
// Checkable: consider a node with two edges, one with the weights skip 0.5 and sep_conv_3x3 0.3,
// the other with skip 0.4 and dil_conv_3x3 0.2. It keeps both skips if two are allowed, skip and
// dil_conv_3x3 if one is, and sep_conv_3x3 and dil_conv_3x3 if none is.
#pragma once

#include "tetlo/relax/softmax.h"

namespace tetlo {

class Progressive : public SoftmaxRelaxation {
 public:
  struct Limits {
    double skip_dropout = 0;  ///< dropout rate after skip connections
    int64_t most_skips = 2;   ///< maximum number of skip connections in the normal cell
  };
  Progressive(const Space& space, const Limits& limits)
      : SoftmaxRelaxation(space), space_(space), limits_(limits) {}

  Mixture mixture(const Tensor& alpha) const override;
  Genotype genotype(const Tensor& alpha) const override;

 private:
  Space space_;
  Limits limits_;
};

/// The space in which dropout follows every skip connection; the supernet is built from it.
Space with_skip_dropout(Space space);

/// The space in which every edge has lost the `count` candidates with the smallest weights. `none`
/// is treated like any other candidate, and of equal candidates the last is lost first.
Space without_weakest(const Space& space, const Mixture& mixture, size_t count);

/// The strongest cells whose normal cell has at most `maximum` skip connections: as long as it has
/// more, the weakest of them is forbidden and the cell is chosen again.
Genotype with_few_skips(const Space& space, Mixture mixture, int64_t maximum);

}  // namespace tetlo
