// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/options.h"

#include "tetlo/data/source.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kM2 = "[Sheth2023, appendix M.2]";
constexpr const char* kOurs = "docs/decisions.md";

/// The condition of options that have an effect only if the framework uses something.
Condition used(bool FrameworkUses::*part) {
  return {.option = "framework.name", .values = frameworks_with(part)};
}

Section auxiliary_data_section(AuxiliaryDataOptions& o) {
  auto names = values_in(source_table());
  const Condition own{"auxiliary_data.name", names_in(source_table())};
  names.insert(names.begin(), {AuxiliaryDataOptions::kMainData, "the images of the main task"});
  return {"auxiliary_data",
          "The images of the auxiliary task, if it is another task than the main one. They are "
          "augmented alike.",
          {{"name", {&o.name, names}, "the data set", "[Sheth2023, section 3]"},
           {"folder", &o.folder, "folder of its files, as data.folder", "", own},
           {"limit",
            {&o.limit, {0, 1'000'000'000, "images"}},
            "number of training images that are used; 0: as data.limit",
            "",
            own}},
          used(&FrameworkUses::auxiliary_images)};
}

Section network_section(NetworkOptions& o) {
  return {"network",
          "The supernet.",
          {{"channels",
            {&o.channels, {4, 100'000, "channels"}},
            "channels of the nodes of the first cell",
            kM2},
           {"cells",
            {&o.cells, {3, 1000, "cells"}},
            "cells of the layout, which determines where the reduction cells lie",
            kM2},
           {"used_cells",
            {&o.used_cells, {0, 1000, "cells"}},
            "number of first cells that are built; 0: all for one model, all but one for two",
            kOurs}}};
}

Section hypergradient_section(HypergradientSettings& o) {
  return {"hypergradient",
          "How dP/dα is computed.",
          {{"name", &o.kind, "the solver", "[Sheth2023, eq. 12-21]"},
           {"steps",
            {&o.steps, {1, 1000, "steps"}},
            "virtual gradient steps at each level",
            "[Sheth2023, appendix H.1]",
            {"hypergradient.name", {"finite_difference", "exact"}}},
           {"radius",
            {&o.radius, positive(1e6)},
            "length of the displacement of finite differences",
            "[Liu2019, section 2.3]",
            {"hypergradient.name", {"finite_difference"}}},
           {"terms",
            {&o.terms, {0, 1000, "terms"}},
            "terms of the Neumann series after the first; 0: the one-step product",
            "[Zhang2021]",
            {"hypergradient.name", {"neumann"}}},
           {"virtual_step",
            &o.virtual_step,
            "the update of a virtual step",
            kOurs,
            {"hypergradient.name", {"finite_difference", "exact"}}}}};
}

Section retrain_section(RetrainOptions& o) {
  return {
      "retrain",
      "How the networks found by several searches (--seeds, --over) are compared: each is trained "
      "with cross entropy on its search's training half and tested on its clean validation half.",
      {{"epochs",
        {&o.epochs, {1, 100'000, "epochs"}},
        "epochs of training",
        "[Liu2019, section 3.1]"},
       {"batch_size",
        {&o.batch_size, {2, 1'000'000, "images"}},
        "images in a batch",
        "[Sheth2023, table 30]"},
       {"channels",
        {&o.channels, {4, 100'000, "channels"}},
        "channels of the nodes of the first cell",
        "[Sheth2023, section 4.3]"},
       {"cells",
        {&o.cells, {3, 1000, "cells"}},
        "cells of the network",
        "[Sheth2023, section 4.3]"}}};
}

/// Options that had other names before version 0.2.
std::vector<Renamed> renamed() {
  return {{"framework.gamma", "tetlo.gamma"},
          {"framework.lambda", "tetlo.lambda"},
          {"method.name=darts_es", "selection.name=curvature"},
          {"method.selection", "selection.name"},
          {"method.decide_every", "perturbation.decide_every"},
          {"method.partial", "pc_darts.partial"},
          {"method.auxiliary_skip", "darts_minus.weight"},
          {"method.epsilon", "sdarts_rs.epsilon or sdarts_adv.epsilon"},
          {"method.epsilon_last", "sdarts_rs.epsilon_last or sdarts_adv.epsilon_last"},
          {"method.attack_steps", "sdarts_adv.steps"},
          {"method.skip_dropout", "p_darts.skip_dropout"},
          {"method.added_cells", "p_darts.added_cells"},
          {"method.most_skips", "p_darts.most_skips"},
          {"method.temperature", "pr_darts.temperature"},
          {"method.temperature_last", "pr_darts.temperature_last"},
          {"method.lambda1", "pr_darts.lambda1"},
          {"method.lambda2", "pr_darts.lambda2"},
          {"method.lambda3", "pr_darts.lambda3"},
          {"transfer.samples", "quadruple.samples"},
          {"transfer.reduction", "quadruple.reduction"},
          {"auxiliary.tied_cells", "tied.cells"}};
}

/// The defaults that image files and each framework change.
std::vector<Preset> presets() {
  std::vector<Preset> all = {DataOptions::preset()};
  for (const FrameworkEntry& framework : frameworks()) {
    if (framework.defaults.empty()) continue;
    all.push_back({.when = {"framework.name", {framework.name}}, .toml = framework.defaults});
  }
  return all;
}

}  // namespace

Configuration SearchOptions::configuration() {
  std::vector<Section> all = {run.section(), run.record_section(), data.section(),
                              condition.section(), space.section()};
  const auto add = [&](const std::vector<Section>& sections) {
    all.insert(all.end(), sections.begin(), sections.end());
  };
  add(method.sections("method",
                      "How the choice between candidates is relaxed, and on what schedule."));
  add(selection.sections("selection", "When a search ends, and which cells it takes."));
  add(framework.sections("framework", "The nested optimisation problem that is solved."));
  auto taught = transfer.sections("transfer", "What one model teaches the other.");
  taught.front().belongs_to = used(&FrameworkUses::transfer);
  add(taught);
  auto second = auxiliary.sections("auxiliary", "The model of the second task.");
  second.front().fields.front().belongs_to = used(&FrameworkUses::auxiliary);
  second.front().fields.push_back({"architecture", &auxiliary_architecture,
                                   "the architecture of an auxiliary model that is a supernet",
                                   "[Sheth2023, appendix H]",
                                   used(&FrameworkUses::separate_architecture)});
  second.front().fields.push_back({"batch", &auxiliary_batch,
                                   "the images on which it is trained and validated", kOurs,
                                   used(&FrameworkUses::auxiliary_batches)});
  add(second);
  add({auxiliary_data_section(auxiliary_data), network_section(network),
       hypergradient_section(hypergradient)});
  add(loss.with_loss(search.section()));
  add({retrain_section(retrain)});
  return Configuration(std::move(all), renamed(), presets(), [this] { space.read_file(); });
}

void SearchOptions::check() const {
  run.check();
  require(search.arch_from < search.epochs,
          "search.arch_from is {}; it must be below search.epochs, {}, or α would never move.",
          search.arch_from, search.epochs);
  require(
      search.warmup < search.epochs,
      "search.warmup is {}; it must be below search.epochs, {}, or the full learning rate would "
      "never be reached.",
      search.warmup, search.epochs);
  require(!auxiliary_data.are_own() || auxiliary_batch == AuxiliaryBatch::kIndependent ||
              !find_framework(framework.name).uses.auxiliary_batches,
          "auxiliary.batch is same; with auxiliary_data.name = \"{}\" it must be independent.",
          auxiliary_data.name);
}

}  // namespace tetlo
