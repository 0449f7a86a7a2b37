// SPDX-License-Identifier: Apache-2.0
// The contents of files, of which as many stay in memory as have room there. What a caller gets
// does not depend on which these are.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace tetlo {

class FileStore {
 public:
  /// Keeps at most `memory` bytes.
  explicit FileStore(int64_t memory) : memory_(memory) {}

  /// The content of a regular file. Throws Error if it cannot be read; a pipe, which could make the
  /// program wait, is no regular file. May be called from several threads.
  std::shared_ptr<const std::string> read(const std::string& path);
  /// The number of bytes that are kept.
  int64_t kept() const;

 private:
  int64_t memory_;
  mutable std::mutex mutex_;
  int64_t kept_ = 0;
  std::unordered_map<std::string, std::shared_ptr<const std::string>> files_;
};

}  // namespace tetlo
