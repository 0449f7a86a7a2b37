// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <string>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/trained_run.h"
#include "tetlo/export/format.h"
#include "tetlo/export/state_dict.h"
#include "tetlo/util/table.h"

namespace tetlo {
namespace {

struct Flags {
  std::string run, format, out;
};

void export_run(const Flags& flags) {
  const ExportFormat& format = find_entry(export_formats(), flags.format, "format");
  const TrainedNetwork network = open_trained_network(flags.run).network;
  const std::vector<std::string> files = format.write(network, flags.out);
  if (!is_published(network.genotype, network.shape)) {
    fmt::print(stderr,
               "The published code of DARTS has no such network, so that the names of the weights "
               "are tetlo's own.\n");
  }
  fmt::print("{}\n", fmt::join(files, "\n"));
}

/// Each format and its meaning.
std::string formats_text() {
  std::vector<std::string> all;
  for (const ExportFormat& format : export_formats()) {
    all.push_back(fmt::format("{}: {}", format.name, format.meaning));
  }
  return fmt::format("{}", fmt::join(all, "; "));
}

}  // namespace

Command export_command() {
  auto flags = std::make_shared<Flags>();
  return {.name = "export",
          .meaning = "Write a trained network for use in other programs.",
          .arguments =
              {{"run", "run folder of tetlo evaluate", &flags->run, {.required = true}},
               {"--format", formats_text(), &flags->format, {.required = true}},
               {"--out", "the file, or for python the folder", &flags->out, {.required = true}}},
          .run = [flags] { export_run(*flags); }};
}

}  // namespace tetlo
