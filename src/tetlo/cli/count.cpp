// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/count.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/run_command.h"
#include "tetlo/net/operations.h"
#include "tetlo/net/supernet.h"
#include "tetlo/search/rehearsal.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/space/operation_counts.h"
#include "tetlo/space/space_file.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

struct Flags {
  std::string genotype, network = "cifar", space = "darts";
  bool supernet = false, search = false, json = false;
  RunFlags configured;
  int64_t channels = 0, cells = 0, classes = 0, partial = 1, image_channels = 3, side = 0;
};

/// A flag that is not given is 0; it then has the value `otherwise`.
int64_t or_else(int64_t given, int64_t otherwise) { return given > 0 ? given : otherwise; }

nlohmann::json count_supernet(const Flags& flags) {
  const Space space = load_space(flags.space, operation_names());
  const Supernet supernet(space, {.image_channels = flags.image_channels,
                                  .image_side = or_else(flags.side, 32),
                                  .channels = or_else(flags.channels, 16),
                                  .cells = or_else(flags.cells, 8),
                                  .classes = or_else(flags.classes, 10),
                                  .partial = flags.partial});
  return {{"parameters", supernet.layout().weight_count()}};
}

nlohmann::json count_search(const Flags& flags) {
  SearchOptions options;
  Configuration configuration = options.configuration();
  load(configuration, flags.configured, "search");
  options.check();
  set_threads(static_cast<int>(options.run.threads));
  const Needs needs = rehearse(options, open_sources(options));
  return {{"parameters", needs.parameters},
          {"multiply_adds", needs.multiply_adds},
          {"memory", needs.memory},
          {"memory_of_image", needs.memory_of_image},
          {"batch_size", options.search.batch_size}};
}

nlohmann::json count_discrete(const Flags& flags) {
  const Genotype genotype = load_genotype(flags.genotype);
  DiscreteShape shape = usual_shape(genotype, value_named<NetworkKind>(flags.network, "network"));
  shape.image_channels = flags.image_channels;
  shape.image_side = or_else(flags.side, shape.image_side);
  shape.channels = or_else(flags.channels, shape.channels);
  shape.cells = or_else(flags.cells, shape.cells);
  shape.classes = or_else(flags.classes, shape.classes);
  shape.auxiliary_head = true;
  const NetworkCount network = count_network(genotype, shape);
  nlohmann::json counts = {{"parameters", network.parameters},
                           {"auxiliary_parameters", network.auxiliary_parameters},
                           {"multiply_adds", network.tally.multiply_adds},
                           {"pooling_rule_flops", pooling_flops(network.tally)},
                           {"normalisation_rule_flops", normalisation_flops(network.tally)}};
  for (const auto& [name, count] : operation_counts(genotype)) counts[name] = count;
  return counts;
}

void print(const nlohmann::json& counts, bool json) {
  if (json) {
    fmt::print("{}\n", counts.dump());
    return;
  }
  for (const auto& [name, value] : counts.items()) {
    const auto number = value.get<int64_t>();
    const bool in_bytes = name.starts_with("memory");
    fmt::print("{:<26}{:>14}\n", name, in_bytes ? byte_count(number) : fmt::format("{:L}", number));
  }
}

}  // namespace

Command count_command() {
  auto flags = std::make_shared<Flags>();
  return {
      .name = "count",
      .meaning =
          "Count the parameters and multiply-adds of a network, the parameters of a supernet, "
          "or what a search will take.",
      .arguments =
          {{"genotype", "a file, a published name, a text in any spelling, or - for standard input",
            &flags->genotype},
           {"--network", "cifar (default) or imagenet", &flags->network},
           {"--supernet",
            "count the supernet of --space instead",
            &flags->supernet,
            {.excludes = "genotype"}},
           {"--search",
            "count what a search will take: multiply-adds in all, and bytes of memory",
            &flags->search,
            {.excludes = "--supernet"}},
           {"--config", "TOML file of the search", &flags->configured.config},
           {"--set", "section.option=value of the search, or scale=NAME",
            &flags->configured.assignments},
           {"--space", "search space of the supernet, or a file with one; default: darts",
            &flags->space},
           {"--partial",
            "K: the supernet mixes 1/K of its channels",
            &flags->partial,
            {.range = kCount}},
           {"--channels",
            "default: as published; 16 for a supernet",
            &flags->channels,
            {.range = kCount}},
           {"--cells", "default: as published; 8 for a supernet", &flags->cells, {.range = kCells}},
           {"--classes", "default: 10; 1000 for imagenet", &flags->classes, {.range = kCount}},
           {"--image-channels", "1 or 3", &flags->image_channels, {.choices = {1, 3}}},
           {"--image-side",
            "pixels; default: 32 for cifar, 224 for imagenet",
            &flags->side,
            {.range = kCount}},
           {"--json", "print one JSON object", &flags->json}},
      .run = [flags] {
        require(flags->supernet || flags->search || !flags->genotype.empty(),
                "count needs a genotype, or --supernet with --space, or --search with --config.");
        const bool configured =
            !flags->configured.config.empty() || !flags->configured.assignments.empty();
        require(flags->search || !configured,
                "--config and --set describe a search; count needs --search with them.");
        require(!flags->search || flags->genotype.empty(),
                "--search counts a search, which has no genotype yet.");
        print(flags->search     ? count_search(*flags)
              : flags->supernet ? count_supernet(*flags)
                                : count_discrete(*flags),
              flags->json);
      }};
}

}  // namespace tetlo
