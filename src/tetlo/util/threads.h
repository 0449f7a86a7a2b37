// SPDX-License-Identifier: Apache-2.0
// The number of processor cores that tensor operations use. LibTorch as Debian packages it uses one
// thread unless it is told otherwise.
#pragma once

namespace tetlo {

/// Makes tensor operations use `threads` threads; 0 means one for each core. Returns their number.
int set_threads(int threads);

}  // namespace tetlo
