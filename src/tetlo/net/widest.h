// SPDX-License-Identifier: Apache-2.0
// The widest network within a budget: the largest number of channels C whose cost f(C) is at most
// B.
//
// While every number tried has been within the budget, the next one is C sqrt(B / f(C)). If f is
// a C^2 + b C + c and no coefficient is negative, as where convolutions and linear layers are
// counted, its cost is within the budget, too; so no network is evaluated that is much larger than
// the budget. As soon as a number exceeds it, the interval between the two is halved.
//
// f need not be monotone: the result is within the budget, and the next number exceeds it. If f
// never falls, there is no larger number within the budget.
//
// Checkable: for f(C) = C^2 and B = 1000 it is 30, and the next number is 32.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace tetlo {

/// The cost of the network with so many channels, which must be positive.
using Cost = std::function<double(int64_t channels)>;

/// The numbers of channels that a network may have [plan_cells in macro.h; network.channels in
/// evaluate/options.cpp].
struct ChannelRange {
  int64_t least = 4;
  int64_t most = 100'000;  ///< `least` and a multiple of `step`
  int64_t step = 2;
};

struct Priced {
  int64_t channels = 0;
  double cost = 0;
};

struct Widest {
  std::optional<Priced> within;  ///< nothing if even the fewest channels exceed the budget
  std::optional<Priced> beyond;  ///< the next number; nothing if even the most are within
};

Widest widest_within(double budget, const Cost& cost, const ChannelRange& range = {});

/// The same for a cost that is measured and differs a little from one evaluation to the next. Both
/// numbers are evaluated again, and replaced by their neighbours, until a further evaluation
/// confirms them; at most 50 times by larger ones, so that this ends. At least the last evaluation
/// of `within` is within the budget.
Widest widest_measured_within(double budget, const Cost& cost, const ChannelRange& range = {});

}  // namespace tetlo
