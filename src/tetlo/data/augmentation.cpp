// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/augmentation.h"

#include <algorithm>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// The position of the cropped window relative to the image, and whether it is mirrored.
struct Window {
  int64_t down = 0;
  int64_t right = 0;
  bool mirrored = false;
};

/// pixel → scale · pixel + shift, equal to (pixel / 255 − mean) / standard deviation.
struct Affine {
  float scale;
  float shift;
};

Affine channel_affine(const ChannelStatistics& normalisation, size_t channel) {
  const double mean = normalisation.mean[channel];
  const double deviation = normalisation.deviation[channel];
  return {static_cast<float>(1 / (255 * deviation)), static_cast<float>(-mean / deviation)};
}

/// Writes a row of the window into `target`, whose length is that of the row `source`.
void write_row(std::span<float> target, const uint8_t* source, const Window& window,
               const Affine& affine) {
  const auto width = static_cast<int64_t>(target.size());
  const int64_t first = std::clamp<int64_t>(-window.right, 0, width);
  const int64_t last = std::clamp<int64_t>(width - window.right, 0, width);
  source += window.right;
  float* const out = target.data();
  std::fill_n(out, width, affine.shift);
  if (window.mirrored) {
    for (int64_t x = first; x < last; ++x) {
      out[width - 1 - x] = affine.scale * static_cast<float>(source[x]) + affine.shift;
    }
  } else {
    for (int64_t x = first; x < last; ++x) {
      out[x] = affine.scale * static_cast<float>(source[x]) + affine.shift;
    }
  }
}

void write_window(std::span<float> row, const Tensor& image, const ChannelStatistics& normalisation,
                  const Window& window) {
  TORCH_CHECK(image.dim() == 3 && image.scalar_type() == torch::kUInt8 && image.is_contiguous(),
              "an image must be contiguous uint8 [C, H, W]");
  TORCH_CHECK(static_cast<int64_t>(row.size()) == image.numel(), "row of a wrong length");
  const int64_t channels = image.size(0), height = image.size(1), width = image.size(2);
  TORCH_CHECK(static_cast<int64_t>(normalisation.mean.size()) == channels &&
                  normalisation.deviation.size() == normalisation.mean.size(),
              "normalisation needs one mean and one standard deviation for each channel");
  const uint8_t* pixels = image.data_ptr<uint8_t>();
  float* target = row.data();
  for (int64_t channel = 0; channel < channels; ++channel) {
    const Affine affine = channel_affine(normalisation, static_cast<size_t>(channel));
    for (int64_t y = 0; y < height; ++y, target += width) {
      const int64_t from = y + window.down;
      if (from < 0 || from >= height) {
        std::fill_n(target, width, affine.shift);
      } else {
        write_row({target, static_cast<size_t>(width)}, pixels + (channel * height + from) * width,
                  window, affine);
      }
    }
  }
}

void cut_out(std::span<float> row, torch::IntArrayRef sizes, int64_t half, Random& random) {
  const int64_t channels = sizes[0], height = sizes[1], width = sizes[2];
  const int64_t y = random.below(height);
  const int64_t x = random.below(width);
  const int64_t top = std::max<int64_t>(0, y - half), bottom = std::min(height, y + half);
  const int64_t left = std::max<int64_t>(0, x - half), right = std::min(width, x + half);
  for (int64_t channel = 0; channel < channels; ++channel) {
    for (int64_t line = top; line < bottom; ++line) {
      std::fill_n(row.data() + (channel * height + line) * width + left, right - left, 0.0F);
    }
  }
}

}  // namespace

void Augmentation::check() const {
  require(crop_padding >= 0, "crop_padding is {}; it must be at least 0.", crop_padding);
  require(cutout >= 0, "cutout is {}; it must be at least 0.", cutout);
}

void augment_into(std::span<float> row, const Tensor& image, const Augmentation& augmentation,
                  Random& random) {
  const Tensor seen =
      augmentation.jitter.none() ? image : jittered(image, augmentation.jitter, random);
  Window window;
  if (augmentation.crop_padding > 0) {
    const int64_t padding = augmentation.crop_padding;
    window.down = random.below(2 * padding + 1) - padding;
    window.right = random.below(2 * padding + 1) - padding;
  }
  if (augmentation.flip) window.mirrored = random.coin(0.5);
  write_window(row, seen, augmentation.normalisation, window);
  // If cutout is certain, nothing is drawn, so that the random numbers are the same as in a program
  // without cutout_probability.
  const double probability = augmentation.cutout_probability;
  const bool cuts = augmentation.cutout > 0 && (probability >= 1 || random.coin(probability));
  if (cuts) cut_out(row, image.sizes(), augmentation.cutout / 2, random);
}

void plain_into(std::span<float> row, const Tensor& image, const ChannelStatistics& normalisation) {
  write_window(row, image, normalisation, Window{});
}

Tensor augment(const Tensor& image, const Augmentation& augmentation, Random& random) {
  Tensor result = torch::empty(image.sizes(), torch::kFloat32);
  augment_into({result.data_ptr<float>(), static_cast<size_t>(result.numel())}, image, augmentation,
               random);
  return result;
}

Tensor plain(const Tensor& image, const ChannelStatistics& normalisation) {
  Tensor result = torch::empty(image.sizes(), torch::kFloat32);
  plain_into({result.data_ptr<float>(), static_cast<size_t>(result.numel())}, image, normalisation);
  return result;
}

}  // namespace tetlo
