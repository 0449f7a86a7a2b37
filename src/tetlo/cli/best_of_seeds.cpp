// SPDX-License-Identifier: Apache-2.0
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

#include "tetlo/cli/jobs.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using nlohmann::json;

/// Flags of a run in a folder of its own, which goes on where it stopped if it has begun.
RunFlags flags_in(const std::string& folder, const RunFlags& all) {
  RunFlags flags;
  flags.out = folder;
  flags.resume = all.resume && std::filesystem::exists(folder + "/config.toml");
  return flags;
}

/// Training on the half that trained the search's weights, tested on the half that moved its α.
EvaluateOptions retraining(const SearchOptions& search, int64_t seed, const std::string& genotype) {
  EvaluateOptions options;
  const int64_t cutout = options.data.cutout;
  options.run = search.run;
  options.run.seed = seed;
  options.data = search.data;
  options.data.cutout = cutout;
  options.genotype = genotype;
  options.network.channels = search.retrain.channels;
  options.network.cells = search.retrain.cells;
  options.evaluate.epochs = search.retrain.epochs;
  options.evaluate.batch_size = search.retrain.batch_size;
  options.evaluate.train_portion = search.search.train_portion;
  options.evaluate.split = search.search.split;
  return options;
}

/// Ends the program with a word on how to go on, unless the run has come to its end.
const Ending& complete(const Ending& ending, const std::string& folder) {
  Ending of_all = ending;
  of_all.folder = folder;
  leave_unless_finished(of_all);
  return ending;
}

/// Logged beside all runs, for each of them has taken the log to its own folder.
void say(const RunFlags& all, const char* format, int64_t seed) {
  log_to(all.out);
  spdlog::info(fmt::runtime(format), seed);
}

/// One seed: what was found and what it is worth.
json try_seed(const SearchOptions& options, const RunFlags& all, int64_t seed) {
  const std::string folder = fmt::format("{}/seed-{}", all.out, seed);
  RunFlags searching = flags_in(folder, all);
  searching.config = all.out + "/config.toml";
  searching.seed = fmt::format("{}", seed);
  say(all, "seed {}: search", seed);
  const std::string genotype = complete(run_search(searching), all.out).summary["genotype"];

  EvaluateOptions training = retraining(options, seed, genotype);
  const Configuration configuration(training.sections());
  const RunFlags flags = flags_in(folder + "/retrained", all);
  say(all, "seed {}: retraining", seed);
  const Ending trained = complete(run_training(training, configuration, flags), all.out);
  const double accuracy = trained.summary["figures"]["test_accuracy"];
  return {{"seed", seed},
          {"folder", folder},
          {"genotype", genotype},
          {"validation_accuracy", accuracy}};
}

std::string describe(const json& tried) {
  std::string text;
  for (const json& one : tried) {
    text += fmt::format("Seed {:<6} {:.2f} % on the validation half\n", one["seed"].get<int64_t>(),
                        100 * one["validation_accuracy"].get<double>());
  }
  return text;
}

}  // namespace

void search_best_of_seeds(const RunFlags& given, int64_t count) {
  SearchOptions options;
  Configuration configuration(options.sections());
  const std::string command = fmt::format("search, {} seeds", count);
  load(configuration, given, command);
  options.check();
  RunFlags flags = given;
  flags.out = folder_for("search", given);
  open_run_folder(flags.out, flags.resume, configuration, header_of(command));
  json tried = json::array();
  for (int64_t i = 0; i < count; ++i) {
    tried.push_back(try_seed(options, flags, options.run.seed + i));
  }
  const json& best =
      *std::max_element(tried.begin(), tried.end(), [](const json& a, const json& b) {
        return a["validation_accuracy"] < b["validation_accuracy"];
      });
  const std::string genotype = best["genotype"];
  leave_genotype(parse_genotype(genotype), flags.out);
  const Ending ending{.folder = flags.out,
                      .stop_reason = "finished",
                      .summary = {{"folder", flags.out},
                                  {"stop_reason", "finished"},
                                  {"seeds", tried},
                                  {"best", best["seed"]},
                                  {"genotype", genotype}}};
  leave_summary(ending, flags,
                describe(tried) + fmt::format("Best        seed {}\nGenotype    {}\n",
                                              best["seed"].get<int64_t>(), genotype));
}

}  // namespace tetlo
