// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/latency.h"

#include <ctime>
#include <map>

#include "tetlo/util/median.h"
#include "tetlo/util/random.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

constexpr uint64_t kSeed = 1;

/// The milliseconds of several passes of a network over one image.
std::vector<double> times_of(const Network& network, const DiscreteShape& shape,
                             const Clock& clock) {
  const at::NoGradGuard no_grad;
  const ScopedThreads one_thread(1);
  const Layout& layout = network.layout();
  const Tensor weights = layout.initial_weights(generator(kSeed, Purpose::kWeights));
  const Tensor statistics = layout.initial_statistics();
  const Tensor image = torch::randn({1, shape.image_channels, shape.image_side, shape.image_side},
                                    generator(kSeed, Purpose::kNoise));
  return milliseconds_of(
      [&] {
        Pass pass = network.pass(weights, statistics, Statistics::kRunning);
        network.forward(image, pass);
      },
      clock);
}

}  // namespace

double thread_seconds() {
  timespec time{};
  TORCH_CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0, "there is no clock of a thread");
  const double nanosecond = 1e-9;
  return static_cast<double>(time.tv_sec) + nanosecond * static_cast<double>(time.tv_nsec);
}

std::vector<double> milliseconds_of(const std::function<void()>& work, const Clock& clock) {
  const int warm_up = 3, measured = 15;
  const double thousand = 1000;
  std::vector<double> times;
  for (int i = -warm_up; i < measured; ++i) {
    const double start = clock();
    work();
    const double time = thousand * (clock() - start);
    if (i >= 0) times.push_back(time);
  }
  return times;
}

Cost latency_of(const Genotype& genotype, const DiscreteShape& shape, const Clock& clock) {
  return [genotype, shape, clock,
          all = std::map<int64_t, std::vector<double>>()](int64_t channels) mutable {
    DiscreteShape wide = shape;
    wide.channels = channels;
    const auto network = make_discrete_network(genotype, wide);
    std::vector<double>& times = all[channels];
    for (const double time : times_of(*network, wide, clock)) times.push_back(time);
    return median(times);
  };
}

}  // namespace tetlo
