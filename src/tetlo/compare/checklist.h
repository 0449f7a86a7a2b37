// SPDX-License-Identifier: Apache-2.0
// The field's checklist for comparisons of searches [Lindauer2020], answered from what the runs have
// on record: sections 2 (releasing code), 3 (comparing methods) and 4 (reporting details).
//
// What a record cannot show, such as whether its authors have published something, is not known
// from the runs; the reply then says what is missing.
//
// Checkable: of one group with one run, "random_search" and "several_runs" are answered with no.
#pragma once

#include <string>
#include <vector>

#include "tetlo/compare/comparison_tables.h"

namespace tetlo {

enum class Answer { kYes, kNo, kUnknown };

struct Reply {
  Answer answer = Answer::kUnknown;
  std::string why = {};  ///< one sentence
};

struct ChecklistItem {
  const char* id;
  const char* item;    ///< what is to be so
  const char* source;  ///< the section of [Lindauer2020]
  Reply (*reply)(const ComparedRuns&);
};

/// All items in the order of the source.
const std::vector<ChecklistItem>& checklist();

/// The table "checklist", a row for each item.
ResultTable checklist_table(const ComparedRuns& compared);

}  // namespace tetlo
