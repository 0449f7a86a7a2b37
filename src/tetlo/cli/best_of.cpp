// SPDX-License-Identifier: Apache-2.0
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tetlo/cli/jobs.h"
#include "tetlo/evaluate/training.h"
#include "tetlo/search/search.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

using nlohmann::json;

/// The flags of a run in its own folder; the run is resumed if it has already begun.
RunFlags flags_in(const std::string& folder, const RunFlags& all) {
  RunFlags flags;
  flags.out = folder;
  flags.resume = all.resume && std::filesystem::exists(folder + "/config.toml");
  return flags;
}

/// Options to train on the half that trained the search's weights and to test on the
/// half that trained its α.
EvaluateOptions retraining(const SearchOptions& search, const std::string& genotype) {
  EvaluateOptions options;
  const int64_t cutout = options.data.cutout;
  options.run = search.run;
  options.data = search.data;
  options.data.cutout = cutout;
  options.genotype = genotype;
  options.network.channels = search.retrain.channels;
  options.network.cells = search.retrain.cells;
  options.evaluate.epochs = search.retrain.epochs;
  options.evaluate.batch_size = search.retrain.batch_size;
  options.evaluate.train_portion = search.search.train_portion;
  options.evaluate.split = search.search.split;
  options.evaluate.split_seed = search.search.split_seed;
  return options;
}

/// Exits with instructions for resuming if the run was interrupted. A diverged run only ranks last.
const RunOutcome& not_interrupted(const RunOutcome& outcome, const std::string& folder) {
  RunOutcome of_all = outcome;
  of_all.folder = folder;
  if (outcome.stop_reason == "interrupted") exit_unless_finished(of_all);
  return outcome;
}

/// One of the searches that are compared.
struct Variant {
  std::string name;                      ///< of its folder and in the log
  std::vector<std::string> assignments;  ///< options that differ from those of other variants
};

/// The options of a search with the variant's assignments. All variants are compared on the same
/// images, because the split does not depend on their seeds.
SearchOptions options_of(const RunFlags& all, const Variant& variant) {
  SearchOptions options;
  RunFlags flags = all;
  flags.resume = false;
  flags.assignments.insert(flags.assignments.end(), variant.assignments.begin(),
                           variant.assignments.end());
  Configuration configuration = options.configuration();
  load(configuration, flags, "");
  options.check();
  return options;
}

/// Reports errors in options or data before anything is written or run.
void try_out(const SearchOptions& options) {
  const DataSource source = open_source(options.data.name, options.data.folder);
  const Search search(options, source);
  const std::string some_cells = to_string(load_genotype("DARTS_V1"));
  const EvaluateOptions training = retraining(options, some_cells);
  training.check();
  const Training trained(load_genotype("DARTS_V1"), training, source);
}

/// Logs a sentence to the folder of all runs, because each run has redirected the
/// log to its own folder.
void say(const RunFlags& all, const std::string& sentence) {
  log_to(all.out);
  spdlog::info(sentence);
}

json diverged(const std::string& name, const std::string& folder) {
  return {{"name", name}, {"folder", folder}, {"diverged", true}, {"validation_accuracy", -1}};
}

/// Searches with a variant, retrains what it has found, and returns the result.
json try_variant(const RunFlags& all, const Variant& variant) {
  const std::string folder = all.out + "/" + variant.name;
  RunFlags searching = flags_in(folder, all);
  searching.config = all.out + "/config.toml";
  searching.assignments = variant.assignments;
  say(all, variant.name + ": search");
  const RunOutcome found = not_interrupted(run_search(searching), all.out);
  if (found.stop_reason == "diverged") return diverged(variant.name, folder);
  const std::string genotype = found.summary["genotype"];

  EvaluateOptions training = retraining(options_of(searching, {}), genotype);
  const Configuration configuration = training.configuration();
  const RunFlags flags = flags_in(folder + "/retrained", all);
  say(all, variant.name + ": retraining");
  const RunOutcome trained = not_interrupted(run_training(training, configuration, flags), all.out);
  if (trained.stop_reason == "diverged") return diverged(variant.name, folder);
  return {{"name", variant.name},
          {"folder", folder},
          {"genotype", genotype},
          {"validation_accuracy", trained.summary["figures"]["test_accuracy"]}};
}

std::string describe(const json& tried) {
  std::string text;
  for (const json& one : tried) {
    const auto name = one["name"].get<std::string>();
    text += one.contains("diverged") ? fmt::format("{:<24} diverged\n", name)
                                     : fmt::format("{:<24} {:.2f} % on the validation half\n", name,
                                                   100 * one["validation_accuracy"].get<double>());
  }
  return text;
}

/// The values of "section.option=V1,V2,…", each as a variant with one assignment.
std::vector<Variant> variants_over(const std::string& assignment) {
  const size_t equals = assignment.find('=');
  require(equals != std::string::npos && equals > 0 && equals + 1 < assignment.size(),
          "--over {}: This is not of the form section.option=V1,V2,….", excerpt(assignment));
  const std::string option = assignment.substr(0, equals);
  std::istringstream values(assignment.substr(equals + 1));
  std::vector<Variant> variants;
  for (std::string value; std::getline(values, value, ',');) {
    variants.push_back({.name = option + "=" + value, .assignments = {option + "=" + value}});
  }
  return variants;
}

/// Every value with every seed: the configured seed and those that follow it.
std::vector<Variant> variants_of(const BestOf& best_of, int64_t seed) {
  std::vector<Variant> variants = {{}};
  if (!best_of.over.empty()) variants = variants_over(best_of.over);
  if (best_of.seeds == 1 && !best_of.over.empty()) return variants;
  std::vector<Variant> seeded;
  for (const Variant& variant : variants) {
    for (int64_t i = 0; i < best_of.seeds; ++i) {
      Variant next = variant;
      next.name += fmt::format("{}seed-{}", next.name.empty() ? "" : "-", seed + i);
      next.assignments.push_back(fmt::format("run.seed={}", seed + i));
      seeded.push_back(std::move(next));
    }
  }
  return seeded;
}

}  // namespace

void search_best_of(const RunFlags& given, const BestOf& best_of) {
  SearchOptions options;
  Configuration configuration = options.configuration();
  const std::string command = fmt::format("search, {} seeds{}", best_of.seeds,
                                          best_of.over.empty() ? "" : ", over " + best_of.over);
  load(configuration, given, command);
  options.check();
  if (options.search.split_seed < 0) options.search.split_seed = options.run.seed;
  const auto variants = variants_of(best_of, options.run.seed);
  RunFlags flags = given;
  // If the first seed is accepted, so are the others.
  std::vector<SearchOptions> tries;
  for (size_t i = 0; i < variants.size(); i += static_cast<size_t>(best_of.seeds)) {
    tries.push_back(options_of(given, variants[i]));
  }
  for (const SearchOptions& options_of_try : tries) try_out(options_of_try);
  flags.out = folder_for("search", given);
  open_run_folder(flags.out, flags.resume, configuration, header_of(command));
  json tried = json::array();
  for (const Variant& variant : variants) tried.push_back(try_variant(flags, variant));
  const json& best =
      *std::max_element(tried.begin(), tried.end(), [](const json& a, const json& b) {
        return a["validation_accuracy"] < b["validation_accuracy"];
      });
  if (best.contains("diverged")) {
    exit_unless_finished({.folder = flags.out, .stop_reason = "diverged", .summary = {}});
  }
  const std::string genotype = best["genotype"], name = best["name"];
  write_genotype(parse_genotype(genotype), flags.out);
  const RunOutcome outcome{.folder = flags.out,
                           .stop_reason = "finished",
                           .summary = {{"folder", flags.out},
                                       {"stop_reason", "finished"},
                                       {"searches", tried},
                                       {"best", name},
                                       {"genotype", genotype}}};
  report_outcome(outcome, flags,
                 describe(tried) + fmt::format("Best        {}\nGenotype    {}\n", name, genotype));
}

}  // namespace tetlo
