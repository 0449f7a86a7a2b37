// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/version.h"

#include <ATen/Context.h>
#include <fmt/format.h>
#include <torch/version.h>

#include "tetlo/kernels/target.h"

namespace tetlo {
namespace {

/// LibTorch states the version as one number, 13020 for 13.2.
std::string cuda() {
  if (!at::globalContext().hasCUDART()) return "without CUDA";
  const int64_t number = at::globalContext().versionCUDART();
  return fmt::format("with CUDA {}.{}", number / 1000, number % 1000 / 10);
}

}  // namespace

std::string version() {
  return fmt::format("tetlo " TETLO_VERSION "\nLibTorch " TORCH_VERSION " {}\nHighway {}", cuda(),
                     kernels::vector_target());
}

}  // namespace tetlo
