// SPDX-License-Identifier: Apache-2.0
// Memory management for a process that allocates the same large tensors again and again.
#pragma once

namespace tetlo {

/// Call this before anything else. From then on, freed memory stays with the process and is reused:
/// if a tensor is freed and another of the same size is made, the heap does not grow. Memory also
/// comes in large pages. Every step of a search needs the same gigabytes; new pages would have to
/// be cleared first, and small pages need many address translations. Does nothing if the C library
/// is not glibc.
void keep_freed_memory();

}  // namespace tetlo
