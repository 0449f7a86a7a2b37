// SPDX-License-Identifier: Apache-2.0
// Measures how long it takes to see a random part of a JPEG file of 500 x 375 pixels as a square,
// by decoding only that part at the lowest resolution that is enough, and by decoding the whole
// file. To be run in the root of the source tree.
#include <benchmark/benchmark.h>

#include "tetlo/data/image_files.h"
#include "tetlo/images/colour.h"
#include "tetlo/images/encoded_image.h"
#include "tetlo/images/resize.h"

namespace tetlo {
namespace {

constexpr const char* kFile = "tests/images/photograph.jpg";
constexpr Purpose kCrops = purpose("crops of the benchmark");

void in_part(benchmark::State& state) {
  const ImageFiles files({{kFile, 0}}, {.side = state.range(0), .random = AreaBounds()},
                         std::make_shared<FileStore>(1 << 20));
  Random random(1, kCrops);
  for (auto _ : state) benchmark::DoNotOptimize(files.image(0, &random));
  state.SetItemsProcessed(state.iterations());
}

void in_full(benchmark::State& state) {
  FileStore store(1 << 20);
  Random random(1, kCrops);
  const ImageSize size{state.range(0), state.range(0)};
  for (auto _ : state) {
    const EncodedImage file(store.read(kFile), kFile);
    const Box box = random_rectangle(file.size(), {}, random);
    benchmark::DoNotOptimize(planes(resized(Decoded{file.decode(), region_of(box)}, size)));
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(in_part)->Arg(32)->Arg(64)->Arg(224)->Unit(benchmark::kMicrosecond);
BENCHMARK(in_full)->Arg(32)->Arg(64)->Arg(224)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace tetlo
