// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/options.h"

#include "tetlo/options/rules.h"
#include "tetlo/search/framework.h"
#include "tetlo/search/method.h"
#include "tetlo/space/space.h"
#include "tetlo/transfer/table.h"
#include "tetlo/util/table.h"

namespace tetlo {
namespace {

constexpr const char* kM2 = "[Sheth2023, appendix M.2]";
constexpr const char* kM4 = "[Sheth2023, appendix M.4]";
constexpr const char* kM5 = "[Sheth2023, appendix M.5]";
constexpr const char* kT = "[Sheth2023, table 26]";
constexpr const char* kOurs = "docs/decisions.md";

Section method_section(MethodOptions& o) {
  return {"method",
          "How candidates are relaxed and made discrete.",
          {{"name", &o.name, "the search method", "[Liu2019]", names_in(methods())},
           {"partial", &o.partial, "K: one channel in K is mixed (pc_darts)", "[Xu2020, eq. 2]"},
           {"auxiliary_skip", &o.auxiliary_skip,
            "first weight of the additional skip connection, which falls to 0 (darts_minus)",
            "[Chu2021]"},
           {"epsilon", &o.epsilon, "how far a mixture is moved, at first (sdarts_rs, sdarts_adv)",
            "[Chen2020]"},
           {"epsilon_last", &o.epsilon_last, "and at last (sdarts_rs, sdarts_adv)", "[Chen2020]"},
           {"attack_steps", &o.attack_steps, "steps that seek the worst mixture (sdarts_adv)",
            "[Chen2020]"},
           {"skip_dropout", &o.skip_dropout,
            "first probability of dropping entries behind skips, one a stage (p_darts)", kM4},
           {"added_cells", &o.added_cells, "cells that each further stage adds (p_darts)", kM4},
           {"most_skips", &o.most_skips, "skips of the normal cell found (p_darts)", kM4},
           {"temperature", &o.temperature, "τ of the gates, at first (pr_darts)", kM5},
           {"temperature_last", &o.temperature_last, "and at last (pr_darts)", kM5},
           {"lambda1", &o.lambda1, "λ1, of the penalty on skips (pr_darts)", kM5},
           {"lambda2", &o.lambda2, "λ2, of that on other operations (pr_darts)", kM5},
           {"lambda3", &o.lambda3, "λ3, of what rewards depth (pr_darts)", kM5},
           {"selection",
            &o.selection,
            "cells by their weights, or by what the supernet loses without a candidate",
            "[Wang2021]",
            {"strongest", "perturbation"}},
           {"decide_every", &o.decide_every, "epochs from one decision to the next (perturbation)",
            "[Wang2021]"}}};
}

Section framework_section(FrameworkOptions& o) {
  return {"framework",
          "Which nested optimisation problem is solved.",
          {{"name", &o.name, "tetlo: three levels; plain: DARTS's two", "[Sheth2023, eq. 3]",
            names_in(frameworks())},
           {"gamma", &o.gamma, "weight γ of the auxiliary model's validation loss",
            "[Sheth2023, eq. 3]"},
           {"lambda", &o.lambda, "weight λ of the transfer loss", kT}}};
}

Section transfer_section(TransferOptions& o) {
  return {"transfer",
          "What knowledge goes from the main to the auxiliary model (tetlo).",
          {{"name", &o.name, "quadruple: which of two pairs of images is the more alike",
            "[Sheth2023, eq. 4]", names_in(transfers())},
           {"samples", &o.samples, "comparisons drawn from a batch", "[Sheth2023, appendix M.1]"},
           {"reduction", &o.reduction, "how they are put together", kOurs, {"sum", "mean"}}}};
}

Section auxiliary_section(AuxiliaryOptions& o) {
  return {"auxiliary",
          "Who learns from the main model (tetlo).",
          {{"name",
            &o.name,
            "a supernet of the same α that shares its first cells, or none",
            "[Sheth2023, section 3.1]",
            {"tied", "untied"}},
           {"tied_cells", &o.tied_cells, "cells shared when tied; 0: all but the last", kOurs},
           {"batch",
            &o.batch,
            "it trains and is judged on the main model's images, or on its own",
            kOurs,
            {"same", "independent"}}}};
}

Section network_section(NetworkOptions& o) {
  return {"network",
          "The supernet.",
          {{"channels", &o.channels, "of the nodes of the first cell", kM2},
           {"cells", &o.cells, "cells of the layout, which says where reductions lie", kM2},
           {"used_cells", &o.used_cells,
            "the first so many are built; 0: cells for plain, cells - 1 for tetlo", kOurs}}};
}

Section hypergradient_section(HypergradientSettings& o) {
  return {"hypergradient",
          "How dP/dα is taken.",
          {{"name",
            &o.name,
            "first_order leaves the virtual steps out",
            "[Sheth2023, eq. 12-21]",
            {"first_order", "finite_difference", "exact"}},
           {"steps", &o.steps, "virtual gradient steps at each level", "[Sheth2023, appendix H.1]"},
           {"radius", &o.radius, "length of the displacement of finite differences",
            "[Liu2019, section 2.3]"},
           {"virtual_step",
            &o.virtual_step,
            "with the momentum and weight decay of the real steps, or without",
            kOurs,
            {"momentum", "plain"}}}};
}

Section schedule_section(ScheduleOptions& o) {
  return {
      "search",
      "Schedule and optimisers: SGD for weights, Adam for α.",
      {{"epochs", &o.epochs, "passes over the training half", kM2},
       {"batch_size", &o.batch_size, "images of a step", kM2},
       {"arch_every", &o.arch_every, "α moves before every so many weight steps",
        "[Sheth2023, section 3.1]"},
       {"arch_from", &o.arch_from, "the first epoch, counted from 0, in which α moves", "[Xu2020]"},
       {"train_portion", &o.train_portion, "of the images trains weights; the rest moves α", kT},
       {"split",
        &o.split,
        "seeded: a random order; file-order: that of the files",
        kOurs,
        {"seeded", "file-order"}},
       {"learning_rate", &o.learning_rate, "of the weights, at the first epoch", kM2},
       {"learning_rate_min", &o.learning_rate_min, "towards which the cosine falls",
        "[Liu2019, appendix A]"},
       {"momentum", &o.momentum, "of SGD", kM2},
       {"weight_decay", &o.weight_decay, "of the weights", kM2},
       {"clip", &o.clip, "largest norm of a weight gradient; 0: any", kT},
       {"drop_path", &o.drop_path,
        "probability of dropping an edge, reached in the last epoch; with it cutout becomes as "
        "frequent",
        "[Zela2020, section 5.1]"},
       {"alpha_learning_rate", &o.alpha_learning_rate, "of α, constant", kT},
       {"alpha_beta1", &o.alpha_beta1, "of Adam", kM2},
       {"alpha_beta2", &o.alpha_beta2, "of Adam", kM2},
       {"alpha_weight_decay", &o.alpha_weight_decay, "of α", kM2},
       {"alpha_clip", &o.alpha_clip, "largest norm of dP/dα; 0: any", "[Chen2019]"},
       {"alpha_deviation", &o.alpha_deviation, "standard deviation of the first α", kOurs},
       {"table", &o.table,
        "file of the accuracies of all cells, noted each epoch; none: \"\" (nasbench spaces)",
        "[Dong2020]"}}};
}

Section retrain_section(RetrainOptions& o) {
  return {"retrain",
          "How the networks that several seeds have found are compared (--seeds): each is trained "
          "on its search's training half and judged on its validation half.",
          {{"epochs", &o.epochs, "of the training", "[Liu2019, section 3.1]"},
           {"batch_size", &o.batch_size, "images of a step", "[Sheth2023, table 30]"},
           {"channels", &o.channels, "of the nodes of the first cell", "[Sheth2023, section 4.3]"},
           {"cells", &o.cells, "of the network", "[Sheth2023, section 4.3]"}}};
}

}  // namespace

std::vector<Section> SearchOptions::sections() {
  return {run.section(),
          data.section(),
          {"space",
           "What can be found.",
           {{"name", &space, "the search space", "[Liu2019, section 2.1]", names_in(spaces())}}},
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
  data.check();
  require_at_least("method.partial", method.partial, 1);
  require_not_negative("method.auxiliary_skip", method.auxiliary_skip);
  require_not_negative("method.epsilon", method.epsilon);
  require_not_negative("method.epsilon_last", method.epsilon_last);
  require_at_least("method.attack_steps", method.attack_steps, 1);
  for (const double rate : method.skip_dropout) require_fraction("method.skip_dropout", rate);
  require_at_least("method.added_cells", method.added_cells, 0);
  require_at_least("method.most_skips", method.most_skips, 0);
  require(method.temperature > 0, "method.temperature is {}; it must be positive.",
          method.temperature);
  require(method.temperature_last > 0, "method.temperature_last is {}; it must be positive.",
          method.temperature_last);
  require_not_negative("method.lambda1", method.lambda1);
  require_not_negative("method.lambda2", method.lambda2);
  require_not_negative("method.lambda3", method.lambda3);
  require_at_least("method.decide_every", method.decide_every, 1);
  require_not_negative("framework.gamma", framework.gamma);
  require_not_negative("framework.lambda", framework.lambda);
  require_at_least("transfer.samples", transfer.samples, 1);
  require_at_least("auxiliary.tied_cells", auxiliary.tied_cells, 0);
  require_at_least("network.used_cells", network.used_cells, 0);
  require_at_least("hypergradient.steps", hypergradient.steps, 1);
  require(hypergradient.radius > 0, "hypergradient.radius is {}; it must be positive.",
          hypergradient.radius);
  require_at_least("search.epochs", search.epochs, 1);
  require_at_least("search.batch_size", search.batch_size, 2);
  require_at_least("search.arch_every", search.arch_every, 1);
  require_at_least("search.arch_from", search.arch_from, 0);
  require(search.arch_from < search.epochs,
          "search.arch_from is {}; it must be below search.epochs, {}, or α would never move.",
          search.arch_from, search.epochs);
  require_not_negative("search.learning_rate", search.learning_rate);
  require_not_negative("search.learning_rate_min", search.learning_rate_min);
  require_fraction("search.momentum", search.momentum);
  require_not_negative("search.weight_decay", search.weight_decay);
  require_not_negative("search.clip", search.clip);
  require_fraction("search.drop_path", search.drop_path);
  require_not_negative("search.alpha_learning_rate", search.alpha_learning_rate);
  require_fraction("search.alpha_beta1", search.alpha_beta1);
  require_fraction("search.alpha_beta2", search.alpha_beta2);
  require_not_negative("search.alpha_weight_decay", search.alpha_weight_decay);
  require_not_negative("search.alpha_clip", search.alpha_clip);
  require_not_negative("search.alpha_deviation", search.alpha_deviation);
  require_at_least("retrain.epochs", retrain.epochs, 1);
  require_at_least("retrain.batch_size", retrain.batch_size, 2);
  require_at_least("retrain.channels", retrain.channels, 4);
  require_at_least("retrain.cells", retrain.cells, 3);
}

}  // namespace tetlo
