// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>

#include "tetlo/cli/commands.h"
#include "tetlo/draw/dot.h"
#include "tetlo/space/named_genotypes.h"

namespace tetlo {
namespace {

struct Flags {
  std::string genotype, out;
};

void draw(const Flags& flags) {
  for (const std::string& file : draw_genotype(load_genotype(flags.genotype), flags.out)) {
    fmt::print("{}/{}\n", flags.out, file);
  }
}

}  // namespace

Command draw_command() {
  auto flags = std::make_shared<Flags>();
  return {
      .name = "draw",
      .meaning = "Draw the cells of a genotype.",
      .arguments = {{"genotype",
                     "a file, a published name, a text in any spelling, or - for standard input",
                     &flags->genotype,
                     {.required = true}},
                    {"--out",
                     "folder for normal.svg, reduce.svg if there is one, and their DOT text",
                     &flags->out,
                     {.required = true}}},
      .run = [flags] { draw(*flags); }};
}

}  // namespace tetlo
