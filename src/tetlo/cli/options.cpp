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
      "A configuration file may choose a `scale` and have tables `[scales.NAME.SECTION]`. If the "
      "scale NAME is\n"
      "chosen, in the file or with `--set scale=NAME`, their options replace those of `[SECTION]`. "
      "The scale\n"
      "`paper` uses none of these tables.\n\n"
      "# Options of `tetlo search`\n\n{}\n# Options of `tetlo evaluate`\n\n{}",
      search.configuration().reference(), evaluate.configuration().reference());
}

}  // namespace

Command options_command() {
  return {.name = "options",
          .meaning = "Print every option with its default, meaning and source.",
          .run = print_options};
}

}  // namespace tetlo
