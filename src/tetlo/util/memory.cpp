// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/memory.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#include <c10/core/CPUAllocator.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <new>
#endif

namespace tetlo {

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
namespace {

/// Asks for huge pages for the memory that the heap will grow into: allocates it once, calls
/// madvise(), and frees it.
void ask_for_large_pages(size_t size) {
  void* const reserved = std::malloc(size);
  if (reserved == nullptr) return;
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t first = (reinterpret_cast<uintptr_t>(reserved) + page - 1) / page * page;
  madvise(reinterpret_cast<void*>(first), size - page, MADV_HUGEPAGE);
  std::free(reserved);
}

/// Allocates the memory of tensors with malloc() and aligns it to cache lines. LibTorch's own
/// allocator uses posix_memalign(), which searches for a larger block than it finally takes, so
/// that a tensor never fits into the gap that a freed tensor of the same size has left.
class TensorMemory : public c10::Allocator {
 public:
  c10::DataPtr allocate(size_t size) const override {
    if (size == 0) return {nullptr, nullptr, &release, c10::DeviceType::CPU};
    void* const block = std::malloc(size + kLine);
    if (block == nullptr) throw std::bad_alloc();
    // There is room for at least one pointer before the tensor; it records where the block begins.
    const uintptr_t start = (reinterpret_cast<uintptr_t>(block) + kLine) / kLine * kLine;
    void** const data = reinterpret_cast<void**>(start);
    data[-1] = block;
    return {data, data, &release, c10::DeviceType::CPU};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }

 private:
  static constexpr size_t kLine = 64;

  static void release(void* data) {
    if (data != nullptr) std::free(static_cast<void**>(data)[-1]);
  }
};

}  // namespace

void keep_freed_memory() {
  mallopt(M_MMAP_MAX, 0);         // Large blocks come from the heap, too,
  mallopt(M_TRIM_THRESHOLD, -1);  // and the heap never shrinks.
  const auto memory =
      static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<size_t>(sysconf(_SC_PAGESIZE));
  ask_for_large_pages(memory / 2);
  // The allocator is never destroyed, because tensors may outlive everything else.
  static auto* const tensors = new TensorMemory;
  c10::SetCPUAllocator(tensors, /*priority=*/1);
}
#else
void keep_freed_memory() {}
#endif

}  // namespace tetlo
