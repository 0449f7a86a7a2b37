// SPDX-License-Identifier: Apache-2.0
// Every kernel file includes this header after naming itself as HWY_TARGET_INCLUDE. It brings in
// Highway, which compiles the file once for each instruction set, and chooses the vector that suits
// a number of channels.
//
// There is no #pragma once, because the part below the guard belongs to each of those compilations.
#ifndef TETLO_KERNELS_VECTORS_SETTINGS
#define TETLO_KERNELS_VECTORS_SETTINGS
#include <type_traits>
#include <utility>

#include "tetlo/kernels/image.h"

// These instruction sets are not worth their compilation time, because others are as fast here.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)
// For lambdas that work on vectors: they must be inlined into the loop that calls them.
#define TETLO_INLINED HWY_ATTR __attribute__((always_inline))
// For loops over an array of vectors, which stays in registers only if the loop is unrolled.
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

/// Calls f(0), …, f(N − 1). Each argument is an integral_constant, so that code that depends on it
/// is selected at compile time.
template <class F, int... n>
HWY_INLINE void unrolled_over(const F& f, std::integer_sequence<int, n...>) {
  (f(std::integral_constant<int, n>()), ...);
}
template <int N, class F>
HWY_INLINE void unrolled(const F& f) {
  unrolled_over(f, std::make_integer_sequence<int, N>());
}

/// Keeps a loaded value in a register, where the compiler might otherwise load it again for each of
/// its uses.
template <class V>
HWY_INLINE V in_register(V value) {
#if HWY_ARCH_X86
  asm("" : "+v"(value.raw));
#endif
  return value;
}

/// Calls f(d), where d is the widest vector whose length divides `channels`, a multiple of
/// kChannelBlock.
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
