// SPDX-License-Identifier: Apache-2.0
// Everything that can be chosen about a search: a choice for each axis, whose members have their
// own options, and the options that do not depend on these choices. This is the only place where
// the tables of all axes come together. Defaults are the paper's [Sheth2023, sections 3 and 4,
// appendices M and T; docs/decisions.md].
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tetlo/data/condition.h"
#include "tetlo/data/data_options.h"
#include "tetlo/frameworks/table.h"
#include "tetlo/levels/hypergradient.h"
#include "tetlo/loop/run_options.h"
#include "tetlo/losses/table.h"
#include "tetlo/methods/method.h"
#include "tetlo/options/configuration.h"
#include "tetlo/search/schedule_options.h"
#include "tetlo/search/space_options.h"
#include "tetlo/selections/selection.h"
#include "tetlo/transfer/table.h"

namespace tetlo {

/// The images of the auxiliary model.
enum class AuxiliaryBatch { kSame, kIndependent };

inline EnumTable<AuxiliaryBatch> table_of(AuxiliaryBatch) {
  return {{AuxiliaryBatch::kSame, "same", "the batches of the main model"},
          {AuxiliaryBatch::kIndependent, "independent", "its own batches"}};
}

/// The architecture of the auxiliary model.
enum class AuxiliaryArchitecture { kTied, kSeparate };

inline EnumTable<AuxiliaryArchitecture> table_of(AuxiliaryArchitecture) {
  return {{AuxiliaryArchitecture::kTied, "tied", "that of the main model, A = M"},
          {AuxiliaryArchitecture::kSeparate, "separate", "one of its own; α is (M, A)"}};
}

/// The images of the auxiliary task.
struct AuxiliaryDataOptions {
  std::string name = kMainData;
  std::string folder;
  int64_t limit = 0;

  static constexpr const char* kMainData = "main";  ///< those of the main task
  bool are_own() const { return name != kMainData; }
};

struct NetworkOptions {
  int64_t channels = 16;
  int64_t cells = 8;
  int64_t used_cells = 0;
};

/// The virtual gradient steps of a hypergradient.
enum class VirtualStep { kMomentum, kPlain };

inline EnumTable<VirtualStep> table_of(VirtualStep) {
  return {{VirtualStep::kMomentum, "momentum", "with momentum and weight decay, as in real steps"},
          {VirtualStep::kPlain, "plain", "without momentum and weight decay"}};
}

struct HypergradientSettings : HypergradientOptions {
  VirtualStep virtual_step = VirtualStep::kMomentum;
};

/// The training with which the networks found by several searches are compared.
struct RetrainOptions {
  int64_t epochs = 100;
  int64_t batch_size = 96;
  int64_t channels = 16;
  int64_t cells = 8;
};

struct SearchOptions {
  RunOptions run;
  DataOptions data;
  ConditionOptions condition;
  SpaceOptions space;
  Choice method{methods(), "darts"};
  Choice selection{selections(), "strongest"};
  Choice framework{frameworks(), "tetlo"};
  Choice transfer{transfers(), "quadruple"};
  Choice auxiliary{auxiliaries(), "tied"};
  AuxiliaryArchitecture auxiliary_architecture = AuxiliaryArchitecture::kTied;
  AuxiliaryBatch auxiliary_batch = AuxiliaryBatch::kSame;
  AuxiliaryDataOptions auxiliary_data;
  NetworkOptions network;
  HypergradientSettings hypergradient;
  ScheduleOptions search;
  LossOptions loss;
  RetrainOptions retrain;

  /// The options of all axes. The configuration writes into this object and must not outlive it.
  Configuration configuration();
  /// Throws Error for the first violated rule that concerns several options.
  void check() const;
};

}  // namespace tetlo
