// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/comparison_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "tetlo/compare/comparison_entries.h"
#include "tetlo/report/groups.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr const char* kNotIndependent =
    "They are not independent: intervals are too narrow, and p too small.";

std::string who_is_left_out(const ComparedRuns& compared) {
  std::vector<std::string> names;
  for (const RunRecord* run : compared.left_out) names.push_back(run->name);
  return fmt::format("Left out, because they are at work or do not have this figure: {}.",
                     fmt::join(names, ", "));
}

/// The value of an option of the run or, if it begins so, of the search that found its cells.
std::string value_of(const RunRecord& run, const std::string& option) {
  const std::string of_search = "search: ";
  const bool is_of_search = option.starts_with(of_search);
  const auto& options = is_of_search ? run.search : run.options;
  const auto value = options.find(is_of_search ? option.substr(of_search.size()) : option);
  return value == options.end() ? "" : value->second;
}

/// Everything in which the configurations of any two groups differ, and nothing else.
ResultTable differences_table(const ComparedRuns& compared) {
  ResultTable table{
      .id = "differences", .title = "What differs between the groups", .columns = {"option"}};
  for (const Arm& arm : compared.arms) table.columns.push_back(arm.name);
  for (const std::string& option : differing_options(compared.arms)) {
    auto& row = table.rows.emplace_back();
    row.emplace_back(option);
    for (const Arm& arm : compared.arms) {
      row.emplace_back(excerpt(value_of(*arm.outcomes.front().run, option), 40));
    }
  }
  return table;
}

ResultTable runs_table(const ComparedRuns& compared) {
  const Measure& measure = compared.measure;
  ResultTable table{
      .id = "runs",
      .title = "Runs",
      .notes = {fmt::format("Compared is {} at the end of a run; {} is better.", with_unit(measure),
                            measure.higher_is_better ? "higher" : "lower")},
      .columns = {"group", "seed", "value", "state", "run"}};
  if (!compared.left_out.empty()) table.notes.push_back(who_is_left_out(compared));
  for (const Arm& arm : compared.arms) {
    for (const Outcome& outcome : arm.outcomes) {
      table.rows.push_back({arm.name, outcome.run->seed(),
                            figure_or_nothing(outcome.value, digits_of(measure)),
                            outcome.run->state(), outcome.run->name});
    }
  }
  return table;
}

/// Whether several runs of an arm train the cells of one search.
bool shares_a_search(const Arm& arm) {
  std::set<std::string> seeds;
  return std::any_of(arm.outcomes.begin(), arm.outcomes.end(), [&](const Outcome& outcome) {
    const auto seed = outcome.run->search.find("run.seed");
    return seed != outcome.run->search.end() && !seeds.insert(seed->second).second;
  });
}

/// The names of runs of one arm that have the same seed and configuration as another of its runs.
std::vector<std::string> repeated_runs(const ComparedRuns& compared) {
  std::vector<std::string> names;
  for (const Arm& arm : compared.arms) {
    for (const auto& [run, value] : arm.outcomes) {
      const auto same = std::count_if(
          arm.outcomes.begin(), arm.outcomes.end(), [own = run](const Outcome& other) {
            return other.run->options == own->options && other.run->search == own->search;
          });
      if (same > 1) names.push_back(run->name);
    }
  }
  return names;
}

ResultTable groups_table(const ComparedRuns& compared) {
  ResultTable table{
      .id = "groups",
      .title = fmt::format("Groups, by {}", with_unit(compared.measure)),
      .notes =
          {"Runs of a group differ in their seeds only. The interval of the mean is Student's, "
           "95 %. Runs without a value diverged or did not finish; they are not in these "
           "figures."},
      .columns = in_a_row({"group"}, summary_columns())};
  if (std::any_of(compared.arms.begin(), compared.arms.end(), shares_a_search)) {
    table.notes.push_back(fmt::format(
        "Some runs of a group train the cells of one and the same search. {}", kNotIndependent));
  }
  if (const auto repeated = repeated_runs(compared); !repeated.empty()) {
    table.notes.push_back(
        fmt::format("Some runs of a group have the same seed and the same configuration: {}. {}",
                    fmt::join(repeated, ", "), kNotIndependent));
  }
  for (const Arm& arm : compared.arms) {
    table.rows.push_back(in_a_row({arm.name}, summary_entries(arm, compared.measure)));
  }
  return table;
}

/// What the sizes allow, which is to be read before any p.
std::vector<std::string> what_can_be_resolved(const ComparedRuns& compared,
                                              const std::vector<Comparison>& all) {
  std::vector<std::string> notes;
  for (const Comparison& one : all) {
    std::string note = fmt::format(
        "{}: {}, {} {}; the smallest p that they allow is {:.3g}", compared.arms[one.arm].name,
        test_of(one), one.n, one.paired ? (one.n == 1 ? "pair" : "pairs") : "runs", one.least_p);
    if (all.size() > 1) note += fmt::format(", after Holm {:.3g}", one.least_adjusted_p);
    note += one.least_adjusted_p > kLevel ? ": nothing can be resolved at this size." : ".";
    notes.push_back(note);
  }
  return notes;
}

/// Which runs take no part in tests of pairs.
std::vector<std::string> who_has_no_partner(const ComparedRuns& compared,
                                            const std::vector<Comparison>& all) {
  std::vector<std::string> notes;
  const auto say = [&](const Arm& larger, const Arm& smaller, size_t pairs) {
    const size_t alone = larger.outcomes.size() - pairs;
    if (alone == 0) return;
    notes.push_back(fmt::format("{} of {} {} no partner in {}.",
                                alone == 1 ? "1 run" : fmt::format("{} runs", alone), larger.name,
                                alone == 1 ? "has" : "have", smaller.name));
  };
  for (const Comparison& one : all) {
    if (!one.paired) continue;
    say(compared.arms[one.control], compared.arms[one.arm], one.n);
    say(compared.arms[one.arm], compared.arms[one.control], one.n);
  }
  return notes;
}

ResultTable against_control(const ComparedRuns& compared) {
  const auto all = compare_with(compared.arms, compared.control, compared.measure.higher_is_better);
  ResultTable table{.id = "comparisons",
                    .title = fmt::format("Against {}, by {}", compared.arms[compared.control].name,
                                         with_unit(compared.measure)),
                    .notes = what_can_be_resolved(compared, all),
                    .columns = in_a_row(in_a_row({"group"}, effect_columns()), verdict_columns())};
  table.notes = in_a_row(table.notes, who_has_no_partner(compared, all));
  const bool any_approximate =
      std::any_of(all.begin(), all.end(), [](const Comparison& one) { return !one.exact; });
  table.notes.push_back(fmt::format(
      "The test is chosen by how the runs were made: paired where the smaller group's seeds are "
      "among the other's and the splits of the images agree, with the common seeds as pairs. It is "
      "{}. In it, runs without a value are worse than all others. The verdict "
      "is that of Holm's p at {}.",
      any_approximate ? "an approximation for samples as large as these" : "exact", kLevel));
  table.notes.emplace_back(
      "Difference: group minus control, of the means, with its 95 % interval; shift: Hodges and "
      "Lehmann's; both of runs with values. Superiority: the probability that the group's run is "
      "the better one.");
  for (const Comparison& one : all) {
    const Entries effect = effect_entries(one, compared.measure);
    table.rows.push_back(
        in_a_row(in_a_row({compared.arms[one.arm].name}, effect), verdict_entries(one)));
  }
  return table;
}

}  // namespace

std::set<std::string> differing_options(const std::vector<Arm>& arms) {
  std::set<std::string> all;
  for (const Arm& first : arms) {
    for (const Arm& second : arms) {
      all.merge(differing_options(*first.outcomes.front().run, *second.outcomes.front().run));
    }
  }
  return all;
}

std::vector<ResultTable> comparison_tables(const ComparedRuns& compared) {
  std::vector<ResultTable> tables;
  if (compared.arms.size() > 1) tables.push_back(differences_table(compared));
  tables.push_back(runs_table(compared));
  tables.push_back(groups_table(compared));
  if (compared.arms.size() > 1) tables.push_back(against_control(compared));
  return tables;
}

}  // namespace tetlo
