// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "tetlo/cli/commands.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/space/nasbench201_table.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

struct Flags {
  std::string benchmark, table;
  std::vector<std::string> cells;
  bool json = false;
};

/// Digits, or what load_genotype finds.
Genotype cell_of(const std::string& text) {
  const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
  return digits ? nasbench201_cell(text) : load_genotype(text);
}

void print(const nlohmann::json& answers) {
  for (const auto& answer : answers) {
    fmt::print("{}\n", answer["cell"].get<std::string>());
    for (const auto& [column, value] : answer.items()) {
      if (value.is_number()) fmt::print("  {:<14}{:>12}\n", column, value.get<double>());
    }
  }
}

void query(const Flags& flags) {
  require(flags.benchmark == "nasbench201", "The benchmark is \"{}\"; it must be nasbench201.",
          flags.benchmark);
  const Nasbench201Table table(flags.table);
  nlohmann::json answers = nlohmann::json::array();
  for (const auto& text : flags.cells) {
    const Genotype cell = cell_of(text);
    nlohmann::json answer = table.at(cell);
    answer["cell"] = to_string(cell);
    answers.push_back(std::move(answer));
  }
  if (flags.json) {
    fmt::print("{}\n", nlohmann::json{{"cells", answers}}.dump());
  } else {
    print(answers);
  }
}

}  // namespace

void add_query(CLI::App& program) {
  auto flags = std::make_shared<Flags>();
  auto* command =
      program.add_subcommand("query", "Look up what a tabular benchmark knows of cells.");
  command->add_option("benchmark", flags->benchmark, "nasbench201")->required();
  command
      ->add_option(
          "cells", flags->cells,
          "cells as |op~0|+|op~0|op~1|+…, as six digits, as files, or - for standard input")
      ->required();
  command->add_option("--table", flags->table, "file of comma-separated values")->required();
  command->add_flag("--json", flags->json, "print one JSON object");
  command->callback([flags] { query(*flags); });
}

}  // namespace tetlo
