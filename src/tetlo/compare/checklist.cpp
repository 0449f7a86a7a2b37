// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/checklist.h"

#include "tetlo/compare/checklist_replies.h"

namespace tetlo {
namespace {

constexpr const char* kRelease = "[Lindauer2020, section 2]";
constexpr const char* kCompare = "[Lindauer2020, section 3]";
constexpr const char* kReport = "[Lindauer2020, section 4]";

const char* text_of(Answer answer) {
  return answer == Answer::kYes ? "yes" : answer == Answer::kNo ? "no" : "not known from the runs";
}

}  // namespace

const std::vector<ChecklistItem>& checklist() {
  static const std::vector<ChecklistItem> items = {
      {"training_code", "the code that trains what was found is public", kRelease,
       &reply::training_code},
      {"space_code", "the code of the search space is public", kRelease, &reply::space_code},
      {"training_options", "options and seeds of this training are on record", kRelease,
       &reply::training_options},
      {"method_code", "the code of the search is public", kRelease, &reply::method_code},
      {"search_options", "options and seeds of the search are on record", kRelease,
       &reply::search_options},
      {"same_benchmark", "all groups have the same images, split and space", kCompare,
       &reply::same_benchmark},
      {"same_training", "all groups are judged by the same training of what was found", kCompare,
       &reply::same_training},
      {"same_machine", "all runs had the same hardware and libraries", kCompare,
       &reply::same_machine},
      {"same_budget", "all groups have the same epochs, batches, networks and steps of α", kCompare,
       &reply::same_budget},
      {"ablation", "two groups differ in one option only", kCompare, &reply::ablation},
      {"same_protocol", "all groups are judged in the same figure, split and training", kCompare,
       &reply::same_protocol},
      {"over_time", "performance is compared over time", kCompare, &reply::over_time},
      {"random_search", "random search is one of the groups", kCompare, &reply::random_search},
      {"several_runs", "every group has several runs, with their seeds", kCompare,
       &reply::several_runs},
      {"tabular_benchmark", "a tabular or surrogate benchmark is used", kCompare,
       &reply::tabular_benchmark},
      {"tuning", "it is reported how options were tuned, and at what cost", kReport,
       &reply::tuning},
      {"whole_time", "the time of the whole method is reported, search and training", kReport,
       &reply::whole_time},
      {"setup", "all details of the setup are on record", kReport, &reply::setup}};
  return items;
}

ResultTable checklist_table(const ComparedRuns& compared) {
  ResultTable table{.id = "checklist",
                    .title = "Checklist of Lindauer and Hutter",
                    .notes = {"Answered from what these runs have on record."},
                    .columns = {"id", "item", "answer", "why", "source"}};
  for (const ChecklistItem& item : checklist()) {
    const Reply reply = item.reply(compared);
    table.rows.push_back({std::string(item.id), std::string(item.item),
                          std::string(text_of(reply.answer)), reply.why, std::string(item.source)});
  }
  return table;
}

}  // namespace tetlo
