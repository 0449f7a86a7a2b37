// SPDX-License-Identifier: Apache-2.0
#include <fmt/ranges.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/study_runs.h"
#include "tetlo/reproduce/study_claims.h"
#include "tetlo/util/table.h"

namespace tetlo {
namespace {

void list_studies() {
  Report report{.columns = {"study", "what it compares", "source"}};
  for (const StudyEntry& study : studies()) {
    report.rows.push_back({study.name, study.meaning, study.source});
  }
  fmt::print("{}", to_text(report));
}

/// What is shown of the report: its table, and below it the claims.
std::string shown(const std::string& name, const Report& report, const nlohmann::json& summary) {
  const auto claims = table_of_claims(summary, {.id = name, .title = name});
  return to_text(report) + (claims ? "\n" + tables_as_text({*claims}) : "");
}

/// Writes the files of the report and returns their names.
std::vector<std::string> write(const Report& report, const std::string& text,
                               const std::string& folder) {
  std::vector<std::string> names = {"table.txt", "table.csv"};
  write_file(folder + "/table.txt", text);
  write_file(folder + "/table.csv", to_csv(report));
  if (!report.picture.empty()) {
    write_file(folder + "/picture.svg", report.picture);
    names.emplace_back("picture.svg");
  }
  names.insert(names.end(), report.files.begin(), report.files.end());
  return names;
}

void study(const std::string& name, const StudyFlags& flags) {
  const StudyEntry& entry = find_entry(studies(), name, "study");
  StudyRuns runs(entry, flags);
  const Report report = entry.run(runs.own_options(), runs);
  nlohmann::json summary = {
      {"folder", runs.folder()},           {"stop_reason", "finished"},
      {"columns", report.columns},         {"rows", report.rows},
      {"claims", nlohmann::json::array()}, {"claim_notes", report.claim_notes}};
  for (const StudyClaim& claim : report.claims) summary["claims"].push_back(to_json(claim));
  const std::string text = shown(name, report, summary);
  const auto files = write(report, text, runs.folder());
  summary["files"] = files;
  report_outcome({.folder = runs.folder(), .stop_reason = "finished", .summary = summary},
                 flags.run, fmt::format("{}\nFiles       {}\n", text, fmt::join(files, ", ")));
}

}  // namespace

Command study_command() {
  struct Flags {
    std::string name;
    StudyFlags study;
  };
  auto flags = std::make_shared<Flags>();
  Command command{
      .name = "study",
      .meaning = "Compare searches: one command that makes and evaluates several.",
      .arguments = {{"name", "without it, all studies are listed", &flags->name}},
      .run = [flags] { flags->name.empty() ? list_studies() : study(flags->name, flags->study); }};
  for (const Argument& argument : run_arguments(flags->study.run)) {
    command.arguments.push_back(argument);
  }
  command.arguments.push_back({"--training",
                               "TOML file of the trainings; without it, the paper's settings",
                               &flags->study.training});
  command.arguments.push_back({"--set-training",
                               "section.option=value of the trainings; overrides that file",
                               &flags->study.training_options});
  return command;
}

}  // namespace tetlo
