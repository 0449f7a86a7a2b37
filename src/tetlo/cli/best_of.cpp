// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sstream>
#include <utility>

#include "tetlo/cli/jobs.h"
#include "tetlo/cli/retraining.h"
#include "tetlo/cli/search_on_record.h"
#include "tetlo/cli/sub_runs.h"
#include "tetlo/evaluate/training.h"
#include "tetlo/search/search.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

using nlohmann::json;

/// The flags of the command that say which searches are compared.
std::string text_of(const BestOf& best_of) {
  return fmt::format("--seeds {}{}", best_of.seeds,
                     best_of.over.empty() ? "" : " --over " + best_of.over);
}

/// Options to train on the half that trained the search's weights and to test on the
/// half that trained its α.
EvaluateOptions retraining_on_half(const SearchOptions& search, const std::string& genotype) {
  EvaluateOptions options = retraining(search, genotype);
  options.evaluate.train_portion = search.search.train_portion;
  options.evaluate.validation_portion = search.search.validation_portion;
  options.evaluate.split = search.search.split;
  options.evaluate.split_seed = search.search.split_seed;
  options.evaluate.held_out = search.search.held_out;
  return options;
}

/// The whole comparison: its flags, in which `out` is the folder of all runs, and its command.
struct Comparison {
  RunFlags flags;
  BestOf best_of;
  std::string command;
};

/// What remains to be said if a run is interrupted.
WholeRun whole(const Comparison& comparison) {
  return {.folder = comparison.flags.out, .flags = text_of(comparison.best_of)};
}

/// One of the searches that are compared.
struct Variant {
  std::string name;                           ///< of its folder and in the log
  std::vector<std::string> assignments = {};  ///< options that differ from those of other variants
};

/// The options of a variant. All variants are compared on the same images: unless they say
/// otherwise, `split_seed` divides the images of all of them.
struct VariantOptions {
  VariantOptions(const Comparison& comparison, const Variant& variant, int64_t split_seed) {
    RunFlags flags = comparison.flags;
    flags.assignments.insert(flags.assignments.end(), variant.assignments.begin(),
                             variant.assignments.end());
    load(configuration, flags, comparison.command);
    options.check();
    if (options.search.split_seed < 0) options.search.split_seed = split_seed;
  }

  // The configuration refers to the options beside it.
  VariantOptions(const VariantOptions&) = delete;
  VariantOptions& operator=(const VariantOptions&) = delete;

  SearchOptions options;
  Configuration configuration = options.configuration();
};

/// Reports errors in options or data.
void try_out(const SearchOptions& options) {
  const Sources sources = open_sources(options);
  const Search search(options, sources);
  const Genotype some_cells = load_genotype("DARTS_V1");
  const EvaluateOptions training = retraining_on_half(options, to_string(some_cells));
  training.check();
  const Training trained(some_cells, training, sources.main);
}

/// Reports errors in the options of any variant, or in the data, before anything is written or run.
void try_out(const Comparison& comparison, const std::vector<Variant>& variants,
             int64_t split_seed) {
  for (const Variant& variant : variants) VariantOptions(comparison, variant, split_seed);
  // If the first seed is accepted, so are the others.
  for (size_t i = 0; i < variants.size(); i += static_cast<size_t>(comparison.best_of.seeds)) {
    try_out(VariantOptions(comparison, variants[i], split_seed).options);
  }
}

json diverged(const std::string& name, const std::string& folder) {
  return {{"name", name}, {"folder", folder}, {"diverged", true}};
}

/// Makes the folder of a variant, with all its options, unless it has begun. All are made before
/// the first search, so that resuming needs no flags to know the options.
void make_folder_of(const Variant& variant, const Comparison& comparison, int64_t split_seed) {
  const std::string folder = comparison.flags.out + "/" + variant.name;
  if (has_begun(folder)) return;
  const VariantOptions resolved(comparison, variant, split_seed);
  open_run_folder(folder, /*resume=*/false, resolved.configuration, header_of("search"));
}

/// Searches with a variant, whose folder holds its options, retrains what it has found, and returns
/// the result.
json try_variant(const Comparison& comparison, const Variant& variant) {
  const RunFlags& all = comparison.flags;
  const std::string folder = all.out + "/" + variant.name;
  say(all.out, variant.name + ": search");
  const RunOutcome found =
      not_interrupted(run_search(flags_in(folder, /*resume=*/true)), whole(comparison));
  if (found.stop_reason == "diverged") return diverged(variant.name, folder);
  const std::string genotype = found.summary["genotype"];

  SearchOptions searched;
  Configuration(searched.configuration()).load(folder + "/config.toml");
  EvaluateOptions training = retraining_on_half(searched, genotype);
  const Configuration configuration = training.configuration();
  const std::string retrained = folder + "/retrained";
  say(all.out, variant.name + ": retraining");
  const RunOutcome trained =
      not_interrupted(run_training(training, configuration,
                                   flags_in(retrained, has_begun(retrained)), search_in(folder)),
                      whole(comparison));
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
  require(!assignment.ends_with(','), "--over {}: A value is missing after the last comma.",
          excerpt(assignment));
  const std::string option = assignment.substr(0, equals);
  std::vector<Variant> variants;
  for (const std::string& value : between_commas(assignment.substr(equals + 1))) {
    require(!value.empty() && value.find('/') == std::string::npos,
            "--over {}: The value \"{}\" cannot name a folder.", excerpt(assignment),
            excerpt(value));
    const std::string chosen = fmt::format("{}={}", option, value);
    variants.push_back({.name = chosen, .assignments = {chosen}});
    const auto is_same = [&](const Variant& other) { return other.name == variants.back().name; };
    require(std::count_if(variants.begin(), variants.end(), is_same) == 1,
            "--over {}: The value {} is given twice.", excerpt(assignment), excerpt(value));
  }
  return variants;
}

/// Every value with every seed: the configured seed and those that follow it.
std::vector<Variant> variants_of(const BestOf& best_of, int64_t seed) {
  std::vector<Variant> variants = {Variant()};
  if (!best_of.over.empty()) variants = variants_over(best_of.over);
  require(best_of.seeds == 1 || !best_of.over.starts_with("run.seed="),
          "--over {}: With --seeds, the seeds are given already.", excerpt(best_of.over));
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
  Comparison comparison{
      .flags = given,
      .best_of = best_of,
      .command = fmt::format("search, {} seeds{}", best_of.seeds,
                             best_of.over.empty() ? "" : ", over " + best_of.over)};
  RunFlags& flags = comparison.flags;
  // As an assignment, so that the seeds of the variants, which come after it, are not overridden.
  if (!given.seed.empty()) flags.assignments.push_back("run.seed=" + std::exchange(flags.seed, ""));
  const VariantOptions shared(comparison, {}, -1);
  const int64_t seed = shared.options.run.seed;
  const auto variants = variants_of(best_of, seed);
  if (!flags.resume) try_out(comparison, variants, seed);
  const std::string folder = folder_for("search", given);
  const OpenedRun opened =
      open_run_folder(folder, flags.resume, shared.configuration, header_of(comparison.command));
  flags.out = folder;
  for (const Variant& variant : variants) make_folder_of(variant, comparison, seed);
  json tried = json::array();
  for (const Variant& variant : variants) tried.push_back(try_variant(comparison, variant));
  const json& best =
      *std::max_element(tried.begin(), tried.end(), [](const json& a, const json& b) {
        return a.value("validation_accuracy", -1.0) < b.value("validation_accuracy", -1.0);
      });
  if (best.contains("diverged")) {
    report_outcome(
        {.folder = folder,
         .stop_reason = "diverged",
         .summary = {{"folder", folder}, {"stop_reason", "diverged"}, {"searches", tried}}},
        flags, describe(tried));
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
