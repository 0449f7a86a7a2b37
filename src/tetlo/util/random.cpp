// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/random.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

#include <numeric>
#include <utility>

namespace tetlo {
namespace {

/// A bijection on 64 bits in which every output bit depends on every input bit [Steele2014].
uint64_t mix(uint64_t z) {
  z += 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace

uint64_t stream_key(uint64_t seed, Purpose purpose, uint64_t a, uint64_t b) {
  return mix(mix(mix(mix(seed) + static_cast<uint64_t>(purpose)) + a) + b);
}

Random::Random(uint64_t seed, Purpose purpose, uint64_t a, uint64_t b)
    : engine_(stream_key(seed, purpose, a, b)) {}

double Random::uniform() { return static_cast<double>(engine_() >> 8) * 0x1p-24; }

int64_t Random::below(int64_t n) {
  TORCH_CHECK(n > 0, "below(n) needs n > 0, not ", n);
  // Taking 64 random bits modulo n has a bias of at most n / 2^64.
  const uint64_t high = engine_();
  const uint64_t low = engine_();
  return static_cast<int64_t>(((high << 32) | low) % static_cast<uint64_t>(n));
}

std::vector<int64_t> Random::permutation(int64_t n) {
  std::vector<int64_t> order(static_cast<size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  for (int64_t i = n - 1; i > 0; --i) {
    std::swap(order[static_cast<size_t>(i)], order[static_cast<size_t>(below(i + 1))]);
  }
  return order;
}

at::Generator generator(uint64_t seed, Purpose purpose, uint64_t a, uint64_t b) {
  return generator_on(torch::kCPU, stream_key(seed, purpose, a, b));
}

at::Generator generator_on(torch::Device device, uint64_t key) {
  if (device.is_cpu()) return at::detail::createCPUGenerator(key);
  at::Generator own = at::globalContext().defaultGenerator(device).clone();
  own.set_current_seed(key);
  return own;
}

}  // namespace tetlo
