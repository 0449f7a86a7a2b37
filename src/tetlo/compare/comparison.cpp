// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/comparison.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "tetlo/statistics/hodges_lehmann.h"
#include "tetlo/statistics/holm.h"
#include "tetlo/statistics/mann_whitney.h"
#include "tetlo/statistics/signed_rank.h"
#include "tetlo/statistics/summary.h"

namespace tetlo {
namespace {

using Options = std::map<std::string, std::string>;

/// The seed by which a command splits the images; "" if its options do not say.
std::string split_by(const Options& options, const std::string& command) {
  for (const std::string& key : {command + ".split_seed", std::string("run.seed")}) {
    const auto found = options.find(key);
    if (found != options.end() && !found->second.empty() && found->second != "-1") {
      return found->second;
    }
  }
  return "";
}

/// What decides how the images are split: in the run, and in the search that found its cells.
std::pair<std::string, std::string> split_of(const RunRecord& run) {
  return {split_by(run.options, run.command), split_by(run.search, "search")};
}

/// The outcomes by seed. Several with one seed, or none, leave an arm that has no pairs.
std::map<std::string, const Outcome*> by_seed(const Arm& arm) {
  std::map<std::string, const Outcome*> all;
  for (const Outcome& outcome : arm.outcomes) {
    const std::string seed = outcome.run->seed();
    if (seed.empty() || !all.emplace(seed, &outcome).second) return {};
  }
  return all;
}

using Outcomes = std::vector<const Outcome*>;

/// Runs of two arms; of paired arms, partners have the same place.
struct Runs {
  Outcomes arm, control;
};

/// Those that have partners, by their seeds; none if the arms are not paired.
Runs partners(const Arm& arm, const Arm& control) {
  const auto own = by_seed(arm), other = by_seed(control);
  Runs pairs;
  for (const auto& [seed, outcome] : own) {
    const auto found = other.find(seed);
    if (found == other.end()) continue;
    if (split_of(*outcome->run) != split_of(*found->second->run)) return {};
    pairs.arm.push_back(outcome);
    pairs.control.push_back(found->second);
  }
  const bool all_of_the_smaller = pairs.arm.size() == std::min(own.size(), other.size());
  return all_of_the_smaller ? pairs : Runs{};
}

Outcomes all_of(const Arm& arm) {
  Outcomes all;
  for (const Outcome& outcome : arm.outcomes) all.push_back(&outcome);
  return all;
}

struct Samples {
  std::vector<double> first, second;
};

/// What runs without a value have in rank tests.
double stand_in(const Runs& runs, bool higher_is_better) {
  std::vector<double> all;
  for (const Outcomes* of_arm : {&runs.arm, &runs.control}) {
    for (const Outcome* outcome : *of_arm) {
      if (outcome->value) all.push_back(*outcome->value);
    }
  }
  if (all.empty()) return 0;
  const auto [low, high] = std::minmax_element(all.begin(), all.end());
  const double beyond = *high - *low + 1;
  return higher_is_better ? *low - beyond : *high + beyond;
}

/// What is ranked: a value for each run.
Samples ranked(const Runs& runs, bool higher_is_better) {
  const double failed = stand_in(runs, higher_is_better);
  Samples samples;
  for (const Outcome* run : runs.arm) samples.first.push_back(run->value.value_or(failed));
  for (const Outcome* run : runs.control) samples.second.push_back(run->value.value_or(failed));
  return samples;
}

int sign(double value) { return value > 0 ? 1 : value < 0 ? -1 : 0; }

/// The share of pairs in which the first is larger.
double share_above(const std::vector<double>& differences) {
  double above = 0;
  for (const double d : differences) above += d > 0 ? 1 : d < 0 ? 0 : 0.5;
  return above / static_cast<double>(differences.size());
}

void compare_pairs(Comparison& result, const Runs& pairs, bool higher_is_better) {
  std::vector<double> known;  // the differences of pairs in which both have a value
  for (size_t i = 0; i < pairs.arm.size(); ++i) {
    const Outcome *outcome = pairs.arm[i], *partner = pairs.control[i];
    if (outcome->value && partner->value) known.push_back(*outcome->value - *partner->value);
  }
  const auto [first, second] = ranked(pairs, higher_is_better);
  const auto differences = paired_differences(first, second);
  const SignedRank test = signed_rank(differences);
  result.n = differences.size();
  result.superiority = share_above(differences);
  const auto n = static_cast<double>(test.n);
  result.direction = sign(test.positive - n * (n + 1) / 4);
  std::tie(result.p, result.least_p, result.exact) = std::tuple(test.p, test.least_p, test.exact);
  if (known.empty()) return;
  const SampleSummary summary = summarise(known);
  result.shift = pseudo_median(known);
  result.difference = summary.mean;
  result.interval = summary.mean_interval;
}

void compare_unpaired(Comparison& result, const Arm& arm, const Arm& control,
                      bool higher_is_better) {
  const auto [first, second] = ranked({all_of(arm), all_of(control)}, higher_is_better);
  const MannWhitney test = mann_whitney(first, second);
  result.n = first.size() + second.size();
  result.superiority = test.superiority;
  result.direction = sign(test.superiority - 0.5);
  std::tie(result.p, result.least_p, result.exact) = std::tuple(test.p, test.least_p, test.exact);
  const Samples known{arm.values(), control.values()};
  if (known.first.empty() || known.second.empty()) return;
  result.shift = hodges_lehmann_shift(known.first, known.second);
  result.difference = sample_mean(known.first) - sample_mean(known.second);
  result.welch = welch(known.first, known.second);
  if (result.welch) result.interval = result.welch->interval;
}

}  // namespace

std::vector<Comparison> compare_with(const std::vector<Arm>& arms, size_t control,
                                     bool higher_is_better) {
  std::vector<Comparison> all;
  for (size_t a = 0; a < arms.size(); ++a) {
    if (a == control) continue;
    const Runs pairs = partners(arms[a], arms[control]);
    Comparison result{.arm = a, .control = control, .paired = !pairs.arm.empty()};
    result.paired ? compare_pairs(result, pairs, higher_is_better)
                  : compare_unpaired(result, arms[a], arms[control], higher_is_better);
    if (!higher_is_better) {
      result.superiority = 1 - result.superiority;
      result.direction = -result.direction;
    }
    all.push_back(result);
  }
  adjust_by_holm(all);
  return all;
}

void adjust_by_holm(std::vector<Comparison>& all) {
  std::vector<double> p;
  double least = 1;
  for (const Comparison& result : all) {
    p.push_back(result.p);
    least = std::min(least, result.least_p);
  }
  const auto adjusted = holm(p);
  // Holm's smallest adjusted value is the number of comparisons times the smallest p, and no other
  // is below it.
  const auto count = static_cast<double>(all.size());
  for (size_t i = 0; i < all.size(); ++i) {
    all[i].adjusted_p = adjusted[i];
    all[i].least_adjusted_p = std::min(1.0, std::max(all[i].least_p, count * least));
  }
}

std::string verdict(const Comparison& comparison) {
  if (comparison.least_adjusted_p > kLevel) return "not resolvable at this size";
  if (comparison.adjusted_p > kLevel) return "not resolved";
  return comparison.direction > 0 ? "better" : "worse";
}

}  // namespace tetlo
