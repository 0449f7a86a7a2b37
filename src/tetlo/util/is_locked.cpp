// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/is_locked.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "tetlo/util/error.h"

namespace tetlo {

bool is_locked(const std::string& folder) {
  const int opened = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  require(opened >= 0, "{} cannot be read: {}.", folder, std::strerror(errno));
  const bool held = flock(opened, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(opened);  // and gives the lock back
  return held;
}

}  // namespace tetlo
