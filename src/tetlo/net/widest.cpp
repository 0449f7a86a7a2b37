// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/widest.h"

#include <algorithm>
#include <cmath>

namespace tetlo {
namespace {

/// A larger number of channels, which is expected to be within the budget unless it is the next.
int64_t grown(const Priced& within, double budget, const ChannelRange& range) {
  const double channels = static_cast<double>(within.channels) * std::sqrt(budget / within.cost);
  if (channels >= static_cast<double>(range.most)) return range.most;
  const int64_t steps = (static_cast<int64_t>(channels) - range.least) / range.step;
  return std::max(within.channels + range.step, range.least + steps * range.step);
}

int64_t middle(const Priced& within, const Priced& beyond, const ChannelRange& range) {
  const int64_t steps = (beyond.channels - within.channels) / range.step;
  return within.channels + steps / 2 * range.step;
}

}  // namespace

Widest widest_within(double budget, const Cost& cost, const ChannelRange& range) {
  Priced within{range.least, cost(range.least)};
  if (within.cost > budget) return {.within = {}, .beyond = within};
  std::optional<Priced> beyond;
  while (within.channels + range.step < (beyond ? beyond->channels : range.most + range.step)) {
    const int64_t channels = beyond ? middle(within, *beyond, range) : grown(within, budget, range);
    const Priced tried{channels, cost(channels)};
    if (tried.cost <= budget) {
      within = tried;
    } else {
      beyond = tried;
    }
  }
  return {within, beyond};
}

Widest widest_measured_within(double budget, const Cost& cost, const ChannelRange& range) {
  const auto priced = [&](int64_t channels) -> std::optional<Priced> {
    if (channels < range.least || channels > range.most) return {};
    return Priced{channels, cost(channels)};
  };
  auto [within, beyond] = widest_within(budget, cost, range);
  int larger = 50;
  while (true) {
    if (within) within->cost = cost(within->channels);
    if (beyond) beyond->cost = cost(beyond->channels);
    if (within && within->cost > budget) {
      beyond = within;
      within = priced(within->channels - range.step);
    } else if (beyond && beyond->cost <= budget && larger-- > 0) {
      within = beyond;
      beyond = priced(beyond->channels + range.step);
    } else {
      return {within, beyond};
    }
  }
}

}  // namespace tetlo
