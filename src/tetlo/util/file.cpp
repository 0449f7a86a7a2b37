// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

void check(bool done, const char* action, const std::string& path) {
  if (!done) fail("{} cannot be {}: {}.", path, action, std::strerror(errno));
}

/// A file descriptor that is closed at the end of its scope.
struct Descriptor {
  int number;
  ~Descriptor() { close(number); }
};

/// The lock on the whole of a file, with which one process excludes all others.
struct flock exclusive_lock() {
  struct flock whole {};
  whole.l_type = F_WRLCK;
  return whole;
}

void write_all(int descriptor, const std::string& content, const std::string& path) {
  size_t written = 0;
  while (written < content.size()) {
    const ssize_t count = write(descriptor, content.data() + written, content.size() - written);
    if (count < 0 && errno == EINTR) continue;
    check(count > 0, "written", path);
    written += static_cast<size_t>(count);
  }
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  require(file.good() && !std::filesystem::is_directory(path), "{} cannot be read.", path);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool is_regular_file(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error);
}

std::string read_regular_file(const std::string& path) {
  require(is_regular_file(path), "{} cannot be read.", path);
  return read_file(path);
}

std::string read_standard_input() { return {std::istreambuf_iterator<char>(std::cin), {}}; }

void write_file(const std::string& path, const std::string& content) {
  std::error_code unknown;
  require(!std::filesystem::exists(path, unknown) || is_regular_file(path),
          "{} is no regular file, which could be written anew.", path);
  const std::string beside = path + ".new";
  try {
    const Descriptor file{open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    check(file.number >= 0, "written", path);
    write_all(file.number, content, beside);
    check(fsync(file.number) == 0, "written", beside);
  } catch (const Error&) {
    unlink(beside.c_str());  // a part of a file would only take up space on a full disk
    throw;
  }
  check(std::rename(beside.c_str(), path.c_str()) == 0, "written", path);
  // The renaming is safe on the disk only when the folder is.
  const auto folder = std::filesystem::absolute(path).parent_path();
  const Descriptor parent{open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  check(parent.number >= 0 && fsync(parent.number) == 0, "written", folder.string());
}

// The lock belongs to this opening of the file, not to the process, and others can ask for it
// without taking it. The file is open for writing, because that is what such a lock needs.
FolderLock::FolderLock(const std::string& folder)
    : descriptor_(open((folder + "/" + kLockFile).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
  const std::string file = folder + "/" + kLockFile;
  check(descriptor_ >= 0, "written", file);
  struct flock whole = exclusive_lock();
  if (fcntl(descriptor_, F_OFD_SETLK, &whole) == 0) return;
  const int fault = errno;
  close(descriptor_);
  require(fault != EAGAIN && fault != EACCES,
          "The folder {} is in use by a run that is still active.", folder);
  fail("{} cannot be locked: {}.", file, std::strerror(fault));
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

bool is_locked(const std::string& folder) {
  const std::string file = folder + "/" + kLockFile;
  const Descriptor opened{open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (opened.number < 0 && errno == ENOENT) return false;
  check(opened.number >= 0, "read", file);
  struct flock whole = exclusive_lock();
  check(fcntl(opened.number, F_OFD_GETLK, &whole) == 0, "examined", file);
  return whole.l_type != F_UNLCK;
}

AppendedFile::AppendedFile(const std::string& path, int64_t length)
    : path_(path),
      descriptor_(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644)),
      length_(length) {
  check(descriptor_ >= 0, "written", path_);
  struct stat status {};
  check(fstat(descriptor_, &status) == 0, "read", path_);
  require(status.st_size >= length, "{} has {} bytes; the checkpoint was written when it had {}.",
          path_, status.st_size, length);
  check(ftruncate(descriptor_, length) == 0 && lseek(descriptor_, 0, SEEK_END) == length, "cut",
        path_);
}

AppendedFile::~AppendedFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

void AppendedFile::append(const std::string& text) {
  write_all(descriptor_, text, path_);
  check(fsync(descriptor_) == 0, "written", path_);
  length_ += static_cast<int64_t>(text.size());
}

}  // namespace tetlo
