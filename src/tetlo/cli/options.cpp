// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/options.h"

#include <fmt/format.h>

#include "tetlo/cli/commands.h"
#include "tetlo/options/configuration.h"
#include "tetlo/search/options.h"
#include "tetlo/studies/table.h"

namespace tetlo {
namespace {

/// The options that each study has beside those of its searches and trainings.
void print_options_of_studies() {
  fmt::print(
      "\n# Options of `tetlo study`\n\n"
      "Each study has a section `[study]` of its own beside the options of `tetlo search`.\n");
  for (const StudyEntry& study : studies()) {
    if (!study.fields) continue;
    std::any options = study.options;
    const Section section{
        fmt::format("study ({})", study.name),
        fmt::format("`tetlo study {}`: {} {}.", study.name, study.meaning, study.source),
        study.fields(options)};
    fmt::print("\n{}", Configuration({section}).reference());
  }
}

void print_options() {
  SearchOptions search;
  EvaluateOptions evaluate;
  fmt::print(
      "A configuration file may choose a `scale` and have tables `[scales.NAME.SECTION]`. If the "
      "scale NAME is\n"
      "chosen, in the file or with `--set scale=NAME`, their options replace those of `[SECTION]`. "
      "The scale\n"
      "`paper` uses none of these tables.\n\n"
      "# Options of `tetlo search`\n\n{}\n# Options of `tetlo evaluate`\n\n{}",
      search.configuration().reference(), evaluate.configuration().reference());
  print_options_of_studies();
}

}  // namespace

Command options_command() {
  return {.name = "options",
          .meaning = "Print every option with its default, meaning and source.",
          .run = print_options};
}

}  // namespace tetlo
