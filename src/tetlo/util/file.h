// SPDX-License-Identifier: Apache-2.0
// Files that are either whole or not there. Every failure is an Error that names the file.
#pragma once

#include <cstdint>
#include <string>

namespace tetlo {

/// The whole content.
std::string read_file(const std::string& path);

/// What is left of the standard input.
std::string read_standard_input();

/// Replaces the file: writes beside it, waits for the disk, renames. A reader, and a machine that
/// loses power, sees the old content or the new, never a part.
void write_file(const std::string& path, const std::string& content);

/// Keeps other processes that ask for it out of a folder as long as it lives; Error where another
/// has it.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_;
};

/// A file that grows at its end and can be cut back.
class AppendedFile {
 public:
  /// Opens the file, which is made if it is not there, and cuts it to `length` bytes; Error if it
  /// is shorter.
  AppendedFile(const std::string& path, int64_t length);
  ~AppendedFile();
  AppendedFile(const AppendedFile&) = delete;
  AppendedFile& operator=(const AppendedFile&) = delete;

  /// Adds text and waits for the disk.
  void append(const std::string& text);
  int64_t length() const { return length_; }

 private:
  std::string path_;
  int descriptor_;
  int64_t length_;
};

}  // namespace tetlo
