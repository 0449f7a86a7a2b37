// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/several_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tetlo/report/cells.h"
#include "tetlo/report/chart.h"
#include "tetlo/report/costs.h"
#include "tetlo/report/edges.h"
#include "tetlo/report/facts.h"
#include "tetlo/report/groups.h"
#include "tetlo/report/html.h"
#include "tetlo/report/palette.h"
#include "tetlo/report/spread.h"
#include "tetlo/util/median.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr int kBudgets = 60;  ///< at which runs are compared along an axis of costs

/// A quantity that is drawn for all groups.
struct Quantity {
  std::string path, title, unit = {};
  bool is_share = false;  ///< and shown in percent
  bool counts = false;
  bool is_result = false;  ///< what runs are judged by: drawn against costs, too
};

const std::vector<Quantity>& quantities() {
  static const std::vector<Quantity> all = {
      {"main.valid_accuracy", "Supernet: validation accuracy", "%", true},
      {"main.valid_loss", "Supernet: validation loss"},
      {"main.train_loss", "Supernet: training loss"},
      {"auxiliary.valid_accuracy", "Auxiliary model: validation accuracy", "%", true},
      {"auxiliary.valid_loss", "Auxiliary model: validation loss"},
      {"test_accuracy", "Trained network: test accuracy", "%", true, false, true},
      {"train_loss", "Trained network: training loss"},
      {"main.discrete_accuracy", "Found cells with the supernet's weights: accuracy", "%", true,
       false, true},
      {"table.c10_test200", "Found cells, trained, by the table: test accuracy", "%", false, false,
       true},
      {"table.test_108", "Found cells, trained, by the table: test accuracy", "%", false, false,
       true},
      {"entropy.normal", "Entropy of α, normal cell", "nats"},
      {"entropy.reduce", "Entropy of α, reduction cell", "nats"},
      {"skips.normal", "Skip connections, normal cell", "", false, true},
      {"skips.reduce", "Skip connections, reduction cell", "", false, true},
      {"eigenvalue", "Largest eigenvalue of the Hessian in α"}};
  return all;
}

std::vector<double> values_of(const Quantity& quantity, const RunRecord& run) {
  const auto values = run.figure(quantity.path);
  return quantity.is_share ? in_percent(values) : values;
}

/// The medians of all groups, of the series that `of_group` gives.
template <typename OfGroup>
Chart chart_of(const Quantity& quantity, const std::vector<Group>& groups,
               const OfGroup& of_group) {
  Chart chart{.title = quantity.title, .unit = quantity.unit, .counts = quantity.counts};
  for (size_t g = 0; g < groups.size(); ++g) {
    chart.curves.push_back(median_curve(groups[g].name, class_of_group(g), of_group(groups[g])));
  }
  return chart;
}

std::string chart_by_epoch(const Quantity& quantity, const std::vector<Group>& groups) {
  Chart chart = chart_of(quantity, groups, [&](const Group& group) {
    SeriesOfRuns series;
    for (const RunRecord* run : group.runs) series.push_back(values_of(quantity, *run));
    return series;
  });
  std::vector<const RunRecord*> all;
  for (const Group& group : groups) all.insert(all.end(), group.runs.begin(), group.runs.end());
  chart.phases = phases_of(all);
  return line_chart(chart);
}

/// The greatest of what the groups cost, each the median of its runs; 0 if nothing is known.
double greatest(const Cost& cost, const std::vector<Group>& groups) {
  double most = 0;
  for (const Group& group : groups) {
    std::vector<double> ends;
    for (const RunRecord* run : group.runs) {
      if (const auto by_epoch = cost.by_epoch(*run); !by_epoch.empty())
        ends.push_back(by_epoch.back());
    }
    if (!ends.empty()) most = std::max(most, median(ends));
  }
  return most;
}

/// Without the values before the last run that has any has its first: a median of the quickest runs
/// alone would seem to fall when the others join them.
SeriesOfRuns from_where_all_have_values(SeriesOfRuns series) {
  const auto is_value = [](double value) { return std::isfinite(value); };
  std::ptrdiff_t begin = 0;
  for (const auto& values : series) {
    const auto first = std::find_if(values.begin(), values.end(), is_value);
    if (first != values.end()) begin = std::max(begin, first - values.begin());
  }
  for (auto& values : series) {
    std::fill_n(values.begin(), std::min(begin, std::ssize(values)),
                std::numeric_limits<double>::quiet_NaN());
  }
  return series;
}

/// What runs had reached at equal costs.
std::string chart_by_cost(const Quantity& quantity, const std::vector<Group>& groups,
                          const Cost& cost) {
  const double step = greatest(cost, groups) / kBudgets;
  if (step <= 0) return "";
  Chart chart = chart_of(quantity, groups, [&](const Group& group) {
    SeriesOfRuns series;
    for (const RunRecord* run : group.runs) {
      series.push_back(reached_at_each(values_of(quantity, *run), cost.by_epoch(*run),
                                       {step, kBudgets}, run->state() == "finished"));
    }
    return from_where_all_have_values(std::move(series));
  });
  chart.x = {.title = cost.name, .step = step, .is_of_epochs = false};
  return line_chart(chart);
}

std::string accuracy_text(const RunRecord& run) {
  return as_percent(last(run, judged_accuracy(run)));
}

std::string cost_text(const RunRecord& run, const char* key) {
  if (!run.summary.is_object() || !run.summary.contains(key)) return "";
  const auto& value = run.summary[key];
  return std::string(key) == "seconds" ? duration(value.get<double>())
                                       : byte_count(value.get<int64_t>());
}

std::string number_of(const RunRecord& run, const std::string& path, const char* format) {
  const double value = last(run, path);
  return std::isfinite(value) ? fmt::format(fmt::runtime(format), value) : "";
}

std::string discrete_text(const RunRecord& run) {
  const std::string path = table_accuracy(run);
  return path.empty() ? as_percent(last(run, "main.discrete_accuracy"))
                      : number_of(run, path, "{:.2f} %");
}

std::string runs_part(const std::vector<Group>& groups) {
  std::vector<std::vector<std::string>> rows;
  for (const Group& group : groups) {
    for (const RunRecord* run : group.runs) {
      rows.push_back({run->name, group.name, run->option("run.seed"), run->state(),
                      fmt::format("{}", run->epochs.size()), accuracy_text(*run),
                      discrete_text(*run), number_of(*run, "entropy.normal", "{:.3f}"),
                      number_of(*run, "skips.normal", "{:.0f}"), cost_text(*run, "seconds"),
                      cost_text(*run, "peak_memory")});
    }
  }
  return html_of(PagePart{
      "runs", "The last epoch of each run",
      "What each run has come to. The accuracy is that of the supernet on its "
      "validation images or, of a training, that of the network on the test images; that of the "
      "cells comes from the benchmark's table, if there is one, and otherwise from the supernet's "
      "weights, without any training.",
      table({"Run", "Group", "Seed", "State", "Epochs", "Accuracy", "Of the cells", "Entropy",
             "Skips", "Time", "Memory"},
            rows, /*numbers=*/{2, 4, 5, 6, 7, 8, 9, 10})});
}

std::string comparison_part(const std::string& tables) {
  return html_of(PagePart{"comparison", "Comparison",
                          "One figure of every run, and the groups compared by it. Above each "
                          "table stands what must be known to read it.",
                          tables});
}

std::string legend_of(const std::vector<Group>& groups) {
  Legend legend;
  for (size_t g = 0; g < groups.size(); ++g) {
    legend.emplace_back(class_of_group(g), label_of(groups[g]));
  }
  return html_of(legend, "groups of runs");
}

std::string curves_part(const std::vector<Group>& groups) {
  std::vector<std::string> all;
  for (const Quantity& quantity : quantities()) all.push_back(chart_by_epoch(quantity, groups));
  const bool bands = std::any_of(groups.begin(), groups.end(),
                                 [](const Group& group) { return group.runs.size() > 1; });
  const std::string content = charts(all);
  if (content.empty()) return "";
  return html_of(PagePart{"curves", "Epoch by epoch",
                          bands ? "Lines are medians of runs that differ in their seeds only; "
                                  "bands hold the middle half of them."
                                : "A line is one run.",
                          legend_of(groups) + content});
}

std::string costs_part(const std::vector<Group>& groups) {
  std::vector<std::string> all;
  for (const Quantity& quantity : quantities()) {
    if (!quantity.is_result) continue;
    for (const Cost& cost : kinds_of_cost()) all.push_back(chart_by_cost(quantity, groups, cost));
  }
  const std::string content = charts(all);
  if (content.empty()) return "";
  return html_of(PagePart{"costs", "At equal costs",
                          "What the runs of a group had reached by the last epoch that ended "
                          "within the cost: the median, and a band with the middle half. A curve "
                          "begins where all runs of the group that have values have one. Finished "
                          "runs keep their last; others are left out after their last epoch. If "
                          "only the seconds of a whole run are on record, its epochs are taken to "
                          "have lasted equally long.",
                          legend_of(groups) + content});
}

}  // namespace

std::string several_runs(const std::vector<RunRecord>& runs, const std::string& comparison) {
  const auto groups = grouped(runs);
  const std::string count =
      groups.size() == 1 ? "one group" : fmt::format("{} groups", groups.size());
  return fmt::format(
      "<header>\n<h1>{} runs compared</h1>\n<p>In {}; runs of a group differ in their seeds "
      "only.</p>\n</header>\n<main>\n{}{}{}{}{}{}</main>\n",
      runs.size(), count, comparison_part(comparison), runs_part(groups), curves_part(groups),
      costs_part(groups), edges_part(groups), side_by_side_part(groups));
}

}  // namespace tetlo
