// SPDX-License-Identifier: Apache-2.0
// Memory management for a process that allocates the same large tensors again and again.
#pragma once

namespace tetlo {

/// Keeps freed memory in the process, to be used again, and asks for huge pages. To be called
/// before anything else. Every step of a search needs the same gigabytes, but pages that are new to
/// a process must be cleared first, and small pages cost many look-ups. Has an effect only with the
/// GNU C library, and huge pages only where the system has them.
void keep_freed_memory();

}  // namespace tetlo
