// SPDX-License-Identifier: Apache-2.0
// What came out of runs: for each, the value of the one figure in which all are compared, or why it
// has none.
//
// A run has no value if it diverged or has not come to its end, whatever its last epoch says. It
// still counts: in a rank test it is worse than every run with a value, and equal to the others
// without one.
//
// A run that has come to its end but never had the figure is something else: it is not worse but
// not comparable, as drawn cells are in the accuracy of a supernet. It is left out, and named.
//
// A figure of a benchmark's table, "table.COLUMN", is that of the cell which the search has found.
// DARTS-ES and others take the cell of an earlier epoch than the last; then it is the figure of
// that epoch.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/report/gather.h"

namespace tetlo {

/// What runs are compared in.
struct Measure {
  std::string name = {};
  std::string unit = {};  ///< "%" or ""
  bool higher_is_better = true;
  /// The value of a run that has ended; nothing if the run does not have it.
  std::function<std::optional<double>(const RunRecord&)> of = {};
  /// The values in every epoch, NaN where there is none; null if they are not on record.
  std::function<std::vector<double>(const RunRecord&)> by_epoch = {};
};

/// The figure at a path such as "main.valid_accuracy". A share is measured in percent; of losses
/// and errors, lower is better.
Measure recorded_figure(const std::string& path);

/// The accuracy by which runs are judged if nothing else is asked for: of searches that all have a
/// table, the found cell's test accuracy in it; of other searches, the last validation accuracy; of
/// trainings, the last test accuracy. Throws Error if there are both searches and trainings.
std::string default_figure(const std::vector<RunRecord>& runs);

/// Whether the run has come to its end with cells or weights to be judged.
bool has_ended(const RunRecord& run);

struct Outcome {
  const RunRecord* run = nullptr;
  std::optional<double> value = {};
};

/// A group of runs (report/groups.h) with their outcomes.
struct Arm {
  std::string name = {};
  std::vector<Outcome> outcomes = {};

  std::vector<double> values() const;  ///< of those that have one
};

/// The runs that are left out: those that are at work, of which nobody knows how they will end, those
/// that have ended without the figure, and all of a group in which there are such and none that has
/// it.
std::vector<const RunRecord*> left_out(const std::vector<RunRecord>& runs, const Measure& measure);

/// The arms of the other runs in the order of their first runs. Throws Error if there are none. The
/// runs must outlive the arms.
std::vector<Arm> arms_of(const std::vector<RunRecord>& runs, const Measure& measure);

/// The same arms with the values of another measure.
std::vector<Arm> measured(std::vector<Arm> arms, const Measure& measure);

/// The place of the arm with this name or the only one whose name contains it; the first of all if
/// it is "". Throws an Error that lists the names.
size_t find_arm(const std::vector<Arm>& arms, const std::string& name);

}  // namespace tetlo
