// SPDX-License-Identifier: Apache-2.0
// Two ways to compute the same network.
#pragma once

#include "tetlo/util/enum_table.h"

namespace tetlo {

/// What computes the mixed operations: the kernels of kernels/ where they can (float32 on the CPU,
/// ReLU), or LibTorch's operations one by one.
enum class Engine { kFused, kReference };

inline EnumTable<Engine> table_of(Engine) {
  return {{Engine::kFused, "fused", "kernels that fuse operations, on a CPU"},
          {Engine::kReference, "reference", "LibTorch's operations"}};
}

}  // namespace tetlo
