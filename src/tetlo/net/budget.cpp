// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/budget.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "tetlo/net/count.h"
#include "tetlo/net/latency.h"
#include "tetlo/util/error.h"
#include "tetlo/util/memory.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

DiscreteShape with_channels(const DiscreteShape& shape, int64_t channels) {
  DiscreteShape result = shape;
  result.channels = channels;
  result.auxiliary_head = false;
  return result;
}

/// Not counted by count_network(), which also runs the network; the layout alone has no tensors.
int64_t parameters_of(const Genotype& genotype, const DiscreteShape& shape) {
  return make_discrete_network(genotype, shape)->layout().weight_count();
}

Cost parameters(const Genotype& genotype, const DiscreteShape& shape) {
  return [=](int64_t channels) {
    return static_cast<double>(parameters_of(genotype, with_channels(shape, channels)));
  };
}

/// The cost, for networks whose weights fit into memory; throws Error for others.
Cost in_memory(const Genotype& genotype, const DiscreteShape& shape, const Cost& cost) {
  return [=](int64_t channels) {
    const int64_t float_bytes = 4;
    const int64_t weights = float_bytes * parameters_of(genotype, with_channels(shape, channels));
    const auto free = free_memory();
    require(!free || weights < *free,
            "The budget leads to networks with {} channels, whose weights take {} of memory, of "
            "which {} are free; it must be smaller.",
            channels, byte_count(weights), byte_count(*free));
    return cost(channels);
  };
}

Cost multiply_adds(const Genotype& genotype, const DiscreteShape& shape) {
  return in_memory(genotype, shape, [=](int64_t channels) {
    const NetworkCount count = count_network(genotype, with_channels(shape, channels));
    return static_cast<double>(count.tally.multiply_adds);
  });
}

Cost milliseconds(const Genotype& genotype, const DiscreteShape& shape) {
  return in_memory(genotype, shape, latency_of(genotype, with_channels(shape, shape.channels)));
}

/// 1,462,090 or, if it is measured, 19.63.
std::string amount(const Budget& budget, double value) {
  return budget.kind.measured ? fmt::format("{:.2f}", value)
                              : with_commas(static_cast<int64_t>(value));
}

/// The difference to the limit, as a share of it; positive below it.
double room(const Budget& budget, double cost) { return 1 - cost / budget.limit; }

std::string compared(const Budget& budget, double cost) {
  if (cost == budget.limit) return "all of it";
  const double percent = 100 * room(budget, cost);
  return fmt::format("{:.1f} % {} it", std::abs(percent), percent > 0 ? "below" : "above");
}

}  // namespace

const std::vector<BudgetKind>& budget_kinds() {
  static const std::vector<BudgetKind> kinds = {
      {"parameters", "parameters", "parameters: 1500000, 800k, 1.5M or 0.5G", false, parameters},
      {"macs", "multiply-adds", "multiply-adds of one image, written alike", false, multiply_adds},
      {"ms", "ms an image", "milliseconds of one image on one thread of this machine, measured",
       true, milliseconds},
  };
  return kinds;
}

Budget read_budget(const BudgetKind& kind, const std::string& text) {
  static const std::map<std::string, std::string> exponents = {
      {"", "e0"}, {"k", "e3"}, {"M", "e6"}, {"G", "e9"}};
  const size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string suffix = text.substr(digits);
  const auto exponent = exponents.find(suffix);
  double limit = 0;
  bool well_formed = exponent != exponents.end() && (suffix.empty() || !kind.measured);
  if (well_formed) {
    // Read with its exponent, because a product with a power of ten would be rounded.
    const std::string number = text.substr(0, digits) + exponent->second;
    const char* end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, limit);
    well_formed = error == std::errc() && stop == end;
  }
  require(well_formed && limit > 0, "{} is \"{}\"; it must be a number above 0, such as {}.",
          kind.flag(), excerpt(text), kind.measured ? "20 or 2.5" : "1500000, 800k, 1.5M or 0.5G");
  return {.kind = kind, .text = text, .limit = limit};
}

Widest choose_channels(const Budget& budget, const Genotype& genotype, const DiscreteShape& shape) {
  const Cost cost = budget.kind.cost(genotype, shape);
  Widest widest = budget.kind.measured ? widest_measured_within(budget.limit, cost)
                                       : widest_within(budget.limit, cost);
  if (!widest.within) {
    const auto& [channels, least] = widest.beyond.value();
    fail("{} is {}; the narrowest network of these cells, with {} channels, takes {} {}.",
         budget.kind.flag(), budget.text, channels, amount(budget, least), budget.kind.unit);
  }
  return widest;
}

std::string to_sentence(const Budget& budget, const Widest& widest) {
  const auto& [kind, written, limit] = budget;
  const auto& [channels, cost] = widest.within.value();
  const std::string text = fmt::format(
      "The budget of {} {} gives {} channels: {} {}{}, {}", written, kind.unit, channels,
      amount(budget, cost), kind.unit, kind.measured ? " as measured" : "", compared(budget, cost));
  const double near = 0.05;
  if (room(budget, cost) <= near && !kind.measured) return text + ".";
  if (!widest.beyond) return text + "; no network may have more channels.";
  const auto& [next, more] = *widest.beyond;
  return text + fmt::format("; the next possible number of channels, {}, would take {}, {}.", next,
                            amount(budget, more), compared(budget, more));
}

}  // namespace tetlo
