// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/file.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

TEST(WriteFile, ReplacesTheWholeContentAndLeavesNothingBeside) {
  const TemporaryFolder folder;
  write_file(folder.path("a"), "a long text");
  write_file(folder.path("a"), std::string("x\0y", 3));
  EXPECT_EQ(read_file(folder.path("a")), std::string("x\0y", 3));
  EXPECT_FALSE(std::filesystem::exists(folder.path("a.new")));
}

TEST(WriteFile, AFullDiskIsAnErrorThatNamesTheFileAndKeepsTheOldContent) {
  const TemporaryFolder folder;
  write_file(folder.path("a"), "old");
  // Every write to /dev/full fails as on a full disk.
  std::filesystem::create_symlink("/dev/full", folder.path("a.new"));
  EXPECT_THAT(error_of([&] { write_file(folder.path("a"), "new"); }),
              HasSubstr("a.new cannot be written: No space left on device."));
  EXPECT_EQ(read_file(folder.path("a")), "old");
}

TEST(ReadFile, AMissingFileIsAnError) {
  EXPECT_THAT(error_of([] { read_file("/nowhere/x"); }), HasSubstr("/nowhere/x cannot be read."));
}

TEST(AppendedFile, GoesOnWhereItIsCutBackTo) {
  const TemporaryFolder folder;
  {
    AppendedFile file(folder.path("a"), 0);
    file.append("one\n");
    file.append("two\n");
  }
  AppendedFile file(folder.path("a"), 4);
  file.append("three\n");
  EXPECT_EQ(file.length(), 10);
  EXPECT_EQ(read_file(folder.path("a")), "one\nthree\n");
}

TEST(AppendedFile, AFileThatHasLostItsEndIsAnError) {
  const TemporaryFolder folder;
  folder.write("a", {'x'});
  EXPECT_THAT(error_of([&] { AppendedFile(folder.path("a"), 4); }),
              HasSubstr("a has 1 bytes; the checkpoint was written when it had 4."));
}

TEST(FolderLock, AFolderIsLockedOnceOnly) {
  const TemporaryFolder folder;
  {
    const FolderLock lock(folder.path());
    EXPECT_THAT(error_of([&] { FolderLock second(folder.path()); }),
                testing::HasSubstr("still active"));
  }
  EXPECT_NO_THROW(FolderLock again(folder.path()));
}

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

TEST(WriteFile, WhatCannotBeWrittenLeavesNothing) {
  // /dev/full behaves like a full disk.
  const TemporaryFolder folder;
  std::filesystem::create_symlink("/dev/full", folder.path("file.new"));
  EXPECT_THAT(error_of([&] { write_file(folder.path("file"), "text"); }), HasSubstr("file.new"));
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::symlink_status(folder.path("file.new"))));
  EXPECT_FALSE(std::filesystem::exists(folder.path("file")));
}

}  // namespace
}  // namespace tetlo
