// SPDX-License-Identifier: Apache-2.0
// Memory of a process that allocates the same large tensors again and again.
#pragma once

namespace tetlo {

/// From now on memory that is freed stays with the process to be used again, where the C library
/// can be told so (glibc): every step of a search needs the same gigabytes, and pages that are new
/// to a process have to be cleared by the system first.
void keep_freed_memory();

}  // namespace tetlo
