// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/file_store.h"

#include "tetlo/util/file.h"

namespace tetlo {

std::shared_ptr<const std::string> FileStore::read(const std::string& path) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(path);
    if (found != files_.end()) return found->second;
  }
  auto content = std::make_shared<const std::string>(read_regular_file(path));
  const auto bytes = static_cast<int64_t>(content->size() + path.size());
  const std::lock_guard lock(mutex_);
  if (kept_ + bytes <= memory_ && files_.emplace(path, content).second) kept_ += bytes;
  return content;
}

int64_t FileStore::kept() const {
  const std::lock_guard lock(mutex_);
  return kept_;
}

}  // namespace tetlo
