// SPDX-License-Identifier: Apache-2.0
// The options of a run that concern neither the problem nor the method.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tetlo/net/engine.h"
#include "tetlo/options/field.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

struct RunOptions {
  int64_t seed = 1;
  int64_t threads = 0;
  std::string device = "cpu";
  Engine engine = Engine::kFused;
  std::vector<double> keep_after;
  double checkpoint_minutes = 10;
  bool tensorboard = false;

  /// The seed as random streams are keyed by it.
  uint64_t stream_seed() const { return static_cast<uint64_t>(seed); }
  Section section();
  Section record_section();
  /// Throws Error unless the device exists and numbers of epochs are whole.
  void check() const;
};

/// The device "cpu", "cuda" or "cuda:N". Throws Error if the name is another one or the
/// device does not exist.
torch::Device device_named(const std::string& name);

}  // namespace tetlo
