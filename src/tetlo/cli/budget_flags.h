// SPDX-License-Identifier: Apache-2.0
// The flags with which `tetlo evaluate` chooses the channels of the network, one for each kind of
// budget [net/budget.h].
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/cli/run_command.h"
#include "tetlo/evaluate/options.h"

namespace tetlo {

struct BudgetFlags {
  BudgetFlags();
  std::vector<std::string> limits;  ///< for each of budget_kinds(); empty: not given
};

std::vector<Argument> budget_arguments(BudgetFlags& flags);

/// Sets options.network.channels as the budget says, says so on standard error, and returns what
/// summary.json notes about it: kind, limit, channels, amount, next_channels and next_amount, the
/// last two unless no more channels are possible. Null if no budget is given. A run that is resumed
/// keeps its channels and its note, because a new measurement could choose others.
/// Throws Error if two budgets are given, or one together with --set network.channels or --weights.
nlohmann::json apply_budget(const BudgetFlags& budgets, const RunFlags& run,
                            EvaluateOptions& options);

}  // namespace tetlo
