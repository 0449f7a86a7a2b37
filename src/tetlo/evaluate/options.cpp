// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/options.h"

#include "tetlo/options/rules.h"

namespace tetlo {
namespace {

constexpr const char* kM2 = "[Sheth2023, appendix M.2]";
constexpr const char* kDarts = "[Liu2019, appendix A]";

}  // namespace

std::vector<Section> EvaluateOptions::sections() {
  auto& e = evaluate;
  return {run.section(),
          data.section(),
          {"network",
           "The network built from the genotype.",
           {{"genotype", &genotype, "its cells; --genotype puts them here", ""},
            {"channels", &network.channels, "of the nodes of the first cell", kM2},
            {"cells", &network.cells, "two of them, at a third and two thirds, reduce", kM2}}},
          {"evaluate",
           "Training from scratch on the training and validation images together.",
           {{"epochs", &e.epochs, "passes over the images", kM2},
            {"batch_size", &e.batch_size, "images of a step", kM2},
            {"test_every", &e.test_every, "epochs between tests; the last epoch is always tested",
             "docs/decisions.md"},
            {"learning_rate", &e.learning_rate, "at the first epoch", kM2},
            {"learning_rate_min", &e.learning_rate_min, "towards which the cosine falls", kM2},
            {"momentum", &e.momentum, "of SGD", kM2},
            {"weight_decay", &e.weight_decay, "of SGD", kM2},
            {"clip", &e.clip, "largest norm of a gradient; 0: any", kDarts},
            {"drop_path", &e.drop_path, "probability of dropping a path, reached linearly", kDarts},
            {"auxiliary_weight", &e.auxiliary_weight,
             "of the auxiliary classifier's loss; 0: no such head", kDarts},
            {"train_portion", &e.train_portion,
             "of the images trains, and the rest is tested on in place of the test images; 1: all",
             "[Sheth2023, section 4.3]"},
            {"split",
             &e.split,
             "seeded or file-order, as in a search of the same seed",
             "docs/decisions.md",
             {"seeded", "file-order"}}}}};
}

void EvaluateOptions::check() const {
  run.check();
  data.check();
  const auto& e = evaluate;
  require_at_least("evaluate.epochs", e.epochs, 1);
  require_at_least("evaluate.batch_size", e.batch_size, 2);
  require_at_least("evaluate.test_every", e.test_every, 1);
  require_not_negative("evaluate.learning_rate", e.learning_rate);
  require_not_negative("evaluate.learning_rate_min", e.learning_rate_min);
  require_fraction("evaluate.momentum", e.momentum);
  require_not_negative("evaluate.weight_decay", e.weight_decay);
  require_not_negative("evaluate.clip", e.clip);
  require_fraction("evaluate.drop_path", e.drop_path);
  require_not_negative("evaluate.auxiliary_weight", e.auxiliary_weight);
  require(e.train_portion > 0 && e.train_portion <= 1,
          "evaluate.train_portion is {}; it must be above 0 and at most 1.", e.train_portion);
}

}  // namespace tetlo
