// SPDX-License-Identifier: Apache-2.0
// Memory of a process that allocates the same large tensors again and again.
#pragma once

namespace tetlo {

/// To be called first of all. From then on memory that is freed stays with the process to be used
/// again, by tensors in particular where tensors of their size were, and comes in large pages,
/// where the C library (glibc) and the system can be told so: every step of a search needs the same
/// gigabytes, pages new to a process have to be cleared first, and small ones looked up often.
void keep_freed_memory();

}  // namespace tetlo
