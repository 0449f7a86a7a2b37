// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/memory.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#endif

namespace tetlo {

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
namespace {

/// Has the system back what the heap will grow into with large pages: reserves it, says so, gives
/// it back.
void ask_for_large_pages(size_t size) {
  void* const reserved = std::malloc(size);
  if (reserved == nullptr) return;
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t first = (reinterpret_cast<uintptr_t>(reserved) + page - 1) / page * page;
  madvise(reinterpret_cast<void*>(first), size - page, MADV_HUGEPAGE);
  std::free(reserved);
}

}  // namespace

void keep_freed_memory() {
  mallopt(M_MMAP_MAX, 0);         // large blocks come from the heap, too …
  mallopt(M_TRIM_THRESHOLD, -1);  // … which never shrinks
  const auto memory =
      static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<size_t>(sysconf(_SC_PAGESIZE));
  ask_for_large_pages(memory / 2);
}
#else
void keep_freed_memory() {}
#endif

}  // namespace tetlo
