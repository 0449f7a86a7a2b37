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

Columns size_columns() { return {"n", "without value"}; }

Entries size_entries(const Arm& arm) {
  const auto n = static_cast<int64_t>(arm.values().size());
  return {n, static_cast<int64_t>(arm.outcomes.size()) - n};
}

Columns mean_columns() { return {"mean", "deviation", "low", "high"}; }

Entries mean_entries(const std::vector<double>& values, const char* digits) {
  if (values.empty()) return Entries(mean_columns().size());
  const SampleSummary summary = summarise(values);
  return in_a_row({Number{summary.mean, digits}, figure_or_nothing(summary.deviation, digits)},
                  limits(summary.mean_interval, digits));
}

Columns summary_columns() { return in_a_row(in_a_row(size_columns(), {"median"}), mean_columns()); }

Entries summary_entries(const Arm& arm, const Measure& measure) {
  const auto values = arm.values();
  const char* const digits = digits_of(measure);
  const auto median = values.empty() ? std::nullopt : std::optional(summarise(values).median);
  return in_a_row(in_a_row(size_entries(arm), {figure_or_nothing(median, digits)}),
                  mean_entries(values, digits));
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
