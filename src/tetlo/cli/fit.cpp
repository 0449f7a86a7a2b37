// SPDX-License-Identifier: Apache-2.0
// From a folder of images to a trained network in one command: it checks the images, searches,
// trains what was found and tests it. Both are ordinary runs in folders of their own,
//
//   OUT/search     tetlo search     OUT/network    tetlo evaluate
//
// which can be repeated by hand with the config.toml that lies in each of them.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/jobs.h"
#include "tetlo/cli/pace.h"
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

/// The share of the time that the search may take; the rest is for the training.
constexpr double kSearchShare = 0.4;
const Range kSearchEpochs{3, 30}, kTrainingEpochs{5, 600};
constexpr const char* kStandIn =
    "DARTS_V2";  // for cells that are not found yet, to measure the time

struct Flags {
  std::string folder, out;
  int64_t minutes = 30, side = 32, seed = 1, threads = 0;
  bool resume = false, skip_unreadable = false;
};

using Assignments = std::vector<std::string>;

template <typename Options>
Options options_of(const Assignments& assignments) {
  Options options;
  Configuration configuration = options.configuration();
  configuration.load("", assignments);
  options.check();
  return options;
}

Assignments with(Assignments assignments, const Assignments& more) {
  assignments.insert(assignments.end(), more.begin(), more.end());
  return assignments;
}

Assignments images_and_run(const Flags& flags) {
  return {"data.name=folder",
          "data.folder=" + std::filesystem::absolute(flags.folder).string(),
          fmt::format("data.image_size={}", flags.side),
          fmt::format("data.unreadable={}", flags.skip_unreadable ? "skip" : "stop"),
          fmt::format("run.seed={}", flags.seed),
          fmt::format("run.threads={}", flags.threads)};
}

/// The largest batch of at most `most` images of which an epoch has at least four.
int64_t batch_size(int64_t images, int64_t most) {
  return std::clamp<int64_t>(images / 4, 2, most);
}

/// As many epochs as fit into the time, within the bounds.
int64_t epochs_in(double seconds, double seconds_of_one, const Range& bounds) {
  return std::clamp(static_cast<int64_t>(seconds / seconds_of_one), bounds.minimum, bounds.maximum);
}

/// A run with the number of its epochs, and how long it will take.
struct Planned {
  Assignments assignments;
  int64_t epochs = 0;
  double seconds = 0;
};

Planned plan_search(const Flags& flags, const DataSource& source) {
  const int64_t half = source.train->size() / (source.validation ? 1 : 2);
  const Assignments all =
      with(images_and_run(flags), {"network.channels=8", "network.cells=5", "search.arch_every=1",
                                   fmt::format("search.batch_size={}", batch_size(half, 32))});
  const auto options = options_of<SearchOptions>(all);
  const auto iterations = Search(options, {.main = source}).extent().iterations;
  const double epoch = seconds_an_iteration(options) * static_cast<double>(iterations);
  const int64_t epochs =
      epochs_in(60 * kSearchShare * static_cast<double>(flags.minutes), epoch, kSearchEpochs);
  return {with(all, {fmt::format("search.epochs={}", epochs)}), epochs,
          epoch * static_cast<double>(epochs)};
}

Planned plan_training(const Flags& flags, const DataSource& source) {
  const Assignments all =
      with(images_and_run(flags),
           {"network.channels=16", "network.cells=8", "evaluate.test_every=1000",
            fmt::format("evaluate.batch_size={}", batch_size(source.train->size(), 64))});
  const Genotype stand_in = load_genotype(kStandIn);
  const auto options =
      options_of<EvaluateOptions>(with(all, {"network.genotype=" + to_string(stand_in)}));
  const auto iterations = Training(stand_in, options, source).extent().iterations;
  const double epoch = seconds_an_iteration(options) * static_cast<double>(iterations);
  const int64_t epochs = epochs_in(60 * (1 - kSearchShare) * static_cast<double>(flags.minutes),
                                   epoch, kTrainingEpochs);
  return {with(all, {fmt::format("evaluate.epochs={}", epochs)}), epochs,
          epoch * static_cast<double>(epochs)};
}

RunFlags flags_of(const Assignments& assignments, const std::string& folder) {
  RunFlags flags = flags_in(folder, has_begun(folder));
  if (!flags.resume) flags.assignments = assignments;
  return flags;
}

/// Makes a run, or what is left of it, and returns its summary.
nlohmann::json finished(const std::string& folder, const WholeRun& whole,
                        const std::function<RunOutcome()>& run) {
  const auto before = summary_at_end(folder);
  const nlohmann::json summary = before ? *before : not_interrupted(run(), whole).summary;
  require(summary["stop_reason"] != "diverged", "The run in {} has diverged.", folder);
  return summary;
}

RunOutcome train(const Assignments& assignments, const std::string& folder,
                 const std::string& search_folder) {
  EvaluateOptions options;
  Configuration configuration = options.configuration();
  if (has_begun(folder)) {
    configuration.load(folder + "/config.toml");
  } else {
    configuration.load("", assignments);
  }
  return run_training(options, configuration, flags_of(assignments, folder),
                      search_in(search_folder));
}

void say_plan(const std::string& out, const DataSource& source, const Planned& search,
              const Planned& training) {
  say(out, fmt::format("{} images of {} classes to learn from and {} for the test, seen as {}x{} "
                       "pixels",
                       source.train->size(), source.classes, source.test->size(), source.height,
                       source.width));
  if (!source.remark.empty()) say(out, source.remark);
  say(out, fmt::format("search for cells: {} epochs, about {} here", search.epochs,
                       duration(search.seconds)));
  say(out, fmt::format("training of the network: {} epochs, about {} here", training.epochs,
                       duration(training.seconds)));
}

void fit(const Flags& flags) {
  const std::string out = flags.out.empty() ? free_run_folder("fit") : flags.out;
  const std::string search_folder = out + "/search", network_folder = out + "/network";
  require(flags.resume || !has_begun(search_folder),
          "The folder {} has been used before; --resume continues there.", out);
  const DataSource source = open_source(options_of<SearchOptions>(images_and_run(flags)).data);
  const Planned search = plan_search(flags, source), training = plan_training(flags, source);
  std::filesystem::create_directories(out);
  const FolderLock lock(out);
  say_plan(out, source, search, training);

  const WholeRun whole{out, "tetlo fit " + flags.folder};
  const auto found = finished(search_folder, whole, [&] {
    return run_search(flags_of(search.assignments, search_folder));
  });
  const std::string genotype = found["genotype"];
  const auto trained = finished(network_folder, whole, [&] {
    return train(with(training.assignments, {"network.genotype=" + genotype}), network_folder,
                 search_folder);
  });
  fmt::print("Genotype    {}\nTest error  {:.2f} %\nTo predict  tetlo predict {} IMAGE\n", genotype,
             100 * trained["test_error"].get<double>(), network_folder);
}

}  // namespace

Command fit_command() {
  auto flags = std::make_shared<Flags>();
  return {
      .name = "fit",
      .meaning = "From a folder of images to a network that classifies such images.",
      .arguments =
          {{"folder",
            "a folder with a folder of JPEG or PNG files for each class",
            &flags->folder,
            {.required = true}},
           {"--out", "folder for both runs; default: a new one in runs/", &flags->out},
           {"--minutes",
            "about how long it may take",
            &flags->minutes,
            {.range = Range{1, 100'000}, .value_name = "M"}},
           {"--image-size",
            "side of the squares that are seen, in pixels",
            &flags->side,
            {.range = Range{16, 4096}, .value_name = "N"}},
           {"--skip-unreadable", "leave out files that cannot be decoded", &flags->skip_unreadable},
           {"--resume", "continue the runs in --out", &flags->resume},
           {"--seed", "of both runs", &flags->seed, {.range = kSeed, .value_name = "N"}},
           {"--threads", "processor cores used; 0: all", &flags->threads, {.range = kThreads}}},
      .run = [flags] { fit(*flags); }};
}

}  // namespace tetlo
