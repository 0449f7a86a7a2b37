// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/options.h"

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kM2 = "[Sheth2023, appendix M.2]";
constexpr const char* kDarts = "[Liu2019, appendix A]";

Section network_section(EvaluateOptions& o) {
  return {"network",
          "The network built from the genotype.",
          {{"genotype", &o.genotype, "its cells; --genotype sets this option", ""},
           {"weights", &o.weights,
            "file of weights from which training starts; --weights sets this option", ""},
           {"channels",
            {&o.network.channels, {4, 100'000, "channels"}},
            "channels of the nodes of the first cell",
            kM2},
           {"cells",
            {&o.network.cells, {3, 1000, "cells"}},
            "cells; those at one third and two thirds are reduction cells",
            kM2}}};
}

Section training_section(EvaluateOptions& o) {
  auto& e = o.evaluate;
  return {
      "evaluate",
      "Training from scratch on the training and validation images together.",
      {{"epochs",
        {&e.epochs, {0, 100'000, "epochs"}},
        "passes over the images; 0: network.weights are only tested",
        kM2},
       {"batch_size", {&e.batch_size, {2, 1'000'000, "images"}}, "images in a batch", kM2},
       {"parts",
        {&e.parts, {1, 1'000'000, "parts"}},
        "parts of a batch that are computed one after the other, to save memory; their gradients "
        "are averaged, and batch norms use the statistics of each part",
        "docs/decisions.md"},
       {"test_every",
        {&e.test_every, {1, 100'000, "epochs"}},
        "epochs between tests; the last epoch is always tested",
        "docs/decisions.md"},
       {"learning_rate",
        {&e.learning_rate, not_negative(1e6)},
        "learning rate in the first epoch, or what warm-up leads to",
        kM2},
       {"schedule", &e.schedule, "how the learning rate falls", kM2},
       {"learning_rate_min",
        {&e.learning_rate_min, not_negative(1e6)},
        "learning rate at the end of the cosine",
        kM2,
        {"evaluate.schedule", {"cosine"}}},
       {"tail",
        {&e.tail, {0, 100'000, "epochs"}},
        "last epochs, in which a linear rate falls more slowly; 0: none",
        "[Chen2019]",
        {"evaluate.schedule", {"linear"}}},
       {"factor",
        {&e.factor, positive(1)},
        "factor of an exponential rate",
        "[Liu2019]",
        {"evaluate.schedule", {"exponential"}}},
       {"warmup",
        {&e.warmup, {0, 100'000, "epochs"}},
        "first epochs, in which the learning rate grows",
        "[Sheth2023, appendix M.3]"},
       {"momentum", {&e.momentum, fraction()}, "momentum of SGD", kM2},
       {"nesterov", &e.nesterov, "whether SGD uses Nesterov's momentum", "[Dong2020, section 2.2]"},
       {"weight_decay", {&e.weight_decay, not_negative(1e6)}, "weight decay of SGD", kM2},
       {"clip", {&e.clip, not_negative(1e9)}, "maximum norm of a gradient; 0: no limit", kDarts},
       {"drop_path",
        {&e.drop_path, fraction()},
        "probability of dropping a path, which grows linearly from 0 towards this value",
        kDarts},
       {"auxiliary_weight",
        {&e.auxiliary_weight, not_negative(1e6)},
        "weight of the auxiliary head's loss; 0: no auxiliary head",
        kDarts},
       {"train_portion",
        {&e.train_portion, positive(1)},
        "share of the training images used for training; below 1, others replace the test images",
        "[Sheth2023, section 4.3]"},
       {"validation_portion",
        {&e.validation_portion, {0, 1, "", true, false}},
        "share of the training images that then replace them; 0: all others",
        "[Xu2020, section 4.3]"},
       {"split", &e.split, "the order in which the images are split, as in a search",
        "docs/decisions.md"},
       {"split_seed",
        {&e.split_seed, {-1, 1'000'000'000}},
        "seed of a seeded split; -1: run.seed",
        "docs/decisions.md"},
       {"held_out",
        {&e.held_out, fraction()},
        "share of the training images, as in a search, that are not used for training and "
        "replace the test images",
        "[Sheth2023, appendix M.6]"}}};
}

}  // namespace

Configuration EvaluateOptions::configuration() {
  std::vector<Section> all = {run.section(), run.record_section(), data.section(),
                              network_section(*this)};
  for (Section& section : loss.with_loss(training_section(*this))) all.push_back(section);
  return Configuration(std::move(all), {}, {DataOptions::preset()});
}

void EvaluateOptions::check() const {
  run.check();
  require(evaluate.epochs > 0 || !weights.empty(),
          "evaluate.epochs is 0; it must be above 0 unless network.weights are to be tested.");
  require(evaluate.epochs == 0 || evaluate.warmup < evaluate.epochs,
          "evaluate.warmup is {}; it must be below evaluate.epochs, {}, or the full learning rate "
          "would never be reached.",
          evaluate.warmup, evaluate.epochs);
  require(
      evaluate.validation_portion == 0 || evaluate.train_portion < 1,
      "evaluate.validation_portion is {}; it has no effect unless evaluate.train_portion is below "
      "1.",
      evaluate.validation_portion);
  require(evaluate.batch_size % evaluate.parts == 0 && evaluate.batch_size / evaluate.parts >= 2,
          "evaluate.parts is {}; it must divide evaluate.batch_size, which is {}, into parts of at "
          "least 2 images.",
          evaluate.parts, evaluate.batch_size);
}

}  // namespace tetlo
