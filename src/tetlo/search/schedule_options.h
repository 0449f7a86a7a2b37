// SPDX-License-Identifier: Apache-2.0
// The schedule and the optimisers of a search. Defaults are the paper's [Sheth2023, appendix M.2].
#pragma once

#include <cstdint>
#include <string>

#include "tetlo/data/split.h"
#include "tetlo/options/field.h"

namespace tetlo {

/// The order of the updates in an iteration that updates α.
enum class StepOrder { kAlphaFirst, kWeightsFirst };

inline EnumTable<StepOrder> table_of(StepOrder) {
  return {{StepOrder::kAlphaFirst, "alpha_first", "α, then the weights"},
          {StepOrder::kWeightsFirst, "weights_first", "the weights, then α"}};
}

/// The course of the learning rate of α.
enum class AlphaSchedule { kConstant, kCosine };

inline EnumTable<AlphaSchedule> table_of(AlphaSchedule) {
  return {{AlphaSchedule::kConstant, "constant", "stays as it is"},
          {AlphaSchedule::kCosine, "cosine", "decreases along a cosine"}};
}

struct ScheduleOptions {
  int64_t epochs = 30;
  int64_t batch_size = 32;
  int64_t arch_every = 5;
  int64_t arch_from = 0;
  double train_portion = 0.5;
  double validation_portion = 0;
  SplitOrder split = SplitOrder::kSeeded;
  int64_t split_seed = -1;
  double held_out = 0;
  double learning_rate = 0.025;
  double learning_rate_min = 0.001;
  int64_t warmup = 0;
  double momentum = 0.9;
  bool nesterov = false;
  double weight_decay = 3e-4;
  double clip = 5;
  double drop_path = 0;
  bool cutout_with_drop_path = false;
  StepOrder order = StepOrder::kAlphaFirst;
  double alpha_learning_rate = 3e-4;
  AlphaSchedule alpha_schedule = AlphaSchedule::kConstant;
  double alpha_learning_rate_min = 0;
  double alpha_beta1 = 0.5;
  double alpha_beta2 = 0.999;
  double alpha_weight_decay = 1e-3;
  double alpha_clip = 0;
  double alpha_deviation = 1e-3;
  std::string table;

  Section section();
};

}  // namespace tetlo
