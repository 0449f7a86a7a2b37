// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/is_locked.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {

bool is_locked(const std::string& folder) {
  const std::string file = folder + "/" + kLockFile;
  const int opened = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0 && errno == ENOENT) return false;
  require(opened >= 0, "{} cannot be read: {}.", file, std::strerror(errno));
  struct flock whole {};
  whole.l_type = F_WRLCK;
  const bool answered = fcntl(opened, F_OFD_GETLK, &whole) == 0;
  const int fault = errno;
  close(opened);
  require(answered, "The lock of {} cannot be examined: {}.", file, std::strerror(fault));
  return whole.l_type != F_UNLCK;
}

}  // namespace tetlo
