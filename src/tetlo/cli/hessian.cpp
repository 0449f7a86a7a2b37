// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/hessian.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

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
  bool dominant = false, json = false;
};

void print_hessian(const Flags& flags) {
  SearchOptions options;
  Configuration configuration = options.configuration();
  configuration.load(flags.folder + "/config.toml");
  options.check();
  set_threads(static_cast<int>(flags.threads));
  Search search(options, open_sources(options));
  const Checkpoint checkpoint = load_last_checkpoint(flags.folder);
  require(!search.prepares(checkpoint.done),
          "The search in {} is still being prepared; its α has not been learned yet.",
          flags.folder);
  search.restore(checkpoint.snapshot, checkpoint.done);
  const auto loss = [&](const Tensor& alpha) { return search.loss_at(alpha); };
  const std::vector<double> values = flags.dominant
                                         ? std::vector{largest_eigenvalue(loss, search.alpha())}
                                         : eigenvalues(hessian(loss, search.alpha()));
  if (flags.json) {
    const nlohmann::json result = {{"folder", flags.folder},
                                   {"epochs", checkpoint.done.epoch},
                                   {"dominant", values.back()},
                                   {"eigenvalues", values}};
    fmt::print("{}\n", result.dump());
    return;
  }
  fmt::print("dominant {:.6g} of {} eigenvalues after {} epochs\n", values.back(),
             search.alpha().numel(), checkpoint.done.epoch);
  if (flags.dominant) return;
  for (auto value = values.rbegin(); value != values.rend(); ++value)
    fmt::print("{:.6g}\n", *value);
}

}  // namespace

Command hessian_command() {
  auto flags = std::make_shared<Flags>();
  return {
      .name = "hessian",
      .meaning =
          "Print the eigenvalues of the validation loss's Hessian in α at a search's checkpoint.",
      .arguments =
          {{"folder", "run folder of a search", &flags->folder, {.required = true}},
           {"--threads", "processor cores used; 0: all", &flags->threads, {.range = kThreads}},
           {"--dominant",
            "only the largest, by Lanczos's method: dozens of passes instead of one for "
            "each number in α",
            &flags->dominant},
           {"--json", "print one JSON object", &flags->json}},
      .run = [flags] { print_hessian(*flags); }};
}

}  // namespace tetlo
