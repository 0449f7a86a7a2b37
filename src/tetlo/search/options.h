// SPDX-License-Identifier: Apache-2.0
// Everything that can be chosen about a search: one section for each axis, and what they share.
// Defaults are the paper's [Sheth2023, sections 3 and 4, appendices M and T; docs/decisions.md].
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tetlo/data/data_options.h"
#include "tetlo/data/split.h"
#include "tetlo/levels/hypergradient.h"
#include "tetlo/loop/run_options.h"
#include "tetlo/options/field.h"
#include "tetlo/transfer/quadruple.h"

namespace tetlo {

/// How candidates are relaxed and made discrete; all but the name belong to some methods only.
struct MethodOptions {
  std::string name = "darts";
  int64_t partial = 4;
  double auxiliary_skip = 1;
  double epsilon = 0.03;
  double epsilon_last = 0.3;
  int64_t attack_steps = 7;
  std::vector<double> skip_dropout = {0, 0.4, 0.7};
  int64_t added_cells = 6;
  int64_t most_skips = 2;
  double temperature = 10;
  double temperature_last = 0.1;
  double lambda1 = 0.01;
  double lambda2 = 0.005;
  double lambda3 = 0.005;
  std::string selection = "strongest";
  int64_t decide_every = 5;
};

/// Which nested optimisation problem is solved.
struct FrameworkOptions {
  std::string name = "tetlo";
  double gamma = 1;     ///< γ
  double lambda = 0.1;  ///< λ
};

/// What knowledge goes from main to auxiliary.
struct TransferOptions {
  std::string name = "quadruple";
  int64_t samples = 300;
  Reduction reduction = Reduction::kSum;
};

/// The images of the auxiliary model.
enum class AuxiliaryBatch { kSame, kIndependent };

inline EnumTable<AuxiliaryBatch> table_of(AuxiliaryBatch) {
  return {{AuxiliaryBatch::kSame, "same", "those of the main model"},
          {AuxiliaryBatch::kIndependent, "independent", "batches of its own"}};
}

/// Who learns from the main model.
struct AuxiliaryOptions {
  std::string name = "tied";
  int64_t tied_cells = 0;
  AuxiliaryBatch batch = AuxiliaryBatch::kSame;
};

struct NetworkOptions {
  int64_t channels = 16;
  int64_t cells = 8;
  int64_t used_cells = 0;
};

/// The virtual gradient steps of a hypergradient.
enum class VirtualStep { kMomentum, kPlain };

inline EnumTable<VirtualStep> table_of(VirtualStep) {
  return {{VirtualStep::kMomentum, "momentum", "with momentum and weight decay, as real steps"},
          {VirtualStep::kPlain, "plain", "without"}};
}

struct HypergradientSettings {
  HypergradientKind kind = HypergradientKind::kFiniteDifference;
  int64_t steps = 1;
  double radius = 0.01;
  VirtualStep virtual_step = VirtualStep::kMomentum;
};

struct ScheduleOptions {
  int64_t epochs = 30;
  int64_t batch_size = 32;
  int64_t arch_every = 5;
  int64_t arch_from = 0;
  double train_portion = 0.5;
  SplitOrder split = SplitOrder::kSeeded;
  double learning_rate = 0.025;
  double learning_rate_min = 0.001;
  double momentum = 0.9;
  double weight_decay = 3e-4;
  double clip = 5;
  double drop_path = 0;
  double alpha_learning_rate = 3e-4;
  double alpha_beta1 = 0.5;
  double alpha_beta2 = 0.999;
  double alpha_weight_decay = 1e-3;
  double alpha_clip = 0;
  double alpha_deviation = 1e-3;
  std::string table;
};

/// How networks found with several seeds are compared.
struct RetrainOptions {
  int64_t epochs = 100;
  int64_t batch_size = 96;
  int64_t channels = 16;
  int64_t cells = 8;
};

struct SearchOptions {
  RunOptions run;
  DataOptions data;
  std::string space = "darts";
  MethodOptions method;
  FrameworkOptions framework;
  TransferOptions transfer;
  AuxiliaryOptions auxiliary;
  NetworkOptions network;
  HypergradientSettings hypergradient;
  ScheduleOptions search;
  RetrainOptions retrain;

  std::vector<Section> sections();
  /// Throws Error at the first rule between options that is broken.
  void check() const;
};

}  // namespace tetlo
