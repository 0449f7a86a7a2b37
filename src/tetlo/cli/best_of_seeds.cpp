// SPDX-License-Identifier: Apache-2.0
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

#include "tetlo/cli/jobs.h"
#include "tetlo/evaluate/training.h"
#include "tetlo/search/search.h"
#include "tetlo/space/named_genotypes.h"
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

/// Ends the program with a word on how to go on where the run was interrupted. One that has
/// diverged is only the worst of all.
const Ending& not_interrupted(const Ending& ending, const std::string& folder) {
  Ending of_all = ending;
  of_all.folder = folder;
  if (ending.stop_reason == "interrupted") leave_unless_finished(of_all);
  return ending;
}

/// What is wrong with options or data is said before anything is written or run.
void try_out(const SearchOptions& options) {
  const DataSource source = open_source(options.data.name, options.data.folder);
  const Search search(options, source);
  const std::string some_cells = to_string(load_genotype("DARTS_V1"));
  const EvaluateOptions training = retraining(options, options.run.seed, some_cells);
  training.check();
  const Training trained(load_genotype("DARTS_V1"), training, source);
}

/// Logged beside all runs, for each of them has taken the log to its own folder.
void say(const RunFlags& all, const char* format, int64_t seed) {
  log_to(all.out);
  spdlog::info(fmt::runtime(format), seed);
}

json diverged(int64_t seed, const std::string& folder) {
  return {{"seed", seed}, {"folder", folder}, {"diverged", true}, {"validation_accuracy", -1}};
}

/// One seed: what was found and what it is worth.
json try_seed(const SearchOptions& options, const RunFlags& all, int64_t seed) {
  const std::string folder = fmt::format("{}/seed-{}", all.out, seed);
  RunFlags searching = flags_in(folder, all);
  searching.config = all.out + "/config.toml";
  searching.seed = fmt::format("{}", seed);
  say(all, "seed {}: search", seed);
  const Ending found = not_interrupted(run_search(searching), all.out);
  if (found.stop_reason == "diverged") return diverged(seed, folder);
  const std::string genotype = found.summary["genotype"];

  EvaluateOptions training = retraining(options, seed, genotype);
  const Configuration configuration(training.sections());
  const RunFlags flags = flags_in(folder + "/retrained", all);
  say(all, "seed {}: retraining", seed);
  const Ending trained = not_interrupted(run_training(training, configuration, flags), all.out);
  if (trained.stop_reason == "diverged") return diverged(seed, folder);
  const double accuracy = trained.summary["figures"]["test_accuracy"];
  return {{"seed", seed},
          {"folder", folder},
          {"genotype", genotype},
          {"validation_accuracy", accuracy}};
}

std::string describe(const json& tried) {
  std::string text;
  for (const json& one : tried) {
    if (one.contains("diverged")) {
      text += fmt::format("Seed {:<6} diverged\n", one["seed"].get<int64_t>());
      continue;
    }
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
  try_out(options);
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
  if (best.contains("diverged")) {
    leave_unless_finished({.folder = flags.out, .stop_reason = "diverged", .summary = {}});
  }
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
