// SPDX-License-Identifier: Apache-2.0
// Files that are never half written. Every failure is an Error that names the file.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace tetlo {

/// The whole content of a file.
std::string read_file(const std::string& path);

/// Whether there is such a file and it is neither a folder nor a pipe or a device, for which a
/// program might wait.
bool is_regular_file(const std::string& path);

/// The same as read_file(), but only of a regular file: a pipe or a device, for which a program
/// might wait, and a link to itself are refused like any unreadable file.
std::string read_regular_file(const std::string& path);

/// The rest of standard input.
std::string read_standard_input();

/// Replaces the content of a file: writes a new file beside it, waits for the disk and renames
/// the new file. A reader sees either the old content or the new content, never a part, even
/// after a power failure.
void write_file(const std::string& path, const std::string& content);

/// The file in a folder on which its lock lies. It stays there, because a file that is removed may
/// still be locked by one process while another one makes it anew.
inline constexpr const char* kLockFile = "lock";

/// A lock on a folder. While it exists, another process that requests it gets an Error.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder);
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;

 private:
  int descriptor_;
};

/// Whether a process holds the FolderLock of a folder, as a run does that is still active in it; no
/// for a folder that never had one. The question itself takes no lock. Throws Error if it cannot be
/// answered.
bool is_locked(const std::string& folder);

/// A file that grows at its end and can be cut to an earlier length.
class AppendedFile {
 public:
  /// Opens the file, creating it if necessary, and cuts it to `length` bytes. Throws Error if it is
  /// shorter than that.
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
