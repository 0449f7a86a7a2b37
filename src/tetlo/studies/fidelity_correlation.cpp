// SPDX-License-Identifier: Apache-2.0
// How closely the error of an auxiliary model follows the error of its knowledge: each auxiliary
// model learns a given order of pairs of images, in part wrong, and is then asked for its error on
// validation images and for the order of pairs of them [Sheth2023, figure 6, appendix D].
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tetlo/auxiliaries/auxiliary.h"
#include "tetlo/draw/chart.h"
#include "tetlo/statistics/pearson.h"
#include "tetlo/studies/ranked.h"
#include "tetlo/studies/table.h"
#include "tetlo/util/error.h"
#include "tetlo/util/table.h"

namespace tetlo {
namespace {

constexpr size_t kFewestShares = 3;  ///< the r of two points is 1 or −1
constexpr const char* kFigure6 = "[Sheth2023, figure 6]";
constexpr double kLeastCorrelation = 0.1;  // small [Cohen1988]

struct FidelityCorrelationOptions : RankedOptions {
  std::string auxiliaries = "untied, scnn, resnet18, resnet50, resnet101";
  int64_t width = 0;

  std::vector<Field> fields() {
    std::vector<Field> all = RankedOptions::fields();
    all.push_back({"auxiliaries", &auxiliaries, "auxiliary models, separated by commas", kFigure6});
    all.push_back({"width",
                   {&width, {0, 4096, "channels"}},
                   "width of those of fixed architecture; 0: that of each model's own options",
                   ""});
    return all;
  }
};

std::vector<std::string> listed(const std::string& names) {
  std::vector<std::string> all = between_commas(names);
  for (std::string& name : all) {
    name.erase(0, name.find_first_not_of(' '));
    name.erase(name.find_last_not_of(' ') + 1);
    require(std::count(all.begin(), all.end(), name) <= 1, "study.auxiliaries names {} twice.",
            name);
  }
  return all;
}

bool has_width(AuxiliaryEntry entry) {
  return entry.fields != nullptr && entry.fields(entry.options).front().name == "width";
}

RankedSearch search_of(const std::string& auxiliary, double wrong,
                       const FidelityCorrelationOptions& options) {
  RankedSearch search{
      .group = auxiliary, .wrong = wrong, .assignments = {"auxiliary.name=" + auxiliary}};
  if (options.width > 0 && has_width(find_entry(auxiliaries(), auxiliary, "auxiliary"))) {
    search.assignments.push_back(fmt::format("{}.width={}", auxiliary, options.width));
  }
  return search;
}

void append(std::vector<double>& all, const Sample& more) {
  all.insert(all.end(), more.values.begin(), more.values.end());
}

/// What the searches with an auxiliary model have come to, at all shares.
struct Points {
  std::string auxiliary;
  std::vector<double> orders = {}, errors = {};  ///< of all seeds
  BySeed r = {};  ///< of the points of one seed; nothing if one diverged, or if they are too few
};

/// Each share has a value for each seed.
BySeed correlations(const std::vector<BySeed>& orders, const std::vector<BySeed>& errors) {
  BySeed all(orders.front().size());
  for (size_t seed = 0; seed < all.size(); ++seed) {
    std::vector<double> x, y;
    for (size_t share = 0; share < orders.size(); ++share) {
      if (!orders[share][seed]) continue;
      x.push_back(*orders[share][seed]);
      y.push_back(*errors[share][seed]);
    }
    const double r = pearson(x, y);
    const bool whole = x.size() == orders.size() && x.size() >= kFewestShares;
    if (whole && !std::isnan(r)) all[seed] = r;
  }
  return all;
}

Points points_of(const std::string& auxiliary, const FidelityCorrelationOptions& options,
                 const Results& results) {
  Points points{auxiliary};
  std::vector<BySeed> orders, errors;
  for (const double wrong : options.wrong) {
    const auto& summaries = results.at(search_of(auxiliary, wrong, options).name());
    append(points.errors, sample_of(summaries, validation_error));
    append(points.orders, sample_of(summaries, misordered));
    errors.push_back(by_seed(summaries, validation_error));
    orders.push_back(by_seed(summaries, misordered));
  }
  points.r = correlations(orders, errors);
  return points;
}

StudyClaim claim_on(const std::string& words, const BySeed& r, const BySeed& other) {
  return on_pairs({.words = words,
                   .figure = "Pearson's r",
                   .direction = Claim::kHigher,
                   .smallest_effect = kLeastCorrelation},
                  r, other);
}

/// That each model's errors are correlated, and more so with ResNet-50 than with ResNet-18.
std::vector<StudyClaim> claims_on(const std::vector<Points>& all) {
  std::vector<StudyClaim> claims;
  for (const Points& points : all) {
    claims.push_back(claim_on("r of " + points.auxiliary + " higher than 0", points.r,
                              BySeed(points.r.size(), 0.0)));
  }
  const auto named = [&](const std::string& name) {
    return std::find_if(all.begin(), all.end(),
                        [&](const Points& points) { return points.auxiliary == name; });
  };
  const auto resnet18 = named("resnet18"), resnet50 = named("resnet50");
  if (resnet18 != all.end() && resnet50 != all.end()) {
    claims.push_back(claim_on("r of resnet50 higher than of resnet18", resnet50->r, resnet18->r));
  }
  return claims;
}

Report correlate(const std::any& given, Runs& runs) {
  const auto& options = std::any_cast<const FidelityCorrelationOptions&>(given);
  Plan plan{.seeds = options.seeds};
  for (const std::string& auxiliary : listed(options.auxiliaries)) {
    for (const double wrong : options.wrong) {
      plan.searches.push_back(search_of(auxiliary, wrong, options).run(options));
    }
  }
  const Results results = run_all(plan, runs);
  Report report{
      .columns = {"auxiliary model", "wrong quadruples (%)", kValidationError,
                  "misordered quadruples (%)", "Pearson's r of both errors"},
      .claim_notes = {"The figure prints no numbers; the smallest effect is a correlation that "
                      "[Cohen1988] calls small, 0.1.",
                      "Points of one seed are not independent, so that each seed has an r of its "
                      "own, over all shares, of which there must be at least three; the interval "
                      "is Student's over seeds."}};
  LineChart chart{.title = "Errors of auxiliary models on " + runs.options().data.name,
                  .x = {.title = "misordered quadruples of validation images (%)"},
                  .y = {.title = "error on validation images (%)"}};
  std::vector<Points> all;
  for (const std::string& auxiliary : listed(options.auxiliaries)) {
    const Points& points = all.emplace_back(points_of(auxiliary, options, results));
    for (const double wrong : options.wrong) {
      const auto& summaries = results.at(search_of(auxiliary, wrong, options).name());
      report.rows.push_back({auxiliary, percent(wrong),
                             sample_of(summaries, validation_error).text(),
                             sample_of(summaries, misordered).text(), ""});
    }
    const double r = pearson(points.orders, points.errors);
    report.rows.push_back(
        {auxiliary, "all", "", "", std::isnan(r) ? "undefined" : fmt::format("{:.3f}", r)});
    Series series{.name = fmt::format("{}, r = {}", auxiliary, report.rows.back().back()),
                  .points = {},
                  .joined = false};
    for (size_t i = 0; i < points.errors.size(); ++i) {
      series.points.push_back({points.orders[i], points.errors[i]});
    }
    chart.series.push_back(series);
  }
  report.claims = claims_on(all);
  report.picture = svg_of(chart);
  return report;
}

}  // namespace

StudyEntry fidelity_correlation_study() {
  return {member<FidelityCorrelationOptions>(
              "fidelity-correlation", "the errors of auxiliary models and of their knowledge",
              "[Sheth2023, figure 6 and appendix D]"),
          /*trains=*/false, correlate};
}

}  // namespace tetlo
