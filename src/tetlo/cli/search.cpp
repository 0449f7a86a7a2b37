// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/jobs.h"
#include "tetlo/search/rehearsal.h"
#include "tetlo/util/terminal_line.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

std::string describe_model(const nlohmann::json& figures, const std::string& name) {
  if (!figures.contains(name)) return "";
  const auto& model = figures[name];
  const auto percent = [&](const char* key) { return 100 * model.value(key, 0.0); };
  return fmt::format("{} train {:.3f} ({:.1f} %) valid {:.3f} ({:.1f} %)", name,
                     model.value("train_loss", 0.0), percent("train_accuracy"),
                     model.value("valid_loss", 0.0), percent("valid_accuracy"));
}

/// A figure of the normal cell and, if there is one, of the reduction cell.
std::string of_cells(const nlohmann::json& figure, const char* format) {
  std::string text;
  for (const auto& value : figure) text += fmt::format(fmt::runtime(format), value.get<double>());
  return text;
}

/// The true accuracies on CIFAR-10, if the search had a table with them.
std::string describe_table(const nlohmann::json& figures) {
  const auto table = figures.value("table", nlohmann::json::object());
  for (const AccuracyColumns& columns : kAccuracyColumns) {
    if (!table.contains(columns.validation) || !table.contains(columns.test)) continue;
    return fmt::format("true valid {:.2f} % test {:.2f} %", table[columns.validation].get<double>(),
                       table[columns.test].get<double>());
  }
  return "";
}

/// How the cells were chosen from some that were drawn, if they were.
std::string describe_choice(const nlohmann::json& figures) {
  if (!figures.contains("choice")) return "";
  const auto& choice = figures["choice"];
  std::string text = fmt::format("the best of {} drawn cells by {}, {:.4g}", choice["drawn"].size(),
                                 choice["by"].get<std::string>(), choice["value"].get<double>());
  if (choice.value("oracle", false)) return "ORACLE: " + text + ", which no search can know";
  const int64_t trained = choice.value("epochs_of_training", int64_t{0});
  return trained > 0 ? fmt::format("{}, at a cost of {} epochs of training", text, trained) : text;
}

std::string describe(const nlohmann::json& figures) {
  std::vector<std::string> parts = {describe_model(figures, "main"),
                                    describe_model(figures, "auxiliary")};
  if (figures.contains("preparation")) {
    parts.push_back(fmt::format("preparation {}", figures["preparation"].get<int64_t>() + 1));
  } else {
    parts.insert(parts.end(),
                 {"entropy" + of_cells(figures["entropy"], " {:.5f}"),
                  "skips" + of_cells(figures["skips"], " {:.0f}"), describe_table(figures),
                  describe_choice(figures), figures["genotype"].get<std::string>()});
  }
  std::erase(parts, "");
  return fmt::format("{}", fmt::join(parts, "  "));
}

/// What was done to the validation half; empty if nothing was.
std::string describe_condition(const nlohmann::json& condition) {
  if (condition.is_null()) return "";
  return fmt::format("validation half: {} labels changed, images in each class {}",
                     condition["labels_changed"].dump(),
                     fmt::join(condition["images_per_class"].get<std::vector<int64_t>>(), " "));
}

void search(const RunFlags& flags) {
  const RunOutcome outcome = run_search(flags);
  const std::string genotype = outcome.summary.value("genotype", "");
  const std::string choice = describe_choice(outcome.summary["figures"]);
  report_outcome(outcome, flags,
                 (choice.empty() ? "" : fmt::format("Chosen      {}\n", choice)) +
                     (genotype.empty() ? "" : fmt::format("Genotype    {}\n", genotype)));
}

}  // namespace

RunOutcome run_search(const RunFlags& flags) {
  SearchOptions options;
  Configuration configuration = options.configuration();
  load(configuration, flags, "search");
  options.check();
  if (const auto known = known_outcome("search", flags, configuration)) return *known;
  set_threads(static_cast<int>(options.run.threads));
  const Sources sources = open_sources(options);
  if (device_named(options.run.device).is_cpu()) {
    TerminalLine line;
    line.show("trying a few images, to see whether the search fits into memory");
    refuse_too_large(options, sources);
  }
  Search job(options, sources);

  RunOutcome outcome =
      run_in_folder(job, {"search",
                          flags,
                          configuration,
                          describe,
                          options.run,
                          {sources.main.remark, describe_condition(job.condition())}});
  write_images(sources.main.record, outcome.folder);
  if (!job.condition().is_null()) outcome.summary["condition"] = job.condition();
  if (outcome.stop_reason != "diverged") {
    const Genotype found = job.genotype();
    write_genotype(found, outcome.folder);
    outcome.summary["genotype"] = to_string(found);
    count_operations(found, outcome.summary);
  }
  write_summary(outcome);
  return outcome;
}

Command search_command() {
  struct Flags {
    RunFlags run;
    BestOf best_of;
  };
  auto flags = std::make_shared<Flags>();
  Command command{.name = "search",
                  .meaning = "Search for cells.",
                  .arguments = run_arguments(flags->run),
                  .run = [flags] {
                    const StopRequests requests(time_limit(flags->run));
                    const BestOf& best_of = flags->best_of;
                    const bool several = best_of.seeds > 1 || !best_of.over.empty();
                    several ? search_best_of(flags->run, best_of) : search(flags->run);
                  }};
  command.arguments.push_back({"--seeds",
                               "search with N seeds, train each found network briefly, and "
                               "keep the best",
                               &flags->best_of.seeds,
                               {.range = Range{1, 1000}, .value_name = "N"}});
  command.arguments.push_back(
      {"--over",
       "search once with each value of an option, SECTION.OPTION=V1,V2,…, and keep the best",
       &flags->best_of.over,
       {.value_name = "OPTION=VALUES"}});
  return command;
}

}  // namespace tetlo
