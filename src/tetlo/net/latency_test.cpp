// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/latency.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

TEST(Latency, EachCallIsMeasuredAfterThreeThatAreNot) {
  double now = 0, next = 1;
  const auto times = milliseconds_of([&] { now += next++; }, [&] { return now; });
  ASSERT_EQ(times.size(), 15);
  EXPECT_EQ(times.front(), 4000);
  EXPECT_EQ(times.back(), 18'000);
}

TEST(Latency, TimeInWhichTheThreadSleepsDoesNotCount) {
  const double start = thread_seconds();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_LT(thread_seconds() - start, 0.1);
}

class LatencyOfNetwork : public testing::Test {
 protected:
  Genotype genotype = load_genotype("DARTS_V2");
  DiscreteShape shape{.image_side = 8, .cells = 3};
};

// The clock advances by `step` seconds whenever it is read, so a pass takes that long.
TEST_F(LatencyOfNetwork, IsTheMedianOfAllPassesWithThisNumberOfChannels) {
  double now = 0, step = 1;
  const Cost latency = latency_of(genotype, shape, [&] { return now += step; });
  EXPECT_EQ(latency(4), 1000);
  step = 3;
  EXPECT_EQ(latency(4), 2000);
  EXPECT_EQ(latency(6), 3000);
  EXPECT_EQ(latency(4), 3000);
}

TEST_F(LatencyOfNetwork, IsThatOfOneThreadAndLeavesTheNumberOfThreads) {
  const ScopedThreads three(3);
  int most = 0;
  const auto clock = [&] {
    most = std::max(most, at::get_num_threads());
    return 0.0;
  };
  latency_of(genotype, shape, clock)(4);
  EXPECT_EQ(most, 1);
  EXPECT_EQ(at::get_num_threads(), 3);
}

}  // namespace
}  // namespace tetlo
