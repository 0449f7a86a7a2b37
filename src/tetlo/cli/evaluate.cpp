// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tetlo/cli/budget_flags.h"
#include "tetlo/cli/commands.h"
#include "tetlo/cli/confusion_files.h"
#include "tetlo/cli/given_weights.h"
#include "tetlo/cli/jobs.h"
#include "tetlo/cli/search_on_record.h"
#include "tetlo/evaluate/trained_network.h"
#include "tetlo/evaluate/training.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

std::string describe(const nlohmann::json& figures) {
  std::string text;
  if (figures.contains("train_loss")) {
    text = fmt::format("train {:.3f} ({:.2f} %)  ", figures["train_loss"].get<double>(),
                       100 * figures["train_accuracy"].get<double>());
  }
  if (figures.contains("test_accuracy")) {
    text += fmt::format("test {:.3f} ({:.2f} %)", figures["test_loss"].get<double>(),
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

struct Flags {
  RunFlags run;
  std::string genotype, weights;
  BudgetFlags budget;
};

void evaluate(const Flags& flags) {
  EvaluateOptions options;
  Configuration configuration = options.configuration();
  load(configuration, flags.run, "evaluate");
  if (!flags.weights.empty()) options.weights = std::filesystem::absolute(flags.weights).string();
  // The run folder's configuration contains the genotype itself, so that it
  // describes the whole run.
  if (!flags.genotype.empty()) options.genotype = to_string(load_genotype(flags.genotype));
  if (!options.weights.empty() && !flags.run.resume) {
    take_network(flags.run, options, configuration);
  }
  require(!options.genotype.empty(),
          "evaluate needs --genotype: a file, a published name, a text or -; or --weights.");
  const nlohmann::json budget = apply_budget(flags.budget, flags.run, options);
  RunOutcome outcome = run_training(options, configuration, flags.run, search_of(flags.genotype));
  if (!budget.is_null()) outcome.summary["budget"] = budget;
  report_outcome(outcome, flags.run, for_people(outcome.summary));
}

}  // namespace

RunOutcome run_training(const EvaluateOptions& options, const Configuration& configuration,
                        const RunFlags& flags, const std::map<std::string, std::string>& search) {
  options.check();
  if (const auto known = known_outcome("evaluate", flags, configuration)) return *known;
  set_threads(static_cast<int>(options.run.threads));
  const Genotype genotype = parse_genotype(options.genotype, "network.genotype");
  const GivenWeights given = given_weights(options, flags);
  DataSource source = open_source(options.data);
  normalise_for(given, options, source);
  Training job(genotype, options, source);
  std::vector<std::string> remarks = start_from(given, options, source, job);
  remarks.push_back(source.remark);
  RunOutcome outcome = run_in_folder(
      job, {"evaluate", flags, configuration, describe, options.run, remarks, search});
  nlohmann::json images = seen_by(options.data, source, job.normalisation());
  if (!source.record.is_null()) images.update(source.record);
  write_images(images, outcome.folder);
  write_genotype(genotype, outcome.folder);
  outcome.summary["parameters"] = job.count().parameters;
  outcome.summary["multiply_adds"] = job.count().tally.multiply_adds;
  count_operations(genotype, outcome.summary);
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
  auto flags = std::make_shared<Flags>();
  Command command{
      .name = "evaluate",
      .meaning =
          "Train the network of a genotype, from scratch or from given weights, and test it.",
      .arguments = run_arguments(flags->run),
      .run = [flags] {
        const StopRequests requests(time_limit(flags->run));
        evaluate(*flags);
      }};
  command.arguments.push_back({"--genotype",
                               "needed for a new run: a file, a published name, a text in any "
                               "spelling, or - for standard input",
                               &flags->genotype});
  command.arguments.push_back(
      {"--weights",
       "file of weights (safetensors) to test, with evaluate.epochs=0, or to train further; it may "
       "say of which genotype it is",
       &flags->weights});
  for (const Argument& argument : budget_arguments(flags->budget)) {
    command.arguments.push_back(argument);
  }
  return command;
}

}  // namespace tetlo
