// SPDX-License-Identifier: Apache-2.0
// Random search: the cells are drawn uniformly, and α is not learned. If the selection needs a
// supernet, every iteration trains the weights of one drawn cell, which are shared with all others
// that have the same operations [Li2020, section 3.2]; if it needs none, there is no training. The
// selections best_by_weights and best_by_table compare several cells; with the selection strongest
// the first one that is drawn is taken.
#include "tetlo/util/random.h"

#include "tetlo/methods/method.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/relax/uniform.h"

namespace tetlo {
namespace {

constexpr Purpose kTrainedCells = purpose("cells that are trained");

class RandomSearch : public Method {
 public:
  explicit RandomSearch(const MethodParts& parts)
      : Method(parts.phase),
        seed_(parts.seed),
        open_(std::make_shared<SoftmaxRelaxation>(parts.phase.space)),
        drawn_(std::make_shared<OneCell>(parts.phase.space, drawn_cell(parts.phase.space, seed_, 0),
                                         open_)) {}
  std::shared_ptr<const Relaxation> relaxation(const PhaseTime&) const override { return drawn_; }
  Mixture for_weights(const Tensor& alpha, const PhaseTime& at, const MixtureLoss&) const override {
    const Random random(seed_, kTrainedCells, static_cast<uint64_t>(at.iteration), at.architecture);
    return only(draw_uniformly(phase().space, random), open_->mixture(alpha));
  }

 private:
  uint64_t seed_;
  std::shared_ptr<const Relaxation> open_, drawn_;
};

std::unique_ptr<Method> make(const std::any&, const MethodParts& parts) {
  return std::make_unique<RandomSearch>(parts);
}

}  // namespace

MethodEntry random_search() {
  return {
      member("random", "cells drawn uniformly; α is not learned, weights learn one cell at a time",
             "[Li2020]"),
      make, /*learns_alpha=*/false};
}

}  // namespace tetlo
