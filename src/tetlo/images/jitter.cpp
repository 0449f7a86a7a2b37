// SPDX-License-Identifier: Apache-2.0
#include "tetlo/images/jitter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace tetlo {
namespace {

using Colour = std::array<double, 3>;

uint8_t byte(double value) {
  return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

double grey(const Colour& c) { return 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]; }

/// The three planes of an image, or the one of a grey image as all three.
class Pixels {
 public:
  explicit Pixels(const Tensor& image)
      : channels_(image.size(0)), count_(image.size(1) * image.size(2)) {
    for (int64_t c = 0; c < 3; ++c) {
      planes_[static_cast<size_t>(c)] =
          image.data_ptr<uint8_t>() + std::min(c, channels_ - 1) * count_;
    }
  }

  bool coloured() const { return channels_ == 3; }

  void change(const std::function<Colour(const Colour&)>& changed) {
    for (int64_t i = 0; i < count_; ++i) {
      const Colour after = changed(at(i));
      for (size_t c = 0; c < static_cast<size_t>(channels_); ++c) planes_[c][i] = byte(after[c]);
    }
  }

  double mean_grey() const {
    double sum = 0;
    for (int64_t i = 0; i < count_; ++i) sum += grey(at(i));
    return sum / static_cast<double>(count_);
  }

 private:
  Colour at(int64_t i) const {
    return {double(planes_[0][i]), double(planes_[1][i]), double(planes_[2][i])};
  }

  int64_t channels_, count_;
  std::array<uint8_t*, 3> planes_{};
};

/// a + f (x − a) for each channel.
Colour away_from(double a, const Colour& x, double f) {
  return {a + f * (x[0] - a), a + f * (x[1] - a), a + f * (x[2] - a)};
}

/// The hue in turns, from 0 to 1, of a colour that is not grey [Smith1978].
double hue_of(const Colour& x, double highest, double chroma) {
  double sixths = 0;
  if (highest == x[0]) {
    sixths = (x[1] - x[2]) / chroma;
  } else if (highest == x[1]) {
    sixths = 2 + (x[2] - x[0]) / chroma;
  } else {
    sixths = 4 + (x[0] - x[1]) / chroma;
  }
  return sixths / 6;
}

Colour turned(const Colour& x, double turn) {
  const auto [least, most] = std::minmax_element(x.begin(), x.end());
  const double lowest = *least, highest = *most, chroma = highest - lowest;
  if (chroma == 0) return x;
  const double hue = hue_of(x, highest, chroma) + turn;
  const double sixths = 6 * (hue - std::floor(hue));
  // How far a channel is from the lowest value, where its own hue is `own` sixths of a turn.
  const auto channel = [&](double own) {
    double distance = std::abs(sixths - own);
    distance = std::min(distance, 6 - distance);
    return lowest + chroma * std::clamp(2 - distance, 0.0, 1.0);
  };
  return {channel(0), channel(2), channel(4)};
}

}  // namespace

Tensor jittered(const Tensor& image, const Jitter& jitter, Random& random) {
  const Tensor changed = image.clone();
  Pixels pixels(changed);
  const auto factor = [&](double strength) { return 1 + strength * (2 * random.uniform() - 1); };
  const std::array<std::function<void()>, 4> changes = {
      [&, f = factor(jitter.brightness)] {
        pixels.change([&](const Colour& x) { return away_from(0, x, f); });
      },
      [&, f = factor(jitter.contrast)] {
        const double mean = pixels.mean_grey();
        pixels.change([&](const Colour& x) { return away_from(mean, x, f); });
      },
      [&, f = factor(jitter.saturation)] {
        if (!pixels.coloured()) return;
        pixels.change([&](const Colour& x) { return away_from(grey(x), x, f); });
      },
      [&, turn = factor(jitter.hue) - 1] {
        if (pixels.coloured()) pixels.change([&](const Colour& x) { return turned(x, turn); });
      }};
  for (const int64_t i : random.permutation(4)) changes[static_cast<size_t>(i)]();
  return changed;
}

}  // namespace tetlo
