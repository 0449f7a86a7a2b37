// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/confusion_files.h"
#include "tetlo/cli/jobs.h"
#include "tetlo/evaluate/predictor.h"
#include "tetlo/evaluate/training.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

std::string describe(const nlohmann::json& figures) {
  std::string text = fmt::format("train {:.3f} ({:.2f} %)", figures.value("train_loss", 0.0),
                                 100 * figures.value("train_accuracy", 0.0));
  if (figures.contains("test_accuracy")) {
    text += fmt::format("  test {:.3f} ({:.2f} %)", figures["test_loss"].get<double>(),
                        100 * figures["test_accuracy"].get<double>());
  }
  return text;
}

std::string for_people(const nlohmann::json& summary) {
  std::string text;
  if (summary.contains("test_error")) {
    text += fmt::format("Test error      {:.2f} %\nTest accuracy   {:.2f} %\n",
                        100 * summary["test_error"].get<double>(),
                        100 * (1 - summary["test_error"].get<double>()));
  }
  if (summary.contains("test_top5_error")) {
    text +=
        fmt::format("Top-5 error     {:.2f} %\n", 100 * summary["test_top5_error"].get<double>());
  }
  return text + fmt::format("Parameters      {}\nMultiply-adds   {}\nSeconds         {:.0f}\n",
                            summary["parameters"].get<int64_t>(),
                            summary["multiply_adds"].get<int64_t>(),
                            summary["seconds"].get<double>());
}

void evaluate(const RunFlags& flags, const std::string& genotype_flag) {
  EvaluateOptions options;
  Configuration configuration = options.configuration();
  load(configuration, flags, "evaluate");
  // The run folder's configuration contains the genotype itself, so that it
  // describes the whole run.
  if (!genotype_flag.empty()) options.genotype = to_string(load_genotype(genotype_flag));
  require(!options.genotype.empty(), "evaluate needs --genotype: a file, a published name or -.");
  const RunOutcome outcome = run_training(options, configuration, flags);
  report_outcome(outcome, flags, for_people(outcome.summary));
}

}  // namespace

RunOutcome run_training(const EvaluateOptions& options, const Configuration& configuration,
                        const RunFlags& flags) {
  options.check();
  set_threads(static_cast<int>(options.run.threads));
  const Genotype genotype = parse_genotype(options.genotype, "network.genotype");
  const DataSource source = open_source(options.data);
  Training job(genotype, options, source);

  RunOutcome outcome = run_in_folder(
      job, {"evaluate", flags, configuration, describe, options.run.keep_after, {source.remark}});
  nlohmann::json images = seen_by(options.data, source, job.normalisation());
  if (!source.record.is_null()) images.update(source.record);
  write_images(images, outcome.folder);
  write_genotype(genotype, outcome.folder);
  outcome.summary["parameters"] = job.count().parameters;
  outcome.summary["multiply_adds"] = job.count().tally.multiply_adds;
  const auto& figures = outcome.summary["figures"];
  for (const auto& [accuracy, error] : {std::pair("test_accuracy", "test_error"),
                                        std::pair("test_top5_accuracy", "test_top5_error")}) {
    if (!figures.is_object() || !figures.contains(accuracy)) continue;
    // Rounded to a millionth, because the subtraction from 1 makes rounding errors visible.
    const double million = 1e6;
    outcome.summary[error] = std::round(million * (1 - figures[accuracy].get<double>())) / million;
  }
  if (job.confusion().all() > 0) {
    write_confusion(job.confusion(), source.class_names, outcome.folder);
  }
  write_summary(outcome);
  return outcome;
}

Command evaluate_command() {
  struct Flags {
    RunFlags run;
    std::string genotype;
  };
  auto flags = std::make_shared<Flags>();
  Command command{.name = "evaluate",
                  .meaning = "Train the network of a genotype from scratch and test it.",
                  .arguments = run_arguments(flags->run),
                  .run = [flags] { evaluate(flags->run, flags->genotype); }};
  command.arguments.push_back({"--genotype",
                               "needed for a new run: a file, a published name, the text of a "
                               "cell, or - for standard input",
                               &flags->genotype});
  return command;
}

}  // namespace tetlo
