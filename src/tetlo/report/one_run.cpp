// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/one_run.h"

#include <fmt/format.h>

#include "tetlo/report/cells.h"
#include "tetlo/report/chart.h"
#include "tetlo/report/edges.h"
#include "tetlo/report/facts.h"
#include "tetlo/report/html.h"
#include "tetlo/report/palette.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

std::string header(const RunRecord& run) {
  return fmt::format("<header>\n<h1>{}</h1>\n<p>{}</p>\n{}</header>\n", xml_text(run.name),
                     xml_text(run.folder), html_of(setting_of(run)));
}

std::string drawn(const RunRecord& run, Chart chart) {
  chart.phases = phases_of({&run});
  return line_chart(chart);
}

/// Training is dashed, validation and test are solid.
std::string training_look(const std::string& look) { return look + " train"; }

std::string learning_of_search(const RunRecord& run) {
  Chart loss{.title = "Loss"}, accuracy{.title = "Accuracy", .unit = "%"};
  Legend legend;
  const auto models = models_of(run);
  for (size_t m = 0; m < models.size(); ++m) {
    const std::string look = class_of_group(m), &name = models[m];
    const std::string valid = name + ", validation", train = name + ", training";
    loss.curves.push_back({train, training_look(look), run.figure(name + ".train_loss")});
    loss.curves.push_back({valid, look, run.figure(name + ".valid_loss")});
    accuracy.curves.push_back(
        {train, training_look(look), in_percent(run.figure(name + ".train_accuracy"))});
    accuracy.curves.push_back({valid, look, in_percent(run.figure(name + ".valid_accuracy"))});
    legend.emplace_back(look, valid);
    legend.emplace_back(training_look(look), train);
  }
  const Chart transfer{
      .title = "Transfer loss",
      .unit = "from main to auxiliary",
      .curves = {{"transfer loss", class_of_group(2), run.figure("transfer_loss")}}};
  const std::string all = charts({drawn(run, loss), drawn(run, accuracy), drawn(run, transfer)});
  if (all.empty()) return "";
  return html_of(PagePart{
      "learning", "Losses and accuracies",
      models.size() > 1
          ? "The main model is the supernet, whose cells are searched for. The auxiliary model "
            "learns from it, and its validation loss takes part in judging the cells."
          : "The main model is the supernet, whose cells are searched for.",
      html_of(legend, "models") + all});
}

std::string learning_of_training(const RunRecord& run) {
  const std::string look = class_of_group(0);
  const Chart loss{.title = "Loss",
                   .curves = {{"training", training_look(look), run.figure("train_loss")},
                              {"test", look, run.figure("test_loss")}}};
  const Chart accuracy{
      .title = "Accuracy",
      .unit = "%",
      .curves = {{"training", training_look(look), in_percent(run.figure("train_accuracy"))},
                 {"test", look, in_percent(run.figure("test_accuracy"))}}};
  const std::string all = charts({drawn(run, loss), drawn(run, accuracy)});
  if (all.empty()) return "";
  return html_of(PagePart{
      "learning", "Losses and accuracies", "The network of the found cells, trained from scratch.",
      html_of(Legend{{look, "test"}, {training_look(look), "training"}}, "data") + all});
}

/// One curve for each kind of cell.
Chart by_cell(const RunRecord& run, const std::string& figure, Chart chart) {
  const bool two = run.has(figure + ".reduce");
  chart.curves.push_back(
      {two ? "normal cell" : "cell", class_of_group(0), run.figure(figure + ".normal")});
  if (two) {
    chart.curves.push_back({"reduction cell", class_of_group(1), run.figure(figure + ".reduce")});
  }
  return chart;
}

std::string decision_part(const RunRecord& run) {
  const std::string entropy =
      drawn(run, by_cell(run, "entropy", {.title = "Entropy of α", .unit = "nats, mean of edges"}));
  const std::string skips = drawn(
      run, by_cell(run, "skips",
                   {.title = "Skip connections", .unit = "in the found cell", .counts = true}));
  const std::string curvature =
      drawn(run, {.title = "Largest eigenvalue",
                  .unit = "of the Hessian in α",
                  .curves = {{"eigenvalue", class_of_group(2), run.figure("eigenvalue")}}});
  const std::string all = charts({entropy, skips, curvature});
  if (all.empty()) return "";
  Legend legend = {{class_of_group(0), "normal cell"}, {class_of_group(1), "reduction cell"}};
  if (!run.has("entropy.reduce")) legend = {{class_of_group(0), "cell"}};
  std::string explanation =
      "Entropy falls as α decides: it is 0 when every edge has one operation left. Many skip "
      "connections are the sign of a search that has collapsed.";
  if (!curvature.empty()) {
    explanation +=
        " A growing eigenvalue says that the validation loss has a sharp minimum in α, and that "
        "the cells may be worse than the supernet.";
  }
  return html_of(PagePart{"decision", "How far the search has decided", explanation,
                          html_of(legend, "cells") + all});
}

std::string gap_part(const RunRecord& run) {
  Chart chart{.title = "Accuracy", .unit = "%"};
  Legend legend;
  const auto add = [&](const std::string& name, const std::string& look,
                       const std::vector<double>& values) {
    chart.curves.push_back({name, look, values});
    legend.emplace_back(look, name);
  };
  if (!run.has("main.discrete_accuracy") && table_accuracy(run).empty()) return "";
  add("supernet, validation", class_of_group(0), in_percent(run.figure("main.valid_accuracy")));
  if (run.has("main.discrete_accuracy")) {
    add("only the found cells, with the supernet's weights", class_of_group(1),
        in_percent(run.figure("main.discrete_accuracy")));
  }
  if (const std::string table = table_accuracy(run); !table.empty()) {
    add("the found cells, trained, by the table of the benchmark", class_of_group(2),
        run.figure(table));
  }
  return html_of(
      PagePart{"gap", "Gap of discretisation",
               "What the supernet's accuracy says of the cells: if everything but the found "
               "cells is taken out of the supernet, the accuracy that is left, without any "
               "training, shows how much it relied on the rest.",
               html_of(legend, "networks") + charts({drawn(run, chart)})});
}

std::string cost_part(const RunRecord& run) {
  return html_of(PagePart{"cost", "Cost", "What the run needed on the machine on which it ran.",
                          html_of(cost_of(run))});
}

std::string options_part(const RunRecord& run) {
  return html_of(
      PagePart{"options", "Options", "Everything that is needed to repeat the run.",
               fmt::format("<details><summary>config.toml</summary><pre>{}</pre></details>\n",
                           xml_text(run.configuration))});
}

}  // namespace

std::string one_run(const RunRecord& run) {
  std::string text = header(run) + "<main>\n";
  if (run.epochs.empty()) text += "<p>No epoch has ended yet.</p>\n";
  text += run.command == "search" ? learning_of_search(run) : learning_of_training(run);
  text += found_part(run);
  text += decision_part(run) + gap_part(run) + edges_part({{.runs = {&run}}}) + history_part(run);
  return text + cost_part(run) + options_part(run) + "</main>\n";
}

}  // namespace tetlo
