// SPDX-License-Identifier: Apache-2.0
// The number of processor cores that tensor operations use. Debian's LibTorch uses one thread
// unless it is told otherwise.
#pragma once

namespace tetlo {

/// Makes tensor operations use `threads` threads; 0 means one for each core.
/// Returns the number used.
int set_threads(int threads);

}  // namespace tetlo
