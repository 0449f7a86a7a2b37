// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/rates.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tetlo {
namespace {

double ratio(int64_t a, int64_t b) { return static_cast<double>(a) / static_cast<double>(b); }

}  // namespace

double cosine_rate(double first, double last, int64_t epoch, int64_t epochs) {
  return last + (first - last) * (1 + std::cos(std::numbers::pi * ratio(epoch, epochs))) / 2;
}

double linear_rate(double first, int64_t epoch, int64_t epochs, int64_t tail) {
  if (tail == 0 || tail >= epochs) return first * ratio(epochs - epoch, epochs);
  const int64_t steps = epochs - tail;
  return epoch < steps ? first * ratio(steps - epoch, steps)
                       : first * ratio(epochs - epoch, steps * tail);
}

double exponential_rate(double first, double factor, int64_t epoch) {
  return first * std::pow(factor, static_cast<double>(epoch));
}

double warmup(int64_t epoch, int64_t epochs) {
  return epochs == 0 ? 1 : std::min(ratio(epoch + 1, epochs), 1.0);
}

}  // namespace tetlo
