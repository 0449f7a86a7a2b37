// SPDX-License-Identifier: Apache-2.0
// The relaxation of P-DARTS: that of DARTS, with what keeps skip connections from taking over
// [Chen2019, sections 3.2 and 3.3]: dropout behind them while searching, and a limit on how many of
// them the normal cell may have in the end. Its search goes in stages, and from one to the next
// every edge loses its weakest candidates.
//
// Checkable: a node whose two edges weigh skip 0.5, sep_conv_3x3 0.3 and skip 0.4, dil_conv_3x3 0.2
// keeps both skips where two are allowed, skip and dil_conv_3x3 where one is, and sep_conv_3x3 and
// dil_conv_3x3 where none is.
#pragma once

#include "tetlo/relax/softmax.h"

namespace tetlo {

class Progressive : public SoftmaxRelaxation {
 public:
  struct Limits {
    double skip_dropout = 0;  ///< probability with which an entry behind a skip connection is 0
    int64_t most_skips = 2;   ///< of the normal cell
  };
  Progressive(const Space& space, const Limits& limits)
      : SoftmaxRelaxation(space), space_(space), limits_(limits) {}

  Mixture mixture(const Tensor& alpha) const override;
  Genotype genotype(const Tensor& alpha) const override;

 private:
  Space space_;
  Limits limits_;
};

/// The space with dropout behind its skip connections, as supernets are built of it.
Space with_skip_dropout(Space space);

/// The space in which every edge has lost its `count` candidates of least weight, `none` like any
/// other; of equal ones the last goes first.
Space without_weakest(const Space& space, const Mixture& mixture, size_t count);

/// The strongest cells of which the normal one has at most so many skip connections: while it has
/// more, the weakest of them is taken out and the cell chosen anew.
Genotype with_few_skips(const Space& space, Mixture mixture, int64_t most);

}  // namespace tetlo
