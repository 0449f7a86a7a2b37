// SPDX-License-Identifier: Apache-2.0
// How many processor cores tensor operations use; LibTorch starts with one thread unless told.
#pragma once

namespace tetlo {

/// Uses `threads` threads within an operation; 0 means all cores. Returns the number used.
int set_threads(int threads);

}  // namespace tetlo
