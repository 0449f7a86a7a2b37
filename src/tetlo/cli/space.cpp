// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tetlo/cli/commands.h"
#include "tetlo/net/operations.h"
#include "tetlo/space/space_file.h"

namespace tetlo {
namespace {

struct Flags {
  std::string space;
  bool json = false;
};

nlohmann::json to_json(const Space& space) {
  nlohmann::json edges = nlohmann::json::array();
  for (const Edge& edge : space.edges()) edges.push_back({edge.from, edge.to});
  return {{"name", space.name},
          {"nodes", space.nodes},
          {"edges", edges},
          {"normal", space.normal},
          {"reduce", space.reduce},
          {"normalise_pools", space.normalise_pools},
          {"normalise_last", space.normalise_last}};
}

void print_space(const Flags& flags) {
  const Space space = load_space(flags.space, operation_names());
  const std::string text = space_text(space);  // refuses a space that has no such form
  if (flags.json) {
    fmt::print("{}\n", to_json(space).dump());
    return;
  }
  fmt::print(
      "# {}: {}{}{}\n"
      "# States 0 and 1 are the inputs of a cell, and its nodes follow. Every state has an edge "
      "to\n"
      "# each later node. A list has the candidates of one edge or, if there is only one list, of\n"
      "# every edge. To search here: tetlo search --set space.name=file --set space.file=FILE\n{}",
      space.name, space.description, space.source.empty() ? "" : " ", space.source, text);
}

}  // namespace

Command space_command() {
  auto flags = std::make_shared<Flags>();
  return {.name = "space",
          .meaning = "Print a search space as a file, from which you can make your own.",
          .arguments = {{"space",
                         "a search space, or a file of this form, which is checked",
                         &flags->space,
                         {.required = true}},
                        {"--json", "print one JSON object", &flags->json}},
          .run = [flags] { print_space(*flags); }};
}

}  // namespace tetlo
