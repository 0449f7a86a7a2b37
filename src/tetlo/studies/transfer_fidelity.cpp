// SPDX-License-Identifier: Apache-2.0
// Whether more accurate knowledge makes better models: an auxiliary model whose weights learn a
// given order of pairs of images, and a main model whose architecture does, where a share of that
// order is wrong on purpose [Sheth2023, figure 2, appendix O].
#include <fmt/format.h>

#include <algorithm>

#include "tetlo/draw/chart.h"
#include "tetlo/studies/ranked.h"
#include "tetlo/studies/table.h"

namespace tetlo {
namespace {

/// A line of the chart.
struct Curve {
  std::string name;
  RankedSearch search;
};

std::vector<Curve> curves() {
  return {{"auxiliary model, eq. 22",
           {.group = "auxiliary", .learned = true, .assignments = {"auxiliary.name=untied"}}},
          {"main model, eq. 23", {.group = "main", .learned = false}}};
}

RankedSearch with_share(RankedSearch search, double wrong) {
  search.wrong = wrong;
  return search;
}

/// The error of a run as a cell of the table.
std::string cell_of(const RunSummary& summary) {
  return sample_of({summary}, validation_error).text();
}

/// That a model errs more with the largest share of wrong quadruples than with the smallest.
std::vector<StudyClaim> claims_on(const RankedOptions& options, const Results& results) {
  const auto [least, most] = std::minmax_element(options.wrong.begin(), options.wrong.end());
  std::vector<StudyClaim> claims;
  if (*least == *most) return claims;
  for (const Curve& curve : curves()) {
    const auto errors = [&, &search = curve.search](double wrong) {
      return by_seed(results.at(with_share(search, wrong).name()), validation_error);
    };
    claims.push_back(on_pairs({.words = fmt::format("{}: error at {} % wrong higher than at {} %",
                                                    curve.name, percent(*most), percent(*least)),
                               .figure = kValidationError,
                               .direction = Claim::kHigher,
                               .smallest_effect = kLeastErrorEffect},
                              errors(*most), errors(*least)));
  }
  return claims;
}

Report compare_shares(const std::any& given, Runs& runs) {
  const auto& options = std::any_cast<const RankedOptions&>(given);
  Plan plan{.seeds = options.seeds};
  for (const Curve& curve : curves()) {
    for (const double wrong : options.wrong) {
      plan.searches.push_back(with_share(curve.search, wrong).run(options));
    }
  }
  const Results results = run_all(plan, runs);
  Report report{.columns = {"model", "wrong quadruples (%)", kValidationError},
                .claims = claims_on(options, results),
                .claim_notes = {kWhyLeastErrorEffect}};
  for (int64_t i = 0; i < options.seeds; ++i) {
    report.columns.push_back(fmt::format("seed {}", runs.options().run.seed + i));
  }
  LineChart chart{.title = "Wrong quadruples on " + runs.options().data.name,
                  .x = {.title = "quadruples that are wrong (%)"},
                  .y = {.title = "error on validation images (%)"}};
  for (const Curve& curve : curves()) {
    Series series{curve.name};
    for (const double wrong : options.wrong) {
      const auto& summaries = results.at(with_share(curve.search, wrong).name());
      const Sample errors = sample_of(summaries, validation_error);
      report.rows.push_back({curve.name, percent(wrong), errors.text()});
      for (const RunSummary& summary : summaries) report.rows.back().push_back(cell_of(summary));
      series.points.push_back({100 * wrong, errors.mean(), errors.deviation()});
    }
    chart.series.push_back(series);
  }
  report.picture = svg_of(chart);
  return report;
}

}  // namespace

StudyEntry transfer_fidelity_study() {
  return {member<RankedOptions>("transfer-fidelity", "an order of pairs of images, in part wrong",
                                "[Sheth2023, figure 2 and appendix O]"),
          /*trains=*/false, compare_shares};
}

}  // namespace tetlo
