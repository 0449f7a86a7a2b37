// SPDX-License-Identifier: Apache-2.0
// Measures the kernels one by one, at the sizes of a supernet with 16 channels on 32 x 32
// images, in seconds and in floating-point operations per second, on one thread. Each
// benchmark works on one tile of a stage, which stays in the first-level cache; the pooling
// benchmark works on one image.
#include <benchmark/benchmark.h>

#include "tetlo/kernels/elementwise.h"
#include "tetlo/kernels/pointwise.h"
#include "tetlo/kernels/pool.h"
#include "tetlo/kernels/stage.h"

namespace tetlo::kernels {
namespace {

constexpr int64_t kHalo = 4, kTileRows = 4, kTile = 2048;

/// The arguments are channels, image side and, if there is a filter, its side, dilation and stride.
void sizes(benchmark::internal::Benchmark* b) {
  for (const int64_t channels : {16, 32, 64}) b->Args({channels, 512 / channels});
}
void taps(benchmark::internal::Benchmark* b) {
  for (const int64_t channels : {16, 32, 64}) {
    for (const int64_t kernel : {3, 5}) {
      for (const int64_t dilation : {1, 2})
        b->Args({channels, 512 / channels, kernel, dilation, 1});
    }
    b->Args({channels, 512 / channels, 3, 1, 2});
  }
}

void report(benchmark::State& state, int64_t multiply_adds) {
  state.counters["flops"] = benchmark::Counter(2.0 * static_cast<double>(multiply_adds),
                                               benchmark::Counter::kIsIterationInvariantRate,
                                               benchmark::Counter::kIs1000);
}

Buffer filled(int64_t size) {
  Buffer buffer(size);
  std::fill_n(buffer.data(), size, 0.5F);
  return buffer;
}

struct Depthwise {
  explicit Depthwise(const benchmark::State& state)
      : channels(state.range(0)),
        side(state.range(1)),
        taps{.kernel = state.range(2), .dilation = state.range(3), .stride = state.range(4)},
        in(side, side, channels, kHalo),
        weights(filled(taps.count() * channels)),
        out(filled(side * side * channels)) {}
  Image result() { return dense(out.data(), kTileRows, side / taps.stride, channels); }
  int64_t multiply_adds() { return kTileRows * result().width * channels * taps.count(); }

  int64_t channels, side;
  Taps taps;
  FramedImage in;
  Buffer weights, out;
};

void depthwise_forward(benchmark::State& state) {
  Depthwise d(state);
  for (auto _ : state) {
    depthwise(d.in.image(), d.weights.data(), d.taps, 0, kTileRows, d.result(), Write::kOver);
  }
  report(state, d.multiply_adds());
}
BENCHMARK(depthwise_forward)->Apply(taps);

void depthwise_weights(benchmark::State& state) {
  Depthwise d(state);
  for (auto _ : state) {
    depthwise_weight_gradient(d.in.image(), d.result(), d.taps, 0, kTileRows, d.weights.data());
  }
  report(state, d.multiply_adds());
}
BENCHMARK(depthwise_weights)->Apply(taps);

void pointwise_forward(benchmark::State& state) {
  const int64_t channels = state.range(0), pixels = kTile / channels;
  const Buffer in = filled(pixels * channels), weights = filled(channels * channels);
  Buffer out = filled(pixels * channels), sums = filled(2 * channels);
  for (auto _ : state) {
    pointwise({.in = in.data(),
               .pixels = pixels,
               .m = {weights.data(), channels, channels},
               .out = out.data(),
               .sums = sums.data()});
  }
  report(state, pixels * channels * channels);
}
BENCHMARK(pointwise_forward)->Apply(sizes);

void pointwise_weights(benchmark::State& state) {
  const int64_t channels = state.range(0), pixels = kTile / channels;
  const Buffer in = filled(pixels * channels), grad = filled(pixels * channels);
  Buffer weights = filled(channels * channels);
  for (auto _ : state) {
    pointwise_weight_gradient(in.data(), channels, grad.data(), channels, pixels, weights.data());
  }
  report(state, pixels * channels * channels);
}
BENCHMARK(pointwise_weights)->Apply(sizes);

void two_terms(benchmark::State& state) {
  const int64_t channels = state.range(0), pixels = kTile / channels;
  const Buffer a = filled(pixels * channels), b = filled(pixels * channels),
               scale = filled(channels);
  Buffer out = filled(pixels * channels);
  const Term terms[] = {{a.data(), scale.data()}, {b.data(), scale.data()}};
  for (auto _ : state) weighted_sum(terms, scale.data(), {pixels, channels}, out.data());
  report(state, 2 * pixels * channels);
}
BENCHMARK(two_terms)->Apply(sizes);

void max_pool(benchmark::State& state) {
  const int64_t channels = state.range(0), side = state.range(1);
  const Buffer in = filled(side * side * channels);
  Buffer out = filled(side * side * channels);
  for (auto _ : state) {
    pool(PoolKind::kMax, dense(in.data(), side, side, channels), 1,
         dense(out.data(), side, side, channels));
  }
}
BENCHMARK(max_pool)->Apply(sizes);

}  // namespace
}  // namespace tetlo::kernels
