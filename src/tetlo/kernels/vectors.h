// SPDX-License-Identifier: Apache-2.0
// What every kernel file includes after naming itself as HWY_TARGET_INCLUDE: Highway, which
// compiles the file once for each instruction set, and the choice of vector for a number of
// channels.
//
// No #pragma once: the part below the guard belongs to each of those compilations.
#ifndef TETLO_KERNELS_VECTORS_SETTINGS
#define TETLO_KERNELS_VECTORS_SETTINGS
#include <type_traits>
#include <utility>

#include "tetlo/kernels/image.h"

// These add nothing over their neighbours here but time to compile.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)
// Of lambdas that work on vectors, and have to be part of the loop that calls them.
#define TETLO_INLINED HWY_ATTR __attribute__((always_inline))
// Before a loop over an array of vectors, which stays in registers only when unrolled.
#define TETLO_UNROLL _Pragma("GCC unroll 8")
#endif

#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#if defined(TETLO_KERNELS_VECTORS_H) == defined(HWY_TARGET_TOGGLE)
#ifdef TETLO_KERNELS_VECTORS_H
#undef TETLO_KERNELS_VECTORS_H
#else
#define TETLO_KERNELS_VECTORS_H
#endif

HWY_BEFORE_NAMESPACE();
namespace tetlo::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// f(0), …, f(N − 1), each argument a type, so that what depends on it is decided by the compiler.
template <class F, int... n>
HWY_INLINE void unrolled_over(const F& f, std::integer_sequence<int, n...>) {
  (f(std::integral_constant<int, n>()), ...);
}
template <int N, class F>
HWY_INLINE void unrolled(const F& f) {
  unrolled_over(f, std::make_integer_sequence<int, N>());
}

/// A loaded value that is used several times, and that the compiler is not to load again for each.
template <class V>
HWY_INLINE V in_register(V value) {
#if HWY_ARCH_X86
  asm("" : "+v"(value.raw));
#endif
  return value;
}

/// f(d) with d the widest vector that divides `channels`, a multiple of kChannelBlock.
template <class F>
HWY_INLINE void with_vectors(int64_t channels, const F& f) {
  const hn::ScalableTag<float> widest;
  if (channels % static_cast<int64_t>(hn::Lanes(widest)) == 0) {
    f(widest);
  } else {
    f(hn::CappedTag<float, kChannelBlock>());
  }
}

}  // namespace tetlo::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
