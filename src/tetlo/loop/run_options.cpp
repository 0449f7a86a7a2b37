// SPDX-License-Identifier: Apache-2.0
#include "tetlo/loop/run_options.h"

#include <torch/cuda.h>

#include <charconv>

#include "tetlo/util/error.h"

namespace tetlo {

Section RunOptions::section() {
  return {"run",
          "What concerns neither the problem nor the method.",
          {{"seed", &seed, "every random number follows from it", ""},
           {"threads", &threads, "processor cores used; 0: all", ""},
           {"device", &device, "cpu, cuda or cuda:N", ""},
           {"engine",
            &engine,
            "what computes the cells: kernels that fuse operations (on a CPU), or LibTorch's "
            "operations",
            "",
            {"fused", "reference"}}}};
}

void RunOptions::check() const {
  require(seed >= 0, "run.seed is {}; it must not be negative.", seed);
  require(threads >= 0 && threads <= 1024, "run.threads is {}; it must be from 0 (all) to 1024.",
          threads);
  find_device(device);
}

torch::Device find_device(const std::string& name) {
  if (name == "cpu") return torch::kCPU;
  const std::string family = "cuda";
  int index = 0;
  bool named = name == family;
  if (name.starts_with(family + ":")) {
    const char* end = name.data() + name.size();
    const auto [stop, error] = std::from_chars(name.data() + family.size() + 1, end, index);
    named = error == std::errc() && stop == end && index >= 0;
  }
  require(named, "run.device is \"{}\"; it must be cpu, cuda or cuda:N.", name);
  const auto devices = static_cast<int>(torch::cuda::device_count());
  require(index < devices, "run.device is \"{}\"; there are {} CUDA devices here.", name, devices);
  return {torch::kCUDA, static_cast<torch::DeviceIndex>(index)};
}

}  // namespace tetlo
