// SPDX-License-Identifier: Apache-2.0
// Budgets: what a network of given cells may take decides how wide it is.
//
// The table lists what can be limited. It is that of the network without its auxiliary head, as
// `tetlo count` counts it, for one image. A further kind of budget is a line of the table, and
// becomes a flag of `tetlo evaluate`.
//
// Checkable: with 20 cells and 10 classes, a budget of 3,349,342 parameters gives DARTS_V2 36
// channels, and one of 3,349,341 gives it 34.
#pragma once

#include <string>
#include <vector>

#include "tetlo/net/discrete_network.h"
#include "tetlo/net/widest.h"

namespace tetlo {

struct BudgetKind {
  std::string name;     ///< --budget-NAME is its flag
  std::string unit;     ///< as it follows a number
  std::string meaning;  ///< what is limited, in the help text
  bool measured;        ///< whether it is measured, and differs a little each time, or counted
  /// The cost of the network with these cells and this shape, whose channels vary.
  Cost (*cost)(const Genotype& genotype, const DiscreteShape& shape);

  std::string flag() const { return "--budget-" + name; }
};

const std::vector<BudgetKind>& budget_kinds();

struct Budget {
  const BudgetKind& kind;
  std::string text;  ///< as the user has written the limit
  double limit = 0;
};

/// A budget from the text of its limit: a number above 0, in which k, M or G may follow what is
/// counted, such as 1500000, 800k, 1.5M or 0.5G. Throws Error otherwise.
Budget read_budget(const BudgetKind& kind, const std::string& text);

/// The channels of the widest network within the budget, which Widest::within holds. The other
/// members of `shape` are those of the network. Throws Error if even the narrowest network takes
/// more, or if the weights of a network that must be run do not fit into memory.
Widest choose_channels(const Budget& budget, const Genotype& genotype, const DiscreteShape& shape);

/// What the budget has given: the channels, what they take, how close this is and, if it is more
/// than 5 % away or was measured, what the next number of channels would take.
std::string to_sentence(const Budget& budget, const Widest& widest);

}  // namespace tetlo
