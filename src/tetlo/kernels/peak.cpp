// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/peak.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tetlo/kernels/peak.cpp"
#include "tetlo/kernels/vectors.h"

HWY_BEFORE_NAMESPACE();
namespace tetlo::kernels::HWY_NAMESPACE {

/// Enough independent sums to keep every unit busy.
constexpr int kSums = 12;

/// Runs `rounds` rounds of multiply-adds and returns their number of floating-point operations.
/// Reads and writes `x`, so that the compiler cannot leave the work out.
double multiply_add(int64_t rounds, float* x) {
  const hn::ScalableTag<float> d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  hn::Vec<decltype(d)> sum[kSums];
  for (int i = 0; i < kSums; ++i) sum[i] = hn::Set(d, x[0]);
  const auto factor = hn::Set(d, x[1]);
  for (int64_t r = 0; r < rounds; ++r) {
    for (int i = 0; i < kSums; ++i) sum[i] = hn::MulAdd(sum[i], factor, factor);
  }
  auto total = sum[0];
  for (int i = 1; i < kSums; ++i) total = hn::Add(total, sum[i]);
  x[0] = hn::GetLane(total);
  return static_cast<double>(rounds * kSums * lanes * 2);
}

}  // namespace tetlo::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tetlo::kernels {

HWY_EXPORT(multiply_add);

double peak_flops() {
  using Clock = std::chrono::steady_clock;
  const int64_t threads = at::get_num_threads(), rounds = 20'000'000;
  double best = 0;
  for (int attempt = 0; attempt < 3; ++attempt) {
    std::vector<double> done(static_cast<size_t>(threads));
    const auto start = Clock::now();
    at::parallel_for(0, threads, 1, [&](int64_t first, int64_t last) {
      for (int64_t t = first; t < last; ++t) {
        float x[] = {0.5F, 0.5F};
        done[static_cast<size_t>(t)] = HWY_DYNAMIC_DISPATCH(multiply_add)(rounds, x);
      }
    });
    const std::chrono::duration<double> seconds = Clock::now() - start;
    double total = 0;
    for (const double operations : done) total += operations;
    best = std::max(best, total / seconds.count());
  }
  return best;
}

}  // namespace tetlo::kernels
#endif
