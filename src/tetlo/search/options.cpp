// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/options.h"

#include "tetlo/search/framework.h"
#include "tetlo/search/method.h"
#include "tetlo/space/space.h"
#include "tetlo/transfer/table.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kM2 = "[Sheth2023, appendix M.2]";
constexpr const char* kM4 = "[Sheth2023, appendix M.4]";
constexpr const char* kM5 = "[Sheth2023, appendix M.5]";
constexpr const char* kT = "[Sheth2023, table 26]";
constexpr const char* kOurs = "docs/decisions.md";

Section method_section(MethodOptions& o) {
  return {
      "method",
      "How candidates are relaxed and made discrete.",
      {{"name", {&o.name, values_in(methods())}, "the search method", ""},
       {"partial",
        {&o.partial, {1, 1024}},
        "K: one channel in K is mixed (pc_darts)",
        "[Xu2020, eq. 2]"},
       {"auxiliary_skip",
        {&o.auxiliary_skip, not_negative(1000)},
        "first weight of the additional skip connection, which falls to 0 (darts_minus)",
        "[Chu2021]"},
       {"epsilon",
        {&o.epsilon, not_negative(1000)},
        "how far a mixture is moved, at first (sdarts_rs, sdarts_adv)",
        "[Chen2020]"},
       {"epsilon_last",
        {&o.epsilon_last, not_negative(1000)},
        "and at last (sdarts_rs, sdarts_adv)",
        "[Chen2020]"},
       {"attack_steps",
        {&o.attack_steps, {1, 1000, "steps"}},
        "steps that seek the worst mixture (sdarts_adv)",
        "[Chen2020]"},
       {"skip_dropout",
        {&o.skip_dropout, {fraction(), {1, 16}}},
        "first probability of dropping entries behind skips, one a stage (p_darts)",
        kM4},
       {"added_cells",
        {&o.added_cells, {0, 100, "cells"}},
        "cells that each further stage adds (p_darts)",
        kM4},
       {"most_skips",
        {&o.most_skips, {0, 1000, "skips"}},
        "skips of the normal cell found (p_darts)",
        kM4},
       {"temperature", {&o.temperature, positive(1e6)}, "τ of the gates, at first (pr_darts)", kM5},
       {"temperature_last", {&o.temperature_last, positive(1e6)}, "and at last (pr_darts)", kM5},
       {"lambda1", {&o.lambda1, not_negative(1e6)}, "λ1, of the penalty on skips (pr_darts)", kM5},
       {"lambda2",
        {&o.lambda2, not_negative(1e6)},
        "λ2, of that on other operations (pr_darts)",
        kM5},
       {"lambda3", {&o.lambda3, not_negative(1e6)}, "λ3, of what rewards depth (pr_darts)", kM5},
       {"selection",
        {&o.selection,
         {{"strongest", "the operations of largest weight", "[Liu2019]"},
          {"perturbation", "those without which the supernet loses most", "[Wang2021]"}}},
        "how cells are chosen in the end",
        ""},
       {"decide_every",
        {&o.decide_every, {1, 100'000, "epochs"}},
        "epochs from one decision to the next (perturbation)",
        "[Wang2021]"}}};
}

Section framework_section(FrameworkOptions& o) {
  return {"framework",
          "Which nested optimisation problem is solved.",
          {{"name", {&o.name, values_in(frameworks())}, "the problem", ""},
           {"gamma",
            {&o.gamma, not_negative(1e6)},
            "weight γ of the auxiliary model's validation loss",
            "[Sheth2023, eq. 3]"},
           {"lambda", {&o.lambda, not_negative(1e6)}, "weight λ of the transfer loss", kT}}};
}

Section transfer_section(TransferOptions& o) {
  return {"transfer",
          "What knowledge goes from the main to the auxiliary model (tetlo).",
          {{"name", {&o.name, values_in(transfers())}, "the kind of knowledge", ""},
           {"samples",
            {&o.samples, {1, 10'000'000, "comparisons"}},
            "comparisons drawn from a batch",
            "[Sheth2023, appendix M.1]"},
           {"reduction", &o.reduction, "what is made of their losses", kOurs}}};
}

Section auxiliary_section(AuxiliaryOptions& o) {
  return {"auxiliary",
          "Who learns from the main model (tetlo).",
          {{"name",
            {&o.name, {{"tied"}, {"untied"}}},
            "a supernet of the same α that shares its first cells, or none",
            "[Sheth2023, section 3.1]"},
           {"tied_cells",
            {&o.tied_cells, {0, 1000, "cells"}},
            "cells shared when tied; 0: all but the last",
            kOurs},
           {"batch", &o.batch, "the images that it trains and is judged on", kOurs}}};
}

Section network_section(NetworkOptions& o) {
  return {
      "network",
      "The supernet.",
      {{"channels", {&o.channels, {4, 100'000, "channels"}}, "of the nodes of the first cell", kM2},
       {"cells",
        {&o.cells, {3, 1000, "cells"}},
        "cells of the layout, which says where reductions lie",
        kM2},
       {"used_cells",
        {&o.used_cells, {0, 1000, "cells"}},
        "the first so many are built; 0: cells for plain, cells - 1 for tetlo",
        kOurs}}};
}

Section hypergradient_section(HypergradientSettings& o) {
  return {"hypergradient",
          "How dP/dα is taken.",
          {{"name", &o.kind, "the solver", "[Sheth2023, eq. 12-21]"},
           {"steps",
            {&o.steps, {1, 1000, "steps"}},
            "virtual gradient steps at each level",
            "[Sheth2023, appendix H.1]"},
           {"radius",
            {&o.radius, positive(1e6)},
            "length of the displacement of finite differences",
            "[Liu2019, section 2.3]"},
           {"virtual_step", &o.virtual_step, "the update of a virtual step", kOurs}}};
}

Section schedule_section(ScheduleOptions& o) {
  return {
      "search",
      "Schedule and optimisers: SGD for weights, Adam for α.",
      {{"epochs", {&o.epochs, {1, 100'000, "epochs"}}, "passes over the training half", kM2},
       {"batch_size", {&o.batch_size, {2, 1'000'000, "images"}}, "images of a step", kM2},
       {"arch_every",
        {&o.arch_every, {1, 1'000'000, "steps"}},
        "α moves before every so many weight steps",
        "[Sheth2023, section 3.1]"},
       {"arch_from",
        {&o.arch_from, {0, 100'000, "epochs"}},
        "the first epoch, counted from 0, in which α moves",
        "[Xu2020]"},
       {"train_portion",
        {&o.train_portion, {0, 1, "", false, false}},
        "of the images trains weights; the rest moves α",
        kT},
       {"split", &o.split, "the order in which the images are divided", kOurs},
       {"learning_rate",
        {&o.learning_rate, not_negative(1e6)},
        "of the weights, at the first epoch",
        kM2},
       {"learning_rate_min",
        {&o.learning_rate_min, not_negative(1e6)},
        "towards which the cosine falls",
        "[Liu2019, appendix A]"},
       {"momentum", {&o.momentum, fraction()}, "of SGD", kM2},
       {"weight_decay", {&o.weight_decay, not_negative(1e6)}, "of the weights", kM2},
       {"clip", {&o.clip, not_negative(1e9)}, "largest norm of a weight gradient; 0: any", kT},
       {"drop_path",
        {&o.drop_path, fraction()},
        "probability of dropping an edge, reached in the last epoch; with it cutout becomes as "
        "frequent",
        "[Zela2020, section 5.1]"},
       {"alpha_learning_rate", {&o.alpha_learning_rate, not_negative(1e6)}, "of α, constant", kT},
       {"alpha_beta1", {&o.alpha_beta1, fraction()}, "of Adam", kM2},
       {"alpha_beta2", {&o.alpha_beta2, fraction()}, "of Adam", kM2},
       {"alpha_weight_decay", {&o.alpha_weight_decay, not_negative(1e6)}, "of α", kM2},
       {"alpha_clip",
        {&o.alpha_clip, not_negative(1e9)},
        "largest norm of dP/dα; 0: any",
        "[Chen2019]"},
       {"alpha_deviation",
        {&o.alpha_deviation, not_negative(1e6)},
        "standard deviation of the first α",
        kOurs},
       {"table", &o.table,
        "file of the accuracies of all cells, noted each epoch; none: \"\" (nasbench spaces)",
        "[Dong2020]"}}};
}

Section retrain_section(RetrainOptions& o) {
  return {
      "retrain",
      "How the networks that several seeds have found are compared (--seeds): each is trained "
      "on its search's training half and judged on its validation half.",
      {{"epochs", {&o.epochs, {1, 100'000, "epochs"}}, "of the training", "[Liu2019, section 3.1]"},
       {"batch_size",
        {&o.batch_size, {2, 1'000'000, "images"}},
        "images of a step",
        "[Sheth2023, table 30]"},
       {"channels",
        {&o.channels, {4, 100'000, "channels"}},
        "of the nodes of the first cell",
        "[Sheth2023, section 4.3]"},
       {"cells", {&o.cells, {3, 1000, "cells"}}, "of the network", "[Sheth2023, section 4.3]"}}};
}

}  // namespace

std::vector<Section> SearchOptions::sections() {
  return {run.section(),
          data.section(),
          {"space",
           "What can be found.",
           {{"name", {&space, values_in(spaces())}, "the search space", ""}}},
          method_section(method),
          framework_section(framework),
          transfer_section(transfer),
          auxiliary_section(auxiliary),
          network_section(network),
          hypergradient_section(hypergradient),
          schedule_section(search),
          retrain_section(retrain)};
}

void SearchOptions::check() const {
  run.check();
  require(search.arch_from < search.epochs,
          "search.arch_from is {}; it must be below search.epochs, {}, or α would never move.",
          search.arch_from, search.epochs);
}

}  // namespace tetlo
