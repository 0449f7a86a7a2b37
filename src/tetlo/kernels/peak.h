// SPDX-License-Identifier: Apache-2.0
// What the processor could do at most: the yardstick of benchmarks.
#pragma once

namespace tetlo::kernels {

/// Floating-point operations a second (a multiply-add counts two) of a loop of multiply-adds in
/// registers, on as many threads as LibTorch uses.
double peak_flops();

}  // namespace tetlo::kernels
