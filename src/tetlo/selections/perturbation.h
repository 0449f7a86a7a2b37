// SPDX-License-Identifier: Apache-2.0
// DARTS-PT: cells chosen by what a trained supernet loses without each candidate, not by α
// [Wang2021, algorithm 1 and section 4].
//
// One decision after another, with training in between: first, in random order, each edge keeps the
// candidate without which accuracy would be lowest; then, in random order, each node keeps the two
// edges whose removal, each alone, costs most. Where accuracies are equal, the later candidate is kept
// and the earlier edge, as in the authors' code. Both kinds of cell are decided on side by side. A
// candidate is taken away without more weight for the others.
//
// Checkable: the darts space takes 14 + 3 decisions, for a node of two edges needs none;
// nasbench201, of which every edge stays, takes 6.
#pragma once

#include <cstdint>
#include <functional>

#include "tetlo/relax/decided.h"
#include "tetlo/selections/selection.h"
#include "tetlo/util/random.h"

namespace tetlo {

/// What share of the validation images the supernet gets right under a mixture.
using MixtureAccuracy = std::function<double(const Mixture&)>;

struct PerturbationOptions {
  int64_t decide_every = 5;

  std::vector<Field> fields() {
    return {{"decide_every",
             {&decide_every, {1, 10'000, "epochs"}},
             "epochs from one decision to the next",
             "[Wang2021]"}};
  }
};

class PerturbationSelection : public Selection {
 public:
  /// Throws Error for a space without operations on edges.
  PerturbationSelection(const PerturbationOptions& options, const SelectionParts& parts);

  /// How many decisions lead to the cells.
  int64_t count() const;
  /// Takes decision `number`, 0, 1, …, given the mixture of what is still open.
  void decide(int64_t number, const Mixture& open, const MixtureAccuracy& accuracy);
  const Decisions& decisions() const { return decisions_; }

  /// The first decision is taken when tuning begins, the last after its last epoch.
  int64_t tuning_epochs() const override { return (count() - 1) * options_.decide_every; }
  std::shared_ptr<const Relaxation> decided(std::shared_ptr<const Relaxation> open) const override;
  Mixture decided(const Mixture& open) const override;
  nlohmann::json after_epoch(const EpochEnd& end) override;
  nlohmann::json save() const override;
  void restore(const nlohmann::json& saved) override;

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

  PerturbationOptions options_;
  Space space_;
  uint64_t seed_;
  Decisions decisions_;
};

}  // namespace tetlo
