// SPDX-License-Identifier: Apache-2.0
// The peak arithmetic rate of the processor, with which benchmarks compare their results.
#pragma once

namespace tetlo::kernels {

/// The floating-point operations per second (a multiply-add counts as two) of a loop of
/// multiply-adds in registers, on as many threads as LibTorch uses.
double peak_flops();

}  // namespace tetlo::kernels
