// SPDX-License-Identifier: Apache-2.0
// Random streams that depend on their key only, never on what was drawn elsewhere before.
//
// A stream is named by a seed and up to three numbers (say purpose, epoch, index). Because nothing
// else enters, work may be done in any order or on any thread, and a resumed run draws the same
// numbers as one that was never stopped. The generator is Philox 4x32-10 [Salmon2011].
#pragma once

#include <ATen/core/PhiloxRNGEngine.h>

#include <cstdint>
#include <vector>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// What a stream is for; two purposes never share numbers.
enum class Purpose : uint64_t {
  kSplit = 1,
  kOrder,
  kAugmentation,
  kWeights,
  kAlpha,
  kTransfer,
  kDropPath,
  kNoise,
  kLabels,
  kPerturbation,
  kGates,
  kSelection
};

/// The key of the stream for `purpose` at (a, b) under `seed`, well mixed: 64 bits.
uint64_t stream_key(uint64_t seed, Purpose purpose, uint64_t a = 0, uint64_t b = 0);

class Random {
 public:
  Random(uint64_t seed, Purpose purpose, uint64_t a = 0, uint64_t b = 0);

  /// Uniform in [0, 1), a multiple of 2^-24.
  double uniform();
  /// Uniform in {0, …, n − 1}; n must be positive.
  int64_t below(int64_t n);
  /// True with probability p.
  bool coin(double p) { return uniform() < p; }
  /// A uniformly random order of 0, …, n − 1 (Fisher-Yates).
  std::vector<int64_t> permutation(int64_t n);

 private:
  at::Philox4_32 engine_;
};

/// A LibTorch generator on the CPU seeded with the stream's key, for filling whole tensors.
at::Generator generator(uint64_t seed, Purpose purpose, uint64_t a = 0, uint64_t b = 0);

}  // namespace tetlo
