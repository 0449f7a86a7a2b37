// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>

#include "tetlo/cli/commands.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/space/spellings.h"
#include "tetlo/util/error.h"
#include "tetlo/util/table.h"

namespace tetlo {
namespace {

struct Flags {
  std::string genotype, to;
};

std::string known_names() {
  return fmt::format("{}", fmt::join(names_in(genotype_spellings()), ", "));
}

/// The genotype in this spelling, if it can express it.
std::optional<std::string> spelled_if_possible(const Genotype& genotype,
                                               const std::string& spelling) {
  try {
    return spelled(genotype, spelling);
  } catch (const Error&) {
    return std::nullopt;
  }
}

constexpr const char* kLine = "{:<20}{}\n";

void list_spellings() {
  for (const auto& spelling : genotype_spellings()) {
    fmt::print(kLine, spelling.name, fmt::format("{} {}", spelling.meaning, spelling.source));
  }
}

void print_all(const Genotype& genotype) {
  for (const auto& spelling : genotype_spellings()) {
    const auto text = spelled_if_possible(genotype, spelling.name);
    if (text) fmt::print(kLine, spelling.name, *text);
  }
}

void convert(const Flags& flags) {
  require(flags.to.empty() || !flags.genotype.empty(),
          "convert needs a genotype where --to is given.");
  if (flags.genotype.empty()) return list_spellings();
  const Genotype genotype = load_genotype(flags.genotype);
  if (flags.to.empty()) return print_all(genotype);
  fmt::print("{}\n", spelled(genotype, flags.to));
}

}  // namespace

Command convert_command() {
  auto flags = std::make_shared<Flags>();
  return {
      .name = "convert",
      .meaning = "Print a genotype in the spelling of another project, or in all of them.",
      .arguments =
          {{"genotype",
            "a file, a published name, a text in any spelling, or - for standard input; without "
            "one, the spellings are listed",
            &flags->genotype},
           {"--to",
            known_names() + "; default: each that can express it",
            &flags->to,
            {.value_name = "SPELLING"}}},
      .run = [flags] { convert(*flags); }};
}

}  // namespace tetlo
