// SPDX-License-Identifier: Apache-2.0
// Two ways to compute the same network.
#pragma once

#include "tetlo/util/enum_table.h"

namespace tetlo {

/// The code that computes the mixed operations: either the kernels of kernels/ if they apply
/// (float32 on the CPU, with ReLU), or LibTorch's operations, one by one.
enum class Engine { kFused, kReference };

inline EnumTable<Engine> table_of(Engine) {
  return {{Engine::kFused, "fused", "kernels that fuse operations, on a CPU"},
          {Engine::kReference, "reference", "LibTorch's operations"}};
}

}  // namespace tetlo
