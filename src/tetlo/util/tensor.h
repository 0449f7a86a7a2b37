// SPDX-License-Identifier: Apache-2.0
// The tensor type, and the one place that hides differences between LibTorch versions (>= 1.13).
//
// This header provides tensors, operations and autograd. It leaves out the modules,
// optimisers and data loaders of torch/torch.h, which this program does not use and which
// triple the code to compile.
#pragma once

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

namespace tetlo {

using torch::Tensor;

/// A random generator or none, in the optional type that LibTorch's random functions take.
using MaybeGenerator = c10::optional<at::Generator>;

/// sum + term, where an undefined sum stands for 0.
inline void accumulate(Tensor& sum, const Tensor& term) { sum = sum.defined() ? sum + term : term; }

}  // namespace tetlo
