// SPDX-License-Identifier: Apache-2.0
// Random streams that depend on their key only, never on numbers that were drawn before.
//
// The key of a stream is a seed, a purpose and up to two numbers (an epoch and an index, say).
// Because it depends on nothing else, work may be done in any order and on any thread, and a
// resumed run draws the same numbers as one that was never stopped. The generator is Philox 4x32-10
// [Salmon2011].
#pragma once

#include <ATen/core/PhiloxRNGEngine.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// The purpose of a stream. Streams for different purposes are independent of each other.
enum class Purpose : uint64_t {
  kSplit = 1,
  kOrder,
  kAugmentation,
  kWeights,
  kAlpha,
  kTransfer,
  kDropPath,
  kNoise,
  kLabels
};

/// A purpose named by the code that draws, so that it need not be listed above. Its number is a
/// hash of the name (FNV-1a), far larger than the numbers above.
constexpr Purpose purpose(std::string_view name) {
  uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : name) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001B3ULL;
  return static_cast<Purpose>(hash);
}

/// The key of the stream for `purpose` at (a, b) under `seed`, as 64 well mixed bits.
uint64_t stream_key(uint64_t seed, Purpose purpose, uint64_t a = 0, uint64_t b = 0);

class Random {
 public:
  Random(uint64_t seed, Purpose purpose, uint64_t a = 0, uint64_t b = 0);

  /// A uniform number in [0, 1), a multiple of 2^-24.
  double uniform();
  /// A uniform whole number from 0 to n − 1; n must be positive.
  int64_t below(int64_t n);
  /// True with probability p.
  bool coin(double p) { return uniform() < p; }
  /// A uniformly random order of 0, …, n − 1 (Fisher-Yates).
  std::vector<int64_t> permutation(int64_t n);
  /// One of the choices, each with the same probability; there must be one.
  template <typename T>
  const T& any_of(const std::vector<T>& choices) {
    return choices[static_cast<size_t>(below(static_cast<int64_t>(choices.size())))];
  }

 private:
  at::Philox4_32 engine_;
};

/// A LibTorch generator on the CPU that is seeded with the stream's key, for filling whole tensors.
at::Generator generator(uint64_t seed, Purpose purpose, uint64_t a = 0, uint64_t b = 0);

/// A LibTorch generator that is seeded with a stream's key and draws on the device, so that the host
/// neither draws nor copies. Every kind of device draws other numbers from a key.
at::Generator generator_on(torch::Device device, uint64_t key);

}  // namespace tetlo
