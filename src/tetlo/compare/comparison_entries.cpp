// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/comparison_entries.h"

#include <fmt/format.h>

#include "tetlo/statistics/summary.h"

namespace tetlo {
namespace {

/// Both limits, or nothing twice.
Entries limits(const std::optional<ConfidenceInterval>& interval, const char* digits) {
  if (!interval) return {{}, {}};
  return {Number{interval->low, digits}, Number{interval->high, digits}};
}

}  // namespace

std::string with_unit(const Measure& measure) {
  return measure.unit.empty() ? measure.name : fmt::format("{} ({})", measure.name, measure.unit);
}

const char* digits_of(const Measure& measure) { return measure.unit == "%" ? "{:.2f}" : "{:.4f}"; }

Number p_value(double p) { return {p, "{:.3g}"}; }

Columns summary_columns() {
  return {"n", "without value", "median", "mean", "deviation", "low", "high"};
}

Entries summary_entries(const Arm& arm, const Measure& measure) {
  const auto values = arm.values();
  Entries entries = {static_cast<int64_t>(values.size()),
                     static_cast<int64_t>(arm.outcomes.size() - values.size())};
  if (!values.empty()) {
    const char* const digits = digits_of(measure);
    const SampleSummary summary = summarise(values);
    const Entries centre = {Number{summary.median, digits}, Number{summary.mean, digits},
                            figure_or_nothing(summary.deviation, digits)};
    entries = in_a_row(in_a_row(entries, centre), limits(summary.mean_interval, digits));
  }
  entries.resize(summary_columns().size());
  return entries;
}

std::string test_of(const Comparison& comparison) {
  return comparison.paired ? "signed rank, paired" : "Mann–Whitney";
}

Columns effect_columns() {
  return {"test", "n", "difference", "low", "high", "shift", "superiority"};
}

Entries effect_entries(const Comparison& comparison, const Measure& measure) {
  const char* const digits = digits_of(measure);
  const Entries head = {test_of(comparison), static_cast<int64_t>(comparison.n),
                        figure_or_nothing(comparison.difference, digits)};
  return in_a_row(in_a_row(head, limits(comparison.interval, digits)),
                  {figure_or_nothing(comparison.shift, digits), Number{comparison.superiority}});
}

Columns verdict_columns() { return {"p", "Holm's p", "Welch's p", "verdict"}; }

Entries verdict_entries(const Comparison& comparison) {
  return {p_value(comparison.p), p_value(comparison.adjusted_p),
          comparison.welch ? TableEntry(p_value(comparison.welch->p)) : TableEntry(),
          verdict(comparison)};
}

}  // namespace tetlo
