// SPDX-License-Identifier: Apache-2.0
#include "tetlo/loop/run_options.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

TEST(FindDevice, RefusesADeviceThatIsNotThere) {
  EXPECT_EQ(device_named("cpu"), torch::Device(torch::kCPU));
  EXPECT_THAT(error_of([] { device_named("cuda:97"); }),
              testing::StartsWith("run.device is \"cuda:97\"; this machine has "));
  for (const char* name : {"gpu", "cuda:", "cuda:x", "cuda:1x", "cuda:-1", ""}) {
    EXPECT_THAT(error_of([&] { device_named(name); }),
                testing::EndsWith("it must be cpu, cuda or cuda:N."))
        << name;
  }
}

TEST(RunOptions, RefuseAPartOfAnEpoch) {
  RunOptions options;
  options.keep_after = {2, 2.5};
  EXPECT_EQ(error_of([&] { options.check(); }),
            "run.keep_after holds 2.5; it must be a whole number.");
}

}  // namespace
}  // namespace tetlo
