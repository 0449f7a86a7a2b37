// SPDX-License-Identifier: Apache-2.0
// Memory management for a process that allocates the same large tensors again and again.
#pragma once

namespace tetlo {

/// Call this before anything else. From then on freed memory stays with the process and is used
/// again: the heap does not grow when a tensor of a size that has just been freed is made again.
/// Memory also comes in large pages. Every step of a search needs the same gigabytes; new pages
/// would have to be cleared first, and small ones looked up often. Does nothing where the C library
/// is not glibc.
void keep_freed_memory();

}  // namespace tetlo
