// SPDX-License-Identifier: Apache-2.0
// A relaxation of which some is decided: edges whose one candidate is known, and edges that are
// gone. What is left is as it was [Wang2021, section 4].
//
// Checkable: of α = 0 in s2 with edge 0 decided for its second candidate and edge 1 gone, the
// weights are (0, 1), (0, 0) and (1/2, 1/2) on all others; only the second candidate of edge 0 is
// present, and none of edge 1.
#pragma once

#include <memory>

#include "tetlo/relax/relaxation.h"

namespace tetlo {

struct DecidedCell {
  std::vector<int64_t> candidates;  ///< of each edge the place of the one kept; −1: open
  std::vector<bool> gone;           ///< edges
};

struct Decisions {
  DecidedCell normal, reduce;

  DecidedCell& of(CellKind kind) { return kind == CellKind::kNormal ? normal : reduce; }
};

/// Nothing decided.
Decisions open_decisions(const Space& space);

/// The mixture with what is decided in its place.
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
