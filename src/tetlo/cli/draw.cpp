// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "tetlo/cli/commands.h"
#include "tetlo/draw/dot.h"
#include "tetlo/space/named_genotypes.h"

namespace tetlo {

void add_draw(CLI::App& program) {
  struct Flags {
    std::string genotype, out;
  };
  auto flags = std::make_shared<Flags>();
  auto* command = program.add_subcommand("draw", "Draw the two cells of a genotype.");
  command
      ->add_option("genotype", flags->genotype, "a file, a published name, or - for standard input")
      ->required();
  command->add_option("--out", flags->out, "folder of normal.svg, reduce.svg and their DOT text")
      ->required();
  command->callback([flags] {
    const Genotype genotype = load_genotype(flags->genotype);
    draw_genotype(genotype, flags->out);
    fmt::print("{}/normal.svg\n", flags->out);
    if (!genotype.reduce.empty()) fmt::print("{}/reduce.svg\n", flags->out);
  });
}

}  // namespace tetlo
