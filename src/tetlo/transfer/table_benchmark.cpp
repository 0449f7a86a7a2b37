// SPDX-License-Identifier: Apache-2.0
// Measures what each transfer costs in one step of the weights: drawing samples, the teacher's
// knowledge, the loss, and the gradients with respect to teacher and learner. The sizes are those
// of the paper: a batch of 32 images and encodings of 256 numbers.
#include <benchmark/benchmark.h>

#include "tetlo/transfer/table.h"

namespace tetlo {
namespace {

constexpr int64_t kImages = 32, kFeatures = 256, kClasses = 10;

Output drawn_output() {
  return {.encoding = torch::randn({kImages, kFeatures}).requires_grad_(),
          .logits = torch::randn({kImages, kClasses}).requires_grad_()};
}

void pass(benchmark::State& state, const Transfer& transfer) {
  torch::manual_seed(1);
  const Output teacher = drawn_output(), learner = drawn_output();
  Random random(1, Purpose::kTransfer);
  for (auto _ : state) {
    const Tensor samples = transfer.sample(kImages, random);
    const Tensor knowledge = transfer.knowledge(teacher, samples);
    const Tensor R = transfer.loss({knowledge, learner, samples});
    benchmark::DoNotOptimize(torch::autograd::grad(
        {R}, {teacher.encoding, teacher.logits, learner.encoding, learner.logits}, {},
        /*retain_graph=*/false, /*create_graph=*/false, /*allow_unused=*/true));
  }
}

const bool kRegistered = [] {
  for (const TransferEntry& entry : transfers()) {
    const auto run = [&](benchmark::State& state) { pass(state, *entry.make(entry.options)); };
    benchmark::RegisterBenchmark(("transfer/" + entry.name).c_str(), run)
        ->Unit(benchmark::kMicrosecond);
  }
  return true;
}();

}  // namespace
}  // namespace tetlo
