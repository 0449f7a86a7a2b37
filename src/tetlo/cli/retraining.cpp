// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/retraining.h"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <vector>

#include "tetlo/cli/jobs.h"
#include "tetlo/cli/sub_runs.h"
#include "tetlo/record/run_folder.h"

namespace tetlo {
namespace {

/// A cell and the folder of its training.
struct FoundCell {
  std::string genotype, folder;
};

/// The distinct cells. Their folders are named after the first epoch that has them.
std::vector<FoundCell> distinct_cells(const std::map<size_t, std::string>& genotypes,
                                      const std::string& folder) {
  std::vector<FoundCell> cells;
  std::set<std::string> seen;
  for (const auto& [epoch, genotype] : genotypes) {
    if (!seen.insert(genotype).second) continue;
    cells.push_back({genotype, fmt::format("{}/epoch-{}", folder, epoch)});
  }
  return cells;
}

SearchOptions options_of(const std::string& run, const Retraining& how) {
  SearchOptions search;
  search.configuration().load(run + "/config.toml");
  const auto change = [](int64_t& option, int64_t given) { option = given > 0 ? given : option; };
  change(search.retrain.epochs, how.epochs);
  change(search.retrain.channels, how.channels);
  change(search.retrain.cells, how.cells);
  return search;
}

/// The test error, as a share, of a training that has ended; empty if it is to be continued.
std::optional<double> known_error(const std::string& folder, const Configuration& configuration) {
  const auto summary = summary_at_end(folder);
  if (!summary || !summary->contains("test_error")) return {};
  // Throws Error if the options were others.
  open_run_folder(folder, /*resume=*/true, configuration, header_of("evaluate"));
  return (*summary)["test_error"].get<double>();
}

/// The same for a cell, which is trained if need be.
double error_of(const FoundCell& cell, const SearchOptions& search) {
  EvaluateOptions training = retraining(search, cell.genotype);
  const Configuration configuration = training.configuration();
  if (const auto known = known_error(cell.folder, configuration)) return *known;
  const RunOutcome outcome =
      run_training(training, configuration, flags_in(cell.folder, has_begun(cell.folder)));
  if (is_stop_request(outcome.stop_reason)) {
    exit_as_requested(outcome.stop_reason, "the same command goes on from here");
  }
  exit_unless_finished(outcome);
  return outcome.summary["test_error"];
}

}  // namespace

EvaluateOptions retraining(const SearchOptions& search, const std::string& genotype) {
  EvaluateOptions options;
  const int64_t cutout = options.data.cutout;  // as networks are trained, not as searched
  options.run = search.run;
  options.data = search.data;
  options.data.cutout = cutout;
  options.genotype = genotype;
  options.network.channels = search.retrain.channels;
  options.network.cells = search.retrain.cells;
  options.evaluate.epochs = search.retrain.epochs;
  options.evaluate.batch_size = search.retrain.batch_size;
  return options;
}

std::map<std::string, double> retrained_errors(const std::string& run,
                                               const std::map<size_t, std::string>& genotypes,
                                               const Retraining& how) {
  const SearchOptions search = options_of(run, how);
  const std::string folder = how.out.empty() ? run + "/cells" : how.out;
  const std::vector<FoundCell> cells = distinct_cells(genotypes, folder);
  fmt::print(stderr,
             "The {} cells of {} epochs of {} are trained for {} epochs with {} channels and {} "
             "cells, in {} (--epochs, --channels, --cells, --out).\n",
             cells.size(), genotypes.size(), run, search.retrain.epochs, search.retrain.channels,
             search.retrain.cells, folder);
  std::map<std::string, double> errors;
  for (const FoundCell& cell : cells) {
    fmt::print(stderr, "Cell {} of {}\n", errors.size() + 1, cells.size());
    const double percent = 100;
    errors[cell.genotype] = percent * error_of(cell, search);
  }
  return errors;
}

}  // namespace tetlo
