// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/run_folder.h"

#include <gtest/gtest.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

TEST(RunFolder, IsUnusedAfterAKillBeforeItsFirstFileIsWhole) {
  const TemporaryFolder folder;
  write_file(folder.path("lock"), "");
  write_file(folder.path("config.toml.new"), "# tet");
  EXPECT_TRUE(is_unused(folder.path(), "config.toml"));
  write_file(folder.path("mine.new"), "");
  EXPECT_FALSE(is_unused(folder.path(), "config.toml"));
}

}  // namespace
}  // namespace tetlo
