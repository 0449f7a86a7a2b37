// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/hessian.h"

#include <memory>

#include "tetlo/cli/commands.h"
#include "tetlo/options/configuration.h"
#include "tetlo/record/checkpoint.h"
#include "tetlo/search/search.h"
#include "tetlo/util/error.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

struct Flags {
  std::string folder;
  int64_t threads = 0;
  bool json = false;
};

void print_hessian(const Flags& flags) {
  SearchOptions options;
  Configuration configuration(options.sections());
  configuration.load(flags.folder + "/config.toml");
  options.check();
  set_threads(static_cast<int>(flags.threads));
  Search search(options, open_source(options.data.name, options.data.folder));
  const Checkpoint checkpoint = load_checkpoint(flags.folder + "/checkpoint.pt");
  search.restore(checkpoint.snapshot, checkpoint.done);
  const std::vector<double> values = eigenvalues(
      hessian([&](const Tensor& alpha) { return search.loss_at(alpha); }, search.alpha()));
  if (flags.json) {
    const nlohmann::json result = {{"folder", flags.folder},
                                   {"epochs", checkpoint.done.epoch},
                                   {"dominant", values.back()},
                                   {"eigenvalues", values}};
    fmt::print("{}\n", result.dump());
    return;
  }
  fmt::print("dominant {:.6g} of {} eigenvalues after {} epochs\n", values.back(), values.size(),
             checkpoint.done.epoch);
  for (auto value = values.rbegin(); value != values.rend(); ++value)
    fmt::print("{:.6g}\n", *value);
}

}  // namespace

void add_hessian(CLI::App& program) {
  auto flags = std::make_shared<Flags>();
  auto* command = program.add_subcommand(
      "hessian",
      "Print the eigenvalues of the validation loss's Hessian by α at a search's checkpoint.");
  command->add_option("folder", flags->folder, "run folder of a search")->required();
  command->add_option("--threads", flags->threads, "processor cores used; 0: all");
  command->add_flag("--json", flags->json, "print one JSON object");
  command->callback([flags] { print_hessian(*flags); });
}

}  // namespace tetlo
