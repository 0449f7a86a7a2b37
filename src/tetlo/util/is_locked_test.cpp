// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/is_locked.h"

#include <gtest/gtest.h>

#include "tetlo/data/test_data.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

TEST(IsLocked, AFolderIsLockedAsLongAsItsLockExists) {
  const TemporaryFolder folder;
  EXPECT_FALSE(is_locked(folder.path()));
  {
    const FolderLock lock(folder.path());
    EXPECT_TRUE(is_locked(folder.path()));
  }
  EXPECT_FALSE(is_locked(folder.path()));
}

TEST(IsLocked, AskingLeavesTheLockToOthers) {
  const TemporaryFolder folder;
  is_locked(folder.path());
  EXPECT_NO_THROW(FolderLock(folder.path()));
}

}  // namespace
}  // namespace tetlo
