// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/version.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/version.h>

#include <fstream>
#include <thread>

#include "tetlo/kernels/target.h"

namespace tetlo {
namespace {

/// LibTorch states the version as one number, 13020 for 13.2.
std::string cuda() {
  if (!at::globalContext().hasCUDART()) return "without CUDA";
  const int64_t number = at::globalContext().versionCUDART();
  return fmt::format("with CUDA {}.{}", number / 1000, number % 1000 / 10);
}

/// The name that Linux gives the processor; "unknown" where it gives none.
std::string processor() {
  std::ifstream cpuinfo("/proc/cpuinfo");
  for (std::string line; std::getline(cpuinfo, line);) {
    const size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

}  // namespace

std::string version() {
  return fmt::format("tetlo " TETLO_VERSION "\nLibTorch " TORCH_VERSION " {}\nHighway {}", cuda(),
                     kernels::vector_target());
}

nlohmann::json machine() {
  return {{"program", "tetlo " TETLO_VERSION},
          {"libtorch", fmt::format(TORCH_VERSION " {}", cuda())},
          {"vectors", kernels::vector_target()},
          {"processor", processor()},
          {"cores", std::thread::hardware_concurrency()},
          {"threads", at::get_num_threads()}};
}

}  // namespace tetlo
