// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/crop.h"

#include <algorithm>
#include <cmath>

namespace tetlo {
namespace {

constexpr double kNarrowest = 3.0 / 4, kWidest = 4.0 / 3;
constexpr int kTries = 10;

int64_t rounded(double length) { return std::max<int64_t>(std::llround(length), 1); }

Box in_the_middle(const ImageSize& size, int64_t height, int64_t width) {
  return {.top = (size.height - height) / 2,
          .left = (size.width - width) / 2,
          .height = height,
          .width = width};
}

}  // namespace

Box middle(const ImageSize& size, double share) {
  const auto shorter = std::min(size.height, size.width);
  const int64_t side = std::min(rounded(share * static_cast<double>(shorter)), shorter);
  return in_the_middle(size, side, side);
}

Box random_rectangle(const ImageSize& size, const AreaBounds& area, Random& random) {
  const auto height = static_cast<double>(size.height), width = static_cast<double>(size.width);
  const auto between = [&](double a, double b) { return a + (b - a) * random.uniform(); };
  for (int i = 0; i < kTries; ++i) {
    const double chosen = height * width * between(area.least, area.most);
    const double ratio = std::exp(between(std::log(kNarrowest), std::log(kWidest)));
    const int64_t w = rounded(std::sqrt(chosen * ratio)), h = rounded(std::sqrt(chosen / ratio));
    if (w > size.width || h > size.height) continue;
    const int64_t top = random.below(size.height - h + 1);
    return {.top = top, .left = random.below(size.width - w + 1), .height = h, .width = w};
  }
  const double shape = std::clamp(width / height, kNarrowest, kWidest);
  return in_the_middle(size, std::min(rounded(width / shape), size.height),
                       std::min(rounded(height * shape), size.width));
}

}  // namespace tetlo
