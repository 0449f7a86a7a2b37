// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tetlo/space/accuracy_table.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

using nlohmann::json;

std::string epochs_of(const RunRecord& run) {
  const std::string planned = run.option(run.command + ".epochs");
  std::string text = fmt::format("{}", run.epochs.size());
  // A search in phases counts the epochs of each.
  const bool phases = run.has("phase");
  if (!planned.empty() && !phases) text += " of " + planned;
  if (run.preparation > 0) text += fmt::format(", after {} of preparation", run.preparation);
  return text;
}

std::string accuracy_in_table(const RunRecord& run) {
  const std::string path = table_accuracy(run);
  return path.empty() ? "" : fmt::format("{:.2f} %", last(run, path));
}

/// Of one run.
std::vector<size_t> phases_in(const RunRecord& run) {
  const auto phase = run.figure("phase");
  std::vector<size_t> ends;
  for (size_t e = 1; e < phase.size(); ++e) {
    if (phase[e] > phase[e - 1]) ends.push_back(e);
  }
  return ends;
}

}  // namespace

double last(const RunRecord& run, const std::string& path) {
  const auto values = run.figure(path);
  const auto found = std::find_if(values.rbegin(), values.rend(),
                                  [](double value) { return std::isfinite(value); });
  return found == values.rend() ? std::numeric_limits<double>::quiet_NaN() : *found;
}

std::string as_percent(double share) {
  return std::isfinite(share) ? fmt::format("{:.2f} %", 100 * share) : "";
}

std::vector<size_t> phases_of(const std::vector<const RunRecord*>& runs) {
  std::vector<size_t> common;
  for (size_t r = 0; r < runs.size(); ++r) {
    const auto own = phases_in(*runs[r]);
    if (r == 0) common = own;
    if (own != common) return {};
  }
  return common;
}

std::string label_of(const Group& group) {
  const size_t count = group.runs.size();
  return fmt::format("{} ({} {})", group.name, count, count == 1 ? "run" : "runs");
}

std::vector<double> in_percent(std::vector<double> shares) {
  for (double& share : shares) share *= 100;
  return shares;
}

std::string judged_accuracy(const RunRecord& run) {
  return run.command == "search" ? "main.valid_accuracy" : "test_accuracy";
}

std::string table_accuracy(const RunRecord& run) {
  for (const AccuracyColumns& columns : kAccuracyColumns) {
    std::string path = std::string("table.") + columns.test;
    if (run.has(path)) return path;
  }
  return "";
}

std::vector<std::string> models_of(const RunRecord& run) {
  std::vector<std::string> names;
  if (run.epochs.empty()) return names;
  for (const auto& [name, figures] : run.epochs.back().items()) {
    if (figures.is_object() && figures.contains("valid_loss")) names.push_back(name);
  }
  const auto main = std::find(names.begin(), names.end(), "main");
  if (main != names.end()) std::rotate(names.begin(), main, main + 1);
  return names;
}

Facts setting_of(const RunRecord& run) {
  const double accuracy = last(run, judged_accuracy(run));
  return {{"Run", run.command == "search" ? "a search for cells" : "a training of found cells"},
          {"State", run.state()},
          {"Epochs", epochs_of(run)},
          {"Framework", run.option("framework.name")},
          {"Method", run.option("method.name")},
          {"Hypergradient", run.option("hypergradient.name")},
          {"Space", run.option("space.name")},
          {"Data", run.option("data.name")},
          {"Seed", run.option("run.seed")},
          {run.command == "search" ? "Supernet's validation accuracy" : "Test accuracy",
           as_percent(accuracy)},
          {"Cell's test accuracy, by the table", accuracy_in_table(run)}};
}

Facts cost_of(const RunRecord& run) {
  if (!run.summary.is_object()) return {};
  const json& summary = run.summary;
  Facts facts;
  const double seconds = summary.value("seconds", 0.0);
  const auto epochs = static_cast<double>(run.epochs.size()) + static_cast<double>(run.preparation);
  if (seconds > 0) facts.emplace_back("Time", duration(seconds));
  if (seconds > 0 && epochs > 0) facts.emplace_back("Time an epoch", duration(seconds / epochs));
  if (summary.contains("iterations")) {
    facts.emplace_back("Iterations", with_commas(summary["iterations"].get<int64_t>()));
  }
  if (summary.contains("peak_memory")) {
    facts.emplace_back("Peak memory", byte_count(summary["peak_memory"].get<int64_t>()));
  }
  if (summary.contains("parameters")) {
    facts.emplace_back("Parameters", with_commas(summary["parameters"].get<int64_t>()));
  }
  if (summary.contains("multiply_adds")) {
    facts.emplace_back("Multiply-adds an image",
                       with_commas(summary["multiply_adds"].get<int64_t>()));
  }
  facts.emplace_back("Device", run.option("run.device"));
  return facts;
}

}  // namespace tetlo
