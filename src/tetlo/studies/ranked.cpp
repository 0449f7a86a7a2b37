// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/ranked.h"

#include <fmt/format.h>

namespace tetlo {

std::vector<Field> RankedOptions::fields() {
  const std::string source = "[Sheth2023, appendix O]";
  return {
      {"quadruples", {&quadruples, {1, 100'000'000, "quadruples"}}, "of each half", source},
      {"drawn",
       {&drawn, {1, 1'000'000, "quadruples"}},
       "of them in an iteration; their images are a batch of their own",
       "docs/decisions.md"},
      {"lambda",
       {&lambda, not_negative(1e6)},
       "weight λ of the loss over quadruples in eq. 22",
       "[Sheth2023, eq. 22]"},
      {"wrong",
       {&wrong, Numbers{.each = {0, 1}, .count = {1, 100}}},
       "shares of quadruples that are wrong on purpose",
       source},
      {"seeds", {&seeds, {1, 1000}}, "number of runs with different seeds", "docs/decisions.md"}};
}

std::string RankedSearch::name() const { return group + "-" + percent(wrong); }

SearchRun RankedSearch::run(const RankedOptions& options) const {
  const std::string framework = learned ? "ranked_weights" : "ranked_alpha";
  SearchRun search{.name = name(), .assignments = {"framework.name=" + framework}, .kind = group};
  const auto set = [&](const std::string& option, auto value) {
    search.assignments.push_back(fmt::format("{}.{}={}", framework, option, value));
  };
  set("quadruples", options.quadruples);
  set("drawn", options.drawn);
  set("wrong", wrong);
  if (learned) set("lambda", options.lambda);
  search.assignments.insert(search.assignments.end(), assignments.begin(), assignments.end());
  return search;
}

std::string percent(double share) { return fmt::format("{:g}", 100 * share); }

double validation_error(const RunSummary& summary) {
  return 100 * (1 - summary["figures"]["main"]["valid_accuracy"].get<double>());
}

double misordered(const RunSummary& summary) {
  return 100 * summary["figures"]["main"]["misordered"].get<double>();
}

Sample sample_of(const std::vector<RunSummary>& summaries, double (*figure)(const RunSummary&)) {
  Sample sample;
  for (const RunSummary& summary : summaries) {
    if (!has_diverged(summary)) sample.values.push_back(figure(summary));
  }
  return sample;
}

}  // namespace tetlo
