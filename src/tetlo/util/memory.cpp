// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/memory.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace tetlo {

void keep_freed_memory() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_MAX, 0);         // large blocks come from the heap, too …
  mallopt(M_TRIM_THRESHOLD, -1);  // … which never shrinks
#endif
}

}  // namespace tetlo
