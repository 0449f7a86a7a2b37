// SPDX-License-Identifier: Apache-2.0
#include <fmt/ranges.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/space/nasbench101_matrix.h"
#include "tetlo/space/nasbench101_table.h"
#include "tetlo/space/nasbench201_table.h"
#include "tetlo/util/file.h"
#include "tetlo/util/table.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

using nlohmann::json;

struct Flags {
  std::string benchmark, table;
  std::vector<std::string> cells;
  bool json = false;
};

/// Returns what a table contains about a cell that the user names: the cell as text,
/// and numbers by column.
using Answer = std::function<json(const std::string& given)>;

struct Benchmark {
  std::string name;
  Answer (*read)(const std::string& table);
};

json answer_of(const std::string& cell, const std::map<std::string, double>& values) {
  json answer = values;
  answer["cell"] = cell;
  return answer;
}

Nasbench101Cell parse_cell(const std::string& text, const std::string& origin = "cell") {
  return is_nasbench101_matrix(text) ? parse_nasbench101_matrix(text, origin)
                                     : parse_nasbench101(text, origin);
}

Nasbench101Cell load_nasbench101(const std::string& given) {
  if (given.starts_with('|') || is_nasbench101_matrix(given)) return parse_cell(given);
  if (given == "-") return parse_cell(read_standard_input(), "standard input");
  std::error_code unknown;
  require(std::filesystem::exists(given, unknown),
          "\"{}\" is neither a cell of nasbench101, nor a hash of 32 digits, nor a file.",
          excerpt(given));
  return parse_cell(read_file(given), given);
}

Answer read_nasbench101(const std::string& file) {
  return [table = Nasbench101Table(file)](const std::string& given) {
    if (is_nasbench101_hash(given)) return answer_of(given, table.at(given));
    const Nasbench101Cell cell = load_nasbench101(given);
    return answer_of(to_string(cell), table.at(cell));
  };
}

Answer read_nasbench201(const std::string& file) {
  return [table = Nasbench201Table(file)](const std::string& given) {
    const bool digits = given.find_first_not_of("0123456789") == std::string::npos;
    const Genotype cell = digits ? nasbench201_cell(given) : load_genotype(given);
    return answer_of(to_string(cell), table.at(cell));
  };
}

const std::vector<Benchmark>& benchmarks() {
  static const std::vector<Benchmark> table = {{"nasbench101", read_nasbench101},
                                               {"nasbench201", read_nasbench201}};
  return table;
}

std::string known_names() { return fmt::format("{}", fmt::join(names_in(benchmarks()), ", ")); }

const Benchmark& find_benchmark(const std::string& name) {
  for (const Benchmark& benchmark : benchmarks()) {
    if (benchmark.name == name) return benchmark;
  }
  fail("The benchmark is \"{}\"; it must be one of {}.", excerpt(name), known_names());
}

void print(const json& answers) {
  size_t width = 0;
  for (const auto& [column, value] : answers.front().items()) {
    width = std::max(width, column.size());
  }
  for (const auto& answer : answers) {
    fmt::print("{}\n", answer["cell"].get<std::string>());
    for (const auto& [column, value] : answer.items()) {
      if (value.is_number()) {
        fmt::print("  {:<{}}{:>14.10g}\n", column, width, value.get<double>());
      }
    }
  }
}

void query(const Flags& flags) {
  const Answer answer = find_benchmark(flags.benchmark).read(flags.table);
  json answers = json::array();
  for (const auto& cell : flags.cells) answers.push_back(answer(cell));
  if (flags.json) {
    fmt::print("{}\n", json{{"cells", answers}}.dump());
  } else {
    print(answers);
  }
}

}  // namespace

Command query_command() {
  auto flags = std::make_shared<Flags>();
  return {.name = "query",
          .meaning = "Look up cells in a tabular benchmark.",
          .arguments =
              {{"benchmark", known_names(), &flags->benchmark, {.required = true}},
               {"cells",
                "cells: texts in any spelling of the benchmark's cells, files, or - for standard "
                "input; for nasbench101 also a hash; for nasbench201 also six digits",
                &flags->cells,
                {.required = true}},
               {"--table", "file of comma-separated values", &flags->table, {.required = true}},
               {"--json", "print one JSON object", &flags->json}},
          .run = [flags] { query(*flags); }};
}

}  // namespace tetlo
