// SPDX-License-Identifier: Apache-2.0
#include "tetlo/loop/run_options.h"

#include <torch/cuda.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {

Section RunOptions::section() {
  return {"run",
          "Settings that concern neither the problem nor the method.",
          {{"seed",
            {&seed, {0, std::numeric_limits<int64_t>::max()}},
            "determines every random number",
            ""},
           {"threads", {&threads, {0, 1024, "threads"}}, "processor cores used; 0: all", ""},
           {"device", &device, "cpu, cuda or cuda:N", ""},
           {"engine", &engine, "the implementation of the cells' operations", ""},
           {"keep_after",
            {&keep_after, Numbers{.each = {1, 1e6, "epochs"}, .count = {0, 1000}}},
            "numbers of epochs after which the checkpoint is also kept as "
            "checkpoint-EPOCHS.safetensors",
            ""},
           {"checkpoint_minutes",
            {&checkpoint_minutes, not_negative(1e6)},
            "age of the last checkpoint, in minutes, after which one is saved within an epoch",
            ""}}};
}

Section RunOptions::record_section() {
  return {"record",
          "What a run writes beside the files of every run.",
          {{"tensorboard", &tensorboard,
            "whether figures are also written to files of events, which TensorBoard reads", ""}}};
}

void RunOptions::check() const {
  device_named(device);
  for (const double epochs : keep_after) {
    require(epochs == std::floor(epochs), "run.keep_after holds {}; it must be a whole number.",
            epochs);
  }
}

torch::Device device_named(const std::string& name) {
  if (name == "cpu") return torch::kCPU;
  const std::string family = "cuda";
  int index = 0;
  bool named = name == family;
  if (name.starts_with(family + ":")) {
    const char* end = name.data() + name.size();
    const auto [stop, error] = std::from_chars(name.data() + family.size() + 1, end, index);
    named = error == std::errc() && stop == end && index >= 0;
  }
  require(named, "run.device is \"{}\"; it must be cpu, cuda or cuda:N.", excerpt(name));
  const auto devices = static_cast<int>(torch::cuda::device_count());
  require(index < devices, "run.device is \"{}\"; this machine has {} CUDA devices.", name,
          devices);
  return {torch::kCUDA, static_cast<torch::DeviceIndex>(index)};
}

}  // namespace tetlo
