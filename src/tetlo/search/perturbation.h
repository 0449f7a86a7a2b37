// SPDX-License-Identifier: Apache-2.0
// DARTS-PT: cells chosen by what a trained supernet loses without each candidate, not by α
// [Wang2021, algorithm 1 and section 4].
//
// One decision after another, with training in between: first, in random order, each edge keeps the
// candidate without which accuracy would be lowest; then, in random order, each node loses the
// edges without which accuracy stays highest, one by one, until two are left. Both kinds of cell
// are decided on side by side. A candidate is taken away without more weight for the others.
//
// Checkable: the darts space takes 14 + 3 decisions, for a node of two edges needs none;
// nasbench201, of which every edge stays, takes 6.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>

#include "tetlo/relax/decided.h"
#include "tetlo/util/random.h"

namespace tetlo {

/// What the supernet gets right on the validation images under a mixture.
using MixtureAccuracy = std::function<double(const Mixture&)>;

class PerturbationSelection {
 public:
  /// Throws Error for a space without operations on edges.
  PerturbationSelection(const Space& space, uint64_t seed);

  /// How many decisions lead to the cells.
  int64_t count() const;
  /// Takes decision `number`, 0, 1, …, given the mixture of what is still open.
  void decide(int64_t number, const Mixture& open, const MixtureAccuracy& accuracy);
  const Decisions& decisions() const { return decisions_; }

  nlohmann::json save() const;
  void restore(const nlohmann::json& saved);

 private:
  struct Setting {
    CellKind kind;
    const Mixture& open;
    const MixtureAccuracy& accuracy;
  };
  /// Edges that end in `node` and are not gone.
  std::vector<size_t> edges_to(CellKind kind, int node);
  void decide_operation(const Setting& at, Random random);
  void decide_node(const Setting& at, Random random);

  Space space_;
  uint64_t seed_;
  Decisions decisions_;
};

}  // namespace tetlo
