// SPDX-License-Identifier: Apache-2.0
// What a run needs to know that concerns neither the problem nor the method.
#pragma once

#include <cstdint>
#include <string>

#include "tetlo/options/field.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

struct RunOptions {
  int64_t seed = 1;
  int64_t threads = 0;
  std::string device = "cpu";
  std::string engine = "fused";

  Section section();
  /// Throws Error on a negative seed or number of threads, or a device that is not there.
  void check() const;
};

/// "cpu", "cuda" or "cuda:N"; Error where it is another or not there.
torch::Device find_device(const std::string& name);

}  // namespace tetlo
