// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/memory.h"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <fstream>
#include <limits>
#include <new>
#include <string>
#include <utility>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#include <c10/core/CPUAllocator.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#endif

namespace tetlo {
namespace {

constexpr int64_t kKibibyte = 1024;
constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

/// The bytes of all tensors: now, at most since a watch began, and at most allowed.
struct Account {
  std::atomic<int64_t> now = 0, peak = 0, most = kNoLimit;

  /// Returns whether so many bytes more are allowed; only then they are added.
  bool add(int64_t bytes) {
    const int64_t sum = now += bytes;
    if (sum > most) {
      now -= bytes;
      return false;
    }
    int64_t before = peak;
    while (sum > before && !peak.compare_exchange_weak(before, sum)) {
    }
    return true;
  }
};

Account& account() {
  static Account all;
  return all;
}

/// The number that follows `key` in a file, or the file's only number if there is no key.
std::optional<int64_t> number_in(const std::string& path, const std::string& key = "") {
  std::ifstream file(path);
  std::string word;
  while (file >> word) {
    if (!key.empty() && (word != key || !(file >> word))) continue;
    const bool is_number = word.find_first_not_of("0123456789") == std::string::npos;
    return is_number ? std::optional(std::stoll(word)) : std::nullopt;
  }
  return std::nullopt;
}

/// A folder with the limits of a control group, and the names of its files.
struct ControlGroup {
  std::string folder, limit, usage, cached;
};

/// What a control group leaves. Its usage includes files that the system keeps only as long as it
/// has room for them.
std::optional<int64_t> left_by(const ControlGroup& group) {
  const auto limit = number_in(group.folder + group.limit);
  const auto usage = number_in(group.folder + group.usage);
  if (!limit || !usage) return std::nullopt;
  const int64_t cached = number_in(group.folder + "memory.stat", group.cached).value_or(0);
  return *limit - *usage + cached;
}

}  // namespace

int64_t present_memory() {
  const auto resident = number_in("/proc/self/status", "VmRSS:");
  return resident ? *resident * kKibibyte : peak_memory();
}

int64_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss * kKibibyte;
}

std::optional<int64_t> free_memory() {
  const auto available = number_in("/proc/meminfo", "MemAvailable:");
  if (!available) return std::nullopt;
  int64_t least = *available * kKibibyte;
  for (const ControlGroup& group : {ControlGroup{.folder = "/sys/fs/cgroup/",
                                   .limit = "memory.max",
                                   .usage = "memory.current",
                                   .cached = "inactive_file"},
                                    {.folder = "/sys/fs/cgroup/memory/",
                                    .limit = "memory.limit_in_bytes",
                                    .usage = "memory.usage_in_bytes",
                                    .cached = "total_inactive_file"}}) {
    if (const auto left = left_by(group)) least = std::min(least, *left);
  }
  return std::max<int64_t>(least, 0);
}

TensorWatch::TensorWatch(int64_t growth) {
  const int64_t now = account().now;
  account().peak = now;
  account().most = growth < kNoLimit - now ? now + growth : kNoLimit;
}

TensorWatch::~TensorWatch() { account().most = kNoLimit; }

int64_t TensorWatch::peak() const { return account().peak; }

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

constexpr size_t kLine = 64;  // of the cache

int64_t bytes_of(void* block) { return static_cast<int64_t>(malloc_usable_size(block)); }

void release(void* data) {
  if (data == nullptr) return;
  void* const block = static_cast<void**>(data)[-1];
  account().now -= bytes_of(block);
  std::free(block);
}

/// Allocates the memory of a tensor with malloc() and aligns it to cache lines. LibTorch's own
/// allocator uses posix_memalign(), which searches for a larger block than it finally takes, so
/// that a tensor never fits into the gap that a freed tensor of the same size has left.
c10::DataPtr allocate_tensor(size_t size) {
  if (size == 0) return {nullptr, nullptr, &release, c10::DeviceType::CPU};
  void* const block = std::malloc(size + kLine);
  if (block == nullptr || !account().add(bytes_of(block))) {
    std::free(block);
    throw std::bad_alloc();
  }
  // There is room for at least one pointer before the tensor; it records where the block begins.
  const uintptr_t start = (reinterpret_cast<uintptr_t>(block) + kLine) / kLine * kLine;
  void** const data = reinterpret_cast<void**>(start);
  data[-1] = block;
  return {data, data, &release, c10::DeviceType::CPU};
}

/// The part of LibTorch's interface of allocators that is the same in all versions.
template <typename Allocator>
class CommonMemory : public Allocator {
 public:
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
  /// Overrides a function only in newer versions; older ones have none of this name.
  virtual void copy_data(void* to, const void* from, size_t size) const {
    std::memcpy(to, from, size);
  }
};

/// In older versions allocate() is a function of a constant allocator.
template <typename Allocator>
concept AllocatesAsConstant = requires(const Allocator& allocator) {
  allocator.allocate(1);
};

template <typename Allocator>
class TensorMemory : public CommonMemory<Allocator> {
 public:
  c10::DataPtr allocate(size_t size) override { return allocate_tensor(size); }
};
template <AllocatesAsConstant Allocator>
class TensorMemory<Allocator> : public CommonMemory<Allocator> {
 public:
  c10::DataPtr allocate(size_t size) const override { return allocate_tensor(size); }
};

}  // namespace

void keep_freed_memory() {
  mallopt(M_MMAP_MAX, 0);         // Large blocks come from the heap, too,
  mallopt(M_TRIM_THRESHOLD, -1);  // and the heap never shrinks.
  const auto memory =
      static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<size_t>(sysconf(_SC_PAGESIZE));
  ask_for_large_pages(memory / 2);
  // The allocator is never destroyed, because tensors may outlive everything else.
  static auto* const tensors = new TensorMemory<c10::Allocator>;
  c10::SetCPUAllocator(tensors, /*priority=*/1);
}
#else
void keep_freed_memory() {}
#endif

}  // namespace tetlo
