// SPDX-License-Identifier: Apache-2.0
// What the runs say about each item of the checklist; checklist.cpp has the items.
#pragma once

#include "tetlo/compare/checklist.h"

namespace tetlo::reply {

Reply training_code(const ComparedRuns& compared);
Reply space_code(const ComparedRuns& compared);
Reply training_options(const ComparedRuns& compared);
Reply method_code(const ComparedRuns& compared);
Reply search_options(const ComparedRuns& compared);
Reply same_benchmark(const ComparedRuns& compared);
Reply same_training(const ComparedRuns& compared);
Reply same_machine(const ComparedRuns& compared);
Reply same_budget(const ComparedRuns& compared);
Reply ablation(const ComparedRuns& compared);
Reply same_protocol(const ComparedRuns& compared);
Reply over_time(const ComparedRuns& compared);
Reply random_search(const ComparedRuns& compared);
Reply several_runs(const ComparedRuns& compared);
Reply tabular_benchmark(const ComparedRuns& compared);
Reply tuning(const ComparedRuns& compared);
Reply whole_time(const ComparedRuns& compared);
Reply setup(const ComparedRuns& compared);

}  // namespace tetlo::reply
