// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/options.h"

#include <fmt/format.h>

#include "tetlo/cli/commands.h"
#include "tetlo/options/configuration.h"
#include "tetlo/search/options.h"

namespace tetlo {
namespace {

void print_options() {
  SearchOptions search;
  EvaluateOptions evaluate;
  fmt::print(
      "A configuration file may name a `scale` and hold `[scales.NAME.SECTION]` tables, whose "
      "options replace\n"
      "those of `[SECTION]` where that scale is chosen, in the file or with `--set scale=NAME`; "
      "`paper` is\n"
      "what stands outside of them.\n\n"
      "# Options of `tetlo search`\n\n{}\n# Options of `tetlo evaluate`\n\n{}",
      search.configuration().reference(), evaluate.configuration().reference());
}

}  // namespace

Command options_command() {
  return {.name = "options",
          .meaning = "Every option with default, meaning and source.",
          .run = print_options};
}

}  // namespace tetlo
