// SPDX-License-Identifier: Apache-2.0
// DARTS-PT: chooses the cells not by α but by the accuracy that a trained supernet loses without
// each candidate [Wang2021, algorithm 1 and section 4].
//
// Decisions are taken one after the other, with training in between. First each edge, in random
// order, keeps the candidate whose removal costs the most accuracy. Then each node, in random
// order, keeps the two edges whose removal, each alone, costs the most accuracy. If accuracies
// are equal, the later candidate and the earlier edge are kept, as in the authors' code. Each
// decision is taken in both kinds of cells at once. Removing a candidate does not increase the
// weights of the others.
//
// Checkable: the darts space takes 14 + 3 decisions, because a node with two edges needs none.
// nasbench201, which keeps all edges, takes 6.
#pragma once

#include <cstdint>
#include <functional>

#include "tetlo/relax/decided.h"
#include "tetlo/selections/selection.h"
#include "tetlo/util/random.h"

namespace tetlo {

/// The share of the validation images that the supernet classifies correctly under a mixture.
using MixtureAccuracy = std::function<double(const Mixture&)>;

struct PerturbationOptions {
  int64_t decide_every = 5;

  std::vector<Field> fields() {
    return {{"decide_every",
             {&decide_every, {1, 10'000, "epochs"}},
             "epochs between decisions",
             "[Wang2021]"}};
  }
};

class PerturbationSelection : public Selection {
 public:
  /// Throws Error for a space without operations on edges.
  PerturbationSelection(const PerturbationOptions& options, const SelectionParts& parts);

  /// The number of decisions after which the cells are determined.
  int64_t count() const;
  /// Takes decision `number` (0, 1, …); `open` is the mixture before any decision is applied.
  void decide(int64_t number, const Mixture& open, const MixtureAccuracy& accuracy);
  const Decisions& decisions() const { return decisions_; }

  /// The first decision is taken when tuning begins, the last one after the last epoch of tuning.
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
  /// The edges that end in `node` and have not been removed.
  std::vector<size_t> edges_to(CellKind kind, int node);
  void decide_operation(const Setting& at, Random random);
  void decide_node(const Setting& at, Random random);

  PerturbationOptions options_;
  Space space_;
  uint64_t seed_;
  Decisions decisions_;
};

}  // namespace tetlo
