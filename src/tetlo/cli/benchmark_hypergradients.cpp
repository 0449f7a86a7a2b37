// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <limits>

#include "tetlo/cli/benchmarks.h"
#include "tetlo/levels/pull_back.h"
#include "tetlo/search/noise_search.h"
#include "tetlo/studies/hypergradient_quality.h"
#include "tetlo/util/median.h"
#include "tetlo/util/memory.h"
#include "tetlo/util/random.h"

namespace tetlo::benchmarks {
namespace {

constexpr std::array kKinds = {HypergradientKind::kFirstOrder, HypergradientKind::kFiniteDifference,
                               HypergradientKind::kExact};
constexpr std::array kFrameworks = {"plain", "tetlo"};
/// With LibTorch's operations, float64 takes about ten times the memory of a search.
constexpr int64_t kImagesInDouble = 8;
/// The second of the states at which directions are compared, in steps of the weights; the first is
/// the beginning.
constexpr int64_t kStepsLater = 10;

/// The times of several pieces of work, which take turns, so that all meet the same noise.
std::vector<Times> interleaved(const std::vector<std::function<void()>>& works, int64_t rounds) {
  std::vector<Times> times(works.size());
  for (int64_t round = -1; round < rounds; ++round) {
    for (size_t i = 0; i < works.size(); ++i) {
      const double seconds = seconds_of(works[i]);
      if (round >= 0) times[i].push_back(seconds);
    }
  }
  return times;
}

/// The median of the ratios of each round.
double ratio(const Times& numerators, const Times& denominators) {
  Times ratios;
  for (size_t i = 0; i < numerators.size(); ++i) {
    ratios.push_back(numerators[i] / denominators[i]);
  }
  return median(ratios);
}

int64_t peak_of(const std::function<void()>& work) {
  const TensorWatch watch(std::numeric_limits<int64_t>::max());
  work();
  return watch.peak();
}

/// Both ways to compute one product with a mixed second derivative, in the last level.
nlohmann::json time_products(const NoiseSearch& search, const Flags& flags) {
  const Problem problem = search.problem();
  const Level& level = problem.levels.back();
  Tensor knowledge;
  if (problem.levels.size() > 1) {
    const Level& before = problem.levels.front();
    knowledge = before.knowledge(search.alpha(), before.start.weights).detach();
  }
  const LevelPoint at{
      .alpha = search.alpha(), .weights = level.start.weights, .knowledge = knowledge};
  const Direction along{
      .q = torch::randn(at.weights.sizes(), generator(kNoiseSeed, Purpose::kNoise),
                        at.weights.options()),
      .weights_wanted = level.tied > 0};
  const MixedProduct difference = central_difference(HypergradientOptions().radius);
  const auto times = interleaved({[&] { difference(level.objective, at, along); },
                                  [&] { exact_product(level.objective, at, along); }},
                                 flags.rounds);
  return {{"finite_difference", spread(times[0])},
          {"exact", spread(times[1])},
          {"exact_over_finite_difference", ratio(times[1], times[0])}};
}

nlohmann::json compare(const Flags& flags, const std::string& framework) {
  const SearchOptions options = options_of(flags, framework);
  const NoiseSearch search(options, flags.batch);
  NoiseSearch few(options, std::min(flags.batch, kImagesInDouble));
  const auto compute = [](const NoiseSearch& of, HypergradientKind kind) {
    return hypergradient(of.problem(), of.alpha(), {.kind = kind}).alpha;
  };
  std::vector<std::function<void()>> works;
  for (const HypergradientKind kind : kKinds) works.push_back([&, kind] { compute(search, kind); });
  const auto times = interleaved(works, flags.rounds);
  nlohmann::json result;
  for (size_t i = 0; i < kKinds.size(); ++i) {
    result[to_string(kKinds[i])] = {{"time", spread(times[i])}, {"memory", peak_of(works[i])}};
  }
  const auto add_cosines = [&](const std::string& name) {
    const Tensor truth = compute(few.in_double(), HypergradientKind::kExact);
    for (const HypergradientKind kind : kKinds) {
      result[to_string(kind)][name] = closeness(compute(few, kind), truth).cosine;
    }
  };
  add_cosines("cosine");
  for (int64_t i = 0; i < kStepsLater; ++i) few.weight_step();
  add_cosines("cosine_later");
  const auto& [first, difference, exact] = kKinds;
  const auto memory = [&](HypergradientKind kind) {
    return result[to_string(kind)]["memory"].get<double>();
  };
  result["exact_over_finite_difference"] = {{"time", ratio(times[2], times[1])},
                                            {"memory", memory(exact) / memory(difference)}};
  result["product"] = time_products(search, flags);
  return result;
}

}  // namespace

nlohmann::json hypergradients(const Flags& flags) {
  nlohmann::json result;
  for (const std::string framework : kFrameworks) result[framework] = compare(flags, framework);
  return result;
}

void print_hypergradients(const nlohmann::json& result) {
  fmt::print(
      "{} channels, {} cells, batches of {}, {} threads. The cosines are those with the exact\n"
      "hypergradient in float64, with batches of {}, at the initial weights and after {} steps.\n\n"
      "framework  hypergradient           seconds                  memory      cosines\n",
      result["channels"].dump(), result["cells"].dump(), result["batch"].dump(),
      result["threads"].dump(), std::min(result["batch"].get<int64_t>(), kImagesInDouble),
      kStepsLater);
  for (const std::string framework : kFrameworks) {
    const nlohmann::json& compared = result[framework];
    for (const HypergradientKind kind : kKinds) {
      const nlohmann::json& one = compared[to_string(kind)];
      const nlohmann::json& time = one["time"];
      fmt::print("{:<11}{:<20}{:>11.3f} ({:.3f} to {:.3f}){:>8.0f} MiB{:>8.4f}{:>8.4f}\n",
                 framework, to_string(kind), time["median"].get<double>(),
                 time["least"].get<double>(), time["most"].get<double>(),
                 one["memory"].get<double>() / 1048576, one["cosine"].get<double>(),
                 one["cosine_later"].get<double>());
    }
  }
  fmt::print("\nexact over finite_difference     time  memory  one product\n");
  for (const std::string framework : kFrameworks) {
    const nlohmann::json& compared = result[framework];
    const nlohmann::json& ratios = compared["exact_over_finite_difference"];
    fmt::print("{:<29}{:>8.2f}{:>8.2f}{:>13.2f}\n", framework, ratios["time"].get<double>(),
               ratios["memory"].get<double>(),
               compared["product"]["exact_over_finite_difference"].get<double>());
  }
}

}  // namespace tetlo::benchmarks
