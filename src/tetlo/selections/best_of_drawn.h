// SPDX-License-Identifier: Apache-2.0
// Selections that draw some cells uniformly (relax/uniform.h), compare them and take the best one;
// of equal ones, the first. The first cell that they draw is the one that the method `random` takes
// by itself.
//
// Figures, in the epoch in which the choice is made: choice.by and choice.value, the measure by
// which the cells were compared and that of the best one, and choice.drawn, the genotype and the
// value of each.
#pragma once

#include <string>

#include "tetlo/relax/uniform.h"
#include "tetlo/selections/selection.h"

namespace tetlo {

class BestOfDrawn : public Selection {
 public:
  BestOfDrawn(const SelectionParts& parts, int64_t cells)
      : space_(parts.space), seed_(parts.seed), cells_(cells) {}

  std::shared_ptr<const Relaxation> decided(std::shared_ptr<const Relaxation> open) const override;
  using Selection::decided;
  nlohmann::json save() const override;
  void restore(const nlohmann::json& saved) override;

 protected:
  /// The value of a cell; nothing if it has none.
  using Measure = std::function<std::optional<double>(const Picks&)>;

  /// Takes the cell with the largest value. Returns the figure `choice`, in which cells without a
  /// value have none. If no cell has a value, nothing is taken.
  nlohmann::json choose(const std::string& by, const Measure& measure);
  bool has_chosen() const { return chosen_.has_value(); }
  const Space& space() const { return space_; }

 private:
  Picks drawn(int64_t number) const { return drawn_cell(space_, seed_, number); }

  Space space_;
  uint64_t seed_;
  int64_t cells_;
  std::optional<int64_t> chosen_;  ///< the number of the cell that has been chosen
};

}  // namespace tetlo
