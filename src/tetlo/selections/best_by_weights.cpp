// SPDX-License-Identifier: Apache-2.0
// After the last epoch, draws some cells and takes the one with which the supernet, at the weights
// that it has learned, classifies most validation images correctly. With the method `random` this
// is random search with weight sharing [Li2020, section 3.2]. Nothing is read from α.
//
// The accuracy is that with statistics of the batch in batch norms, because the running statistics
// are means over all cells that were trained.
#include "tetlo/selections/best_of_drawn.h"

namespace tetlo {
namespace {

struct Options {
  int64_t cells = 36;

  std::vector<Field> fields() {
    return {{"cells",
             {&cells, {1, 1'000'000, "cells"}},
             "number of cells that are drawn and compared",
             "docs/decisions.md"}};
  }
};

class BestByWeights : public BestOfDrawn {
 public:
  using BestOfDrawn::BestOfDrawn;
  nlohmann::json after_epoch(const EpochEnd& end) override {
    if (!end.tuned || has_chosen()) return nlohmann::json::object();
    const auto accuracy = [&](const Picks& picks) -> std::optional<double> {
      return end.accuracy(only(picks, end.open));
    };
    return {{"choice", choose("validation accuracy with the supernet's weights", accuracy)}};
  }
};

std::unique_ptr<Selection> make(const std::any& options, const SelectionParts& parts) {
  return std::make_unique<BestByWeights>(parts, std::any_cast<const Options&>(options).cells);
}

}  // namespace

SelectionEntry best_by_weights() {
  return {member<Options>("best_by_weights",
                          "of some drawn cells, the one with the best validation accuracy at the "
                          "weights of the supernet",
                          "[Li2020]"),
          make, DependsOn::kWeights};
}

}  // namespace tetlo
