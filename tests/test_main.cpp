// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "tetlo/util/threads.h"

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  tetlo::set_threads(1);  // tensors here are too small to be shared
  return RUN_ALL_TESTS();
}
