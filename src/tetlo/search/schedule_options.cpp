// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/schedule_options.h"

namespace tetlo {
namespace {

constexpr const char* kM2 = "[Sheth2023, appendix M.2]";
constexpr const char* kT = "[Sheth2023, table 26]";
constexpr const char* kOurs = "docs/decisions.md";

}  // namespace

Section ScheduleOptions::section() {
  return {
      "search",
      "Schedule and optimisers: SGD for weights, Adam for α.",
      {{"epochs", {&epochs, {1, 100'000, "epochs"}}, "passes over the training half", kM2},
       {"batch_size", {&batch_size, {2, 1'000'000, "images"}}, "images in a batch", kM2},
       {"arch_every",
        {&arch_every, {1, 1'000'000, "steps"}},
        "weight steps for each step of α",
        "[Sheth2023, section 3.1]"},
       {"arch_from",
        {&arch_from, {0, 100'000, "epochs"}},
        "the first epoch, counted from 0, in which α is updated",
        "[Xu2020]"},
       {"train_portion",
        {&train_portion, {0, 1, "", false, false}},
        "share of the images on which the weights are trained",
        kT},
       {"validation_portion",
        {&validation_portion, {0, 1, "", true, false}},
        "share of the images on which α is trained; 0: all others",
        "[Xu2020, section 4.3]"},
       {"split", &split, "the order in which the images are divided", kOurs},
       {"split_seed",
        {&split_seed, {-1, 1'000'000'000}},
        "seed of a seeded split; -1: run.seed",
        kOurs},
       {"held_out",
        {&held_out, fraction()},
        "share of the training images that the search does not see",
        "[Sheth2023, appendix M.6]"},
       {"learning_rate",
        {&learning_rate, not_negative(1e6)},
        "learning rate of the weights in the first epoch, or what warm-up leads to",
        kM2},
       {"learning_rate_min",
        {&learning_rate_min, not_negative(1e6)},
        "learning rate of the weights at the end of the cosine",
        "[Liu2019, appendix A]"},
       {"warmup",
        {&warmup, {0, 100'000, "epochs"}},
        "first epochs of each phase, in which the learning rate of the weights grows",
        "[Xu2020]"},
       {"momentum", {&momentum, fraction()}, "momentum of SGD", kM2},
       {"nesterov", &nesterov, "whether SGD uses Nesterov's momentum", "[Dong2020, section 4]"},
       {"weight_decay", {&weight_decay, not_negative(1e6)}, "weight decay of the weights", kM2},
       {"clip",
        {&clip, not_negative(1e9)},
        "maximum norm of the gradient of the weights; 0: no limit",
        kT},
       {"drop_path",
        {&drop_path, fraction()},
        "probability of dropping an edge, which grows from 0 to this value in the last epoch; "
        "the probability of cutout grows in the same way",
        "[Zela2020, section 5.1]"},
       {"cutout_with_drop_path", &cutout_with_drop_path,
        "whether a search without drop path has no cutout either", "[Zela2020, section 5.1]"},
       {"order", &order, "what is updated first in an iteration that updates α", "[Liu2019]"},
       {"alpha_learning_rate",
        {&alpha_learning_rate, not_negative(1e6)},
        "initial learning rate of α",
        kT},
       {"alpha_schedule", &alpha_schedule, "how the learning rate of α changes", kM2},
       {"alpha_learning_rate_min",
        {&alpha_learning_rate_min, not_negative(1e6)},
        "learning rate of α at the end of the cosine",
        kM2,
        {"search.alpha_schedule", {"cosine"}}},
       {"alpha_beta1", {&alpha_beta1, fraction()}, "decay rate of Adam's first moment", kM2},
       {"alpha_beta2", {&alpha_beta2, fraction()}, "decay rate of Adam's second moment", kM2},
       {"alpha_weight_decay", {&alpha_weight_decay, not_negative(1e6)}, "weight decay of α", kM2},
       {"alpha_clip",
        {&alpha_clip, not_negative(1e9)},
        "maximum norm of dP/dα; 0: no limit",
        "[Chen2019]"},
       {"alpha_deviation",
        {&alpha_deviation, not_negative(1e6)},
        "standard deviation of the initial α",
        kOurs},
       {"table", &table,
        "file with the accuracies of all cells, looked up after each epoch (nasbench spaces); "
        "\"\": none",
        "[Dong2020]"}}};
}

}  // namespace tetlo
