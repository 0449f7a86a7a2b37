// SPDX-License-Identifier: Apache-2.0
// What is counted.
#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "tetlo/compare/attainable.h"
#include "tetlo/compare/calibration.h"
#include "tetlo/compare/comparison.h"
#include "tetlo/statistics/kendall.h"
#include "tetlo/statistics/mann_whitney.h"
#include "tetlo/statistics/sample.h"
#include "tetlo/statistics/signed_rank.h"
#include "tetlo/statistics/summary.h"

namespace tetlo {
namespace {

constexpr double kTolerance = 0.015;
constexpr double kCoverage = 1 - kLevel;
constexpr int64_t kSizes[] = {5, 10, 20, 60};
/// Sizes of which the tests are approximations.
constexpr int64_t kManyOfEach = 101, kManyPairs = 1200;

using Sample = std::vector<double>;

/// Draws one value.
struct Source {
  std::string name;
  std::function<double(Random&)> draw;
};

double standard_normal(Random& random) {
  // The middle of a step of uniform(), because the quantile of 0 is not finite.
  return quantile(boost::math::normal(), random.uniform() + 0x1p-25);
}

Source normal(double deviation = 1) {
  return {.name = deviation == 1 ? "normal" : fmt::format("normal, σ = {:g}", deviation),
          .draw = [deviation](Random& random) { return deviation * standard_normal(random); }};
}

Source drawn_from(std::span<const double> accuracies) {
  return {.name = "accuracies",
          .draw = [values = Sample(accuracies.begin(), accuracies.end())](Random& random) {
            return random.any_of(values);
          }};
}

/// With many ties.
Source rounded(const Source& source) {
  return {.name = source.name + ", whole percents",
          .draw = [draw = source.draw](Random& random) { return std::round(draw(random)); }};
}

Sample sample(const Source& source, int64_t n, Random& random) {
  Sample values(static_cast<size_t>(n));
  for (double& value : values) value = source.draw(random);
  return values;
}

ConfidenceInterval around(double rate, double most = 1) {
  return {.low = std::max(0.0, rate - kTolerance), .high = std::min(most, rate + kTolerance)};
}

CalibrationCase welch_test(const Source& source, int64_t n) {
  return {.what = "Welch", .data = source.name, .n = n, .happens = [source, n](Random& random) {
            const Sample x = sample(source, n, random), y = sample(source, n, random);
            const auto result = welch(x, y);
            return result && result->p <= kLevel;
          }};
}

CalibrationCase mann_whitney_test(const Source& source, int64_t n) {
  return {
      .what = "Mann–Whitney", .data = source.name, .n = n, .happens = [source, n](Random& random) {
        const Sample x = sample(source, n, random), y = sample(source, n, random);
        return mann_whitney(x, y).p <= kLevel;
      }};
}

CalibrationCase signed_rank_test(const Source& source, int64_t n) {
  return {
      .what = "signed rank", .data = source.name, .n = n, .happens = [source, n](Random& random) {
        const Sample x = sample(source, n, random), y = sample(source, n, random);
        return signed_rank(paired_differences(x, y)).p <= kLevel;
      }};
}

CalibrationCase allowed(CalibrationCase test, double rate) {
  test.allowed = rate;
  test.range = around(rate, kLevel);
  return test;
}

CalibrationCase within(CalibrationCase test, const ConfidenceInterval& range) {
  test.range = range;
  return test;
}

/// Runs that differ in their arms and seeds only. Arms are paired if `same_seeds`.
std::vector<std::vector<RunRecord>> runs_of_arms(size_t arms, int64_t n, bool same_seeds) {
  std::vector<std::vector<RunRecord>> runs(arms);
  int64_t seed = 0;
  for (auto& arm : runs) {
    if (same_seeds) seed = 0;
    for (int64_t i = 0; i < n; ++i) {
      RunRecord& run = arm.emplace_back();
      run.command = "search";
      run.options["run.seed"] = std::to_string(++seed);
    }
  }
  return runs;
}

struct Family {
  bool paired = false;
  size_t differing = 0;  ///< how many of the eight arms are far above the control
};

constexpr size_t kArms = 8;

/// Whether a true hypothesis of the family is rejected.
CalibrationCase family_of(const Family& family, const Source& source, int64_t n) {
  const auto runs = runs_of_arms(kArms + 1, n, family.paired);
  const auto errs = [=](Random& random) {
    std::vector<Arm> arms(runs.size());
    for (size_t a = 0; a < arms.size(); ++a) {
      // The control is the first, and the last ones differ.
      const double shift = a > kArms - family.differing ? 1000 : 0;
      for (const RunRecord& run : runs[a]) {
        arms[a].outcomes.push_back({.run = &run, .value = shift + source.draw(random)});
      }
    }
    const auto all = compare_with(arms, 0, /*higher_is_better=*/true);
    return std::any_of(all.begin(), all.end() - static_cast<std::ptrdiff_t>(family.differing),
                       [](const Comparison& one) { return one.adjusted_p <= kLevel; });
  };
  return {.what = fmt::format("Holm, {} arms, {} differ, {}", kArms, family.differing,
                              family.paired ? "signed rank" : "Mann–Whitney"),
          .data = source.name,
          .n = n,
          .happens = errs,
          .range = ConfidenceInterval{0, kLevel}};
}

CalibrationCase mean_interval(const Source& source, double mean, int64_t n) {
  return {.what = "mean", .data = source.name, .n = n, .happens = [=](Random& random) {
            return summarise(sample(source, n, random)).mean_interval->holds(mean);
          }};
}

CalibrationCase welch_interval(const Source& first, const Source& second, int64_t n) {
  return {.what = "difference of means",
          .data = first.name == second.name ? first.name : first.name + "; " + second.name,
          .n = n,
          .happens = [=](Random& random) {
            const Sample x = sample(first, n, random), y = sample(second, n, random);
            return welch(x, y)->interval.holds(0);
          }};
}

/// τ is 1/3 between normal values whose correlation is 1/2: τ = 2/π arcsin ρ, Greiner's relation.
CalibrationCase kendall_interval(int64_t n) {
  return {.what = "τ-b", .data = "normal, τ = 1/3", .n = n, .happens = [n](Random& random) {
            const Sample x = sample(normal(), n, random);
            Sample y = sample(normal(), n, random);
            for (size_t i = 0; i < y.size(); ++i) y[i] = (x[i] + std::sqrt(3) * y[i]) / 2;
            const auto result = kendall(x, y);
            return result->interval && result->interval->holds(1.0 / 3);
          }};
}

Proportion successes(double p, int64_t n, Random& random) {
  Proportion result{.n = n};
  for (int64_t i = 0; i < n; ++i) result.k += random.coin(p) ? 1 : 0;
  return result;
}

CalibrationCase wilson_interval(double p, int64_t n) {
  const double exact = wilson_coverage(n, p);
  return {.what = "rate",
          .data = fmt::format("rate {:g}", p),
          .n = n,
          .happens = [=](Random& random) { return wilson(successes(p, n, random)).holds(p); },
          .allowed = exact,
          .range = around(exact)};
}

CalibrationCase newcombe_interval(double p, double q, int64_t n) {
  const double exact = newcombe_coverage(n, p, q);
  return {.what = "difference of rates",
          .data = fmt::format("rates {:g} and {:g}", p, q),
          .n = n,
          .happens =
              [=](Random& random) {
                const Proportion first = successes(p, n, random), second = successes(q, n, random);
                return newcombe(first, second)->interval.holds(p - q);
              },
          .allowed = exact,
          .range = around(exact)};
}

/// Rates that are drawn anew in every trial, so that what few runs allow at one rate averages out.
void add_rates_of_all_sizes(std::vector<CalibrationCase>& all, int64_t n) {
  const auto range = around(kCoverage);
  all.push_back({.what = "rate",
                 .data = "any rate",
                 .n = n,
                 .happens =
                     [n](Random& random) {
                       const double p = random.uniform();
                       return wilson(successes(p, n, random)).holds(p);
                     },
                 .range = range});
  all.push_back({.what = "difference of rates",
                 .data = "any rates",
                 .n = n,
                 .happens =
                     [n](Random& random) {
                       const double p = random.uniform(), q = random.uniform();
                       const Proportion first = successes(p, n, random);
                       return newcombe(first, successes(q, n, random))->interval.holds(p - q);
                     },
                 .range = range});
}

}  // namespace

std::vector<CalibrationCase> calibration_tests(std::span<const double> accuracies) {
  const Source source = drawn_from(accuracies), with_ties = rounded(source);
  std::vector<CalibrationCase> all;
  for (const int64_t n : kSizes) all.push_back(within(welch_test(normal(), n), around(kLevel)));
  for (const int64_t n : kSizes) all.push_back(welch_test(source, n));
  for (const int64_t n : kSizes) {
    all.push_back(allowed(mann_whitney_test(source, n), attainable_mann_whitney(n, kLevel)));
  }
  all.push_back(within(mann_whitney_test(source, kManyOfEach), around(kLevel)));
  for (const int64_t n : kSizes) {
    all.push_back(allowed(signed_rank_test(source, n), attainable_signed_rank(n, kLevel)));
  }
  all.push_back(within(signed_rank_test(source, kManyPairs), around(kLevel)));
  for (const int64_t n : kSizes) {
    // Ties allow other levels, which differ from sample to sample.
    all.push_back(within(mann_whitney_test(with_ties, n), {0, kLevel}));
    all.push_back(within(signed_rank_test(with_ties, n), {0, kLevel}));
  }
  return all;
}

std::vector<CalibrationCase> calibration_families(std::span<const double> accuracies) {
  std::vector<CalibrationCase> all;
  for (const size_t differing : {size_t{0}, kArms / 2}) {
    for (const bool paired : {false, true}) {
      for (const int64_t n : {10, 20}) {
        all.push_back(family_of({paired, differing}, drawn_from(accuracies), n));
      }
    }
  }
  return all;
}

std::vector<CalibrationCase> calibration_intervals(std::span<const double> accuracies) {
  const double mean = sample_mean(accuracies);
  const auto range = around(kCoverage);
  std::vector<CalibrationCase> all;
  for (const int64_t n : kSizes) all.push_back(within(mean_interval(normal(), 0, n), range));
  for (const int64_t n : kSizes) all.push_back(mean_interval(drawn_from(accuracies), mean, n));
  for (const int64_t n : kSizes) {
    all.push_back(within(welch_interval(normal(), normal(), n), range));
    all.push_back(within(welch_interval(normal(), normal(3), n), range));
  }
  for (const int64_t n : kSizes) all.push_back(within(kendall_interval(n), range));
  for (const int64_t n : kSizes) {
    for (const double p : {0.05, 0.2, 0.5}) all.push_back(wilson_interval(p, n));
    all.push_back(newcombe_interval(0.05, 0.05, n));
    all.push_back(newcombe_interval(0.2, 0.5, n));
    add_rates_of_all_sizes(all, n);
  }
  return all;
}

}  // namespace tetlo
