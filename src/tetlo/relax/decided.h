// SPDX-License-Identifier: Apache-2.0
// A relaxation that is partly decided: some edges have only one candidate left, and some edges are
// gone altogether. All other edges are as in the original relaxation [Wang2021, section 4].
//
// Checkable: in s2 with α = 0, if edge 0 is decided for its second candidate and edge 1 is gone,
// their weights are (0, 1) and (0, 0), and those of all other edges are (1/2, 1/2). Only the second
// candidate of edge 0 is present, and none of edge 1.
#pragma once

#include <memory>

#include "tetlo/relax/relaxation.h"

namespace tetlo {

struct DecidedCell {
  std::vector<int64_t> candidates;  ///< for each edge the index of its one candidate; −1: open
  std::vector<bool> gone;           ///< for each edge whether it is gone
};

struct Decisions {
  DecidedCell normal, reduce;

  DecidedCell& of(CellKind kind) { return kind == CellKind::kNormal ? normal : reduce; }
};

/// The decisions at the beginning: every edge is open.
Decisions open_decisions(const Space& space);

/// The mixture in which decided edges have their decided weights.
Mixture apply(const Decisions& decisions, Mixture mixture);

class Decided : public Relaxation {
 public:
  Decided(const Space& space, std::shared_ptr<const Relaxation> open, Decisions decisions)
      : space_(space), open_(std::move(open)), decisions_(std::move(decisions)) {}

  int64_t size() const override { return open_->size(); }
  Mixture mixture(const Tensor& alpha) const override {
    return apply(decisions_, open_->mixture(alpha));
  }
  Tensor penalty(const Tensor& alpha) const override { return open_->penalty(alpha); }
  Mixture probabilities(const Tensor& alpha) const override {
    return apply(decisions_, open_->probabilities(alpha));
  }
  Genotype genotype(const Tensor& alpha) const override;

 private:
  Space space_;
  std::shared_ptr<const Relaxation> open_;
  Decisions decisions_;
};

}  // namespace tetlo
