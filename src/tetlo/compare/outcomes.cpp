// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/outcomes.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "tetlo/report/facts.h"
#include "tetlo/report/groups.h"
#include "tetlo/util/error.h"
#include "tetlo/util/stop_request.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

bool is_share(const std::string& path) { return path.ends_with("accuracy"); }

/// The place of the epoch whose figures a run is judged by, counted from 0; -1 if there is none.
int64_t judged_epoch(const RunRecord& run, const std::string& path) {
  const auto last = static_cast<int64_t>(run.epochs.size()) - 1;
  const std::string found =
      run.summary.is_object() ? run.summary.value("genotype", std::string()) : "";
  if (!path.starts_with("table.") || found.empty()) return last;
  for (int64_t epoch = last; epoch >= 0; --epoch) {
    const auto& figures = run.epochs[static_cast<size_t>(epoch)];
    if (figures.value("genotype", std::string()) == found) return epoch;
  }
  return -1;
}

std::vector<double> figures_of(const RunRecord& run, const std::string& path) {
  return is_share(path) ? in_percent(run.figure(path)) : run.figure(path);
}

std::optional<double> figure_at_end(const RunRecord& run, const std::string& path) {
  const int64_t epoch = judged_epoch(run, path);
  if (epoch < 0) return {};
  const double figure = figures_of(run, path)[static_cast<size_t>(epoch)];
  return std::isfinite(figure) ? std::make_optional(figure) : std::nullopt;
}

}  // namespace

Measure recorded_figure(const std::string& path) {
  const bool in_percent = is_share(path) || path.starts_with("table.");
  return {.name = path,
          .unit = in_percent ? "%" : "",
          .higher_is_better = !path.ends_with("loss") && !path.ends_with("error"),
          .of = [path](const RunRecord& run) { return figure_at_end(run, path); },
          .by_epoch = [path](const RunRecord& run) { return figures_of(run, path); }};
}

std::string default_figure(const std::vector<RunRecord>& runs) {
  const std::string& command = runs.front().command;
  std::string in_table = table_accuracy(runs.front());
  for (const RunRecord& run : runs) {
    require(run.command == command,
            "{} is a {} and {} is not; name a figure that both have with --figure, or compare them "
            "separately.",
            runs.front().folder, command == "search" ? "search" : "training", run.folder);
    if (in_table.empty()) in_table = table_accuracy(run);
  }
  const bool all_have_it = std::all_of(runs.begin(), runs.end(), [&](const RunRecord& run) {
    return !has_ended(run) || figure_at_end(run, in_table);
  });
  return in_table.empty() || !all_have_it ? judged_accuracy(runs.front()) : in_table;
}

bool has_ended(const RunRecord& run) {
  const std::string state = run.state();
  return !run.active && run.summary.is_object() && state != "diverged" && state != "not finished" &&
         !is_stop_request(state);
}

std::vector<double> Arm::values() const {
  std::vector<double> all;
  for (const Outcome& outcome : outcomes) {
    if (outcome.value) all.push_back(*outcome.value);
  }
  return all;
}

std::vector<const RunRecord*> left_out(const std::vector<RunRecord>& runs, const Measure& measure) {
  std::vector<const RunRecord*> all;
  for (const Group& group : grouped(runs)) {
    std::vector<const RunRecord*> without;
    size_t ended = 0;
    for (const RunRecord* run : group.runs) {
      if (run->active) all.push_back(run);
      if (!has_ended(*run)) continue;
      ++ended;
      if (!measure.of(*run)) without.push_back(run);
    }
    const bool none_has_it = ended > 0 && without.size() == ended;
    for (const RunRecord* run : none_has_it ? group.runs : without) {
      if (!run->active) all.push_back(run);
    }
  }
  return all;
}

std::vector<Arm> arms_of(const std::vector<RunRecord>& runs, const Measure& measure) {
  const auto out = left_out(runs, measure);
  std::vector<Arm> arms;
  for (const Group& group : grouped(runs)) {
    Arm arm{.name = group.name};
    for (const RunRecord* run : group.runs) {
      const bool is_out = std::find(out.begin(), out.end(), run) != out.end();
      if (!is_out) arm.outcomes.push_back({.run = run});
    }
    if (!arm.outcomes.empty()) arms.push_back(std::move(arm));
  }
  require(!arms.empty(), "None of the runs has a figure {}.", excerpt(measure.name));
  return measured(std::move(arms), measure);
}

std::vector<Arm> measured(std::vector<Arm> arms, const Measure& measure) {
  for (Arm& arm : arms) {
    for (auto& [run, value] : arm.outcomes) {
      value = has_ended(*run) ? measure.of(*run) : std::nullopt;
    }
  }
  return arms;
}

size_t find_arm(const std::vector<Arm>& arms, const std::string& name) {
  if (name.empty()) return 0;
  std::vector<size_t> containing;
  std::vector<std::string> names;
  for (size_t a = 0; a < arms.size(); ++a) {
    if (arms[a].name == name) return a;
    if (arms[a].name.find(name) != std::string::npos) containing.push_back(a);
    names.push_back("\"" + arms[a].name + "\"");
  }
  require(containing.size() == 1, "\"{}\" names {} of the groups; they are {}.", excerpt(name),
          containing.empty() ? "none" : "several", fmt::join(names, ", "));
  return containing.front();
}

}  // namespace tetlo
