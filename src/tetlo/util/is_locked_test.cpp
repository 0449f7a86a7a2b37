// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/is_locked.h"

#include <gmock/gmock.h>

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

TEST(IsLocked, AFolderThatIsMissingIsAnError) {
  EXPECT_THAT(error_of([] { is_locked("/nowhere"); }),
              testing::HasSubstr("/nowhere cannot be read: No such file or directory."));
}

}  // namespace
}  // namespace tetlo
