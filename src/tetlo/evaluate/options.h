// SPDX-License-Identifier: Apache-2.0
// Everything that can be chosen about training a found network from scratch. Defaults are the
// paper's for CIFAR [Sheth2023, appendix M.2; Liu2019, appendix A].
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tetlo/data/data_options.h"
#include "tetlo/data/split.h"
#include "tetlo/loop/run_options.h"
#include "tetlo/losses/table.h"
#include "tetlo/options/configuration.h"

namespace tetlo {

/// How the learning rate falls [levels/rates.h].
enum class RateSchedule { kCosine, kLinear, kExponential };

inline EnumTable<RateSchedule> table_of(RateSchedule) {
  return {{RateSchedule::kCosine, "cosine", "along a cosine"},
          {RateSchedule::kLinear, "linear", "in equal steps to 0, but for its tail"},
          {RateSchedule::kExponential, "exponential", "by a factor in every epoch"}};
}

struct EvaluateOptions {
  EvaluateOptions() { data.cutout = 16; }

  RunOptions run;
  DataOptions data;
  std::string genotype;
  std::string weights;  ///< the file from which training starts; empty: at random
  struct {
    int64_t channels = 36;
    int64_t cells = 20;
  } network;
  struct {
    int64_t epochs = 600;
    int64_t batch_size = 96;
    int64_t parts = 1;
    int64_t test_every = 10;
    double learning_rate = 0.025;
    RateSchedule schedule = RateSchedule::kCosine;
    double learning_rate_min = 0;
    int64_t tail = 5;
    double factor = 0.97;
    int64_t warmup = 0;
    double momentum = 0.9;
    bool nesterov = false;
    double weight_decay = 3e-4;
    double clip = 5;
    double drop_path = 0.2;
    double auxiliary_weight = 0.4;
    double train_portion = 1;
    double validation_portion = 0;
    SplitOrder split = SplitOrder::kSeeded;
    int64_t split_seed = -1;
    double held_out = 0;
  } evaluate;
  LossOptions loss;

  /// The options as a configuration, which writes into this object and must not outlive it.
  Configuration configuration();
  /// Throws Error for the first violated rule that concerns several options.
  void check() const;
};

}  // namespace tetlo
