// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/noise_images.h"

#include <memory>

namespace tetlo {
namespace {

constexpr int64_t kTraining = 1'281'167, kTest = 50'000, kClasses = 1000;
constexpr int64_t kChannels = 3, kPixelValues = 256;

class NoiseImages : public Dataset {
 public:
  NoiseImages(int64_t size, int64_t side) : size_(size), side_(side) {}

  int64_t size() const override { return size_; }
  int64_t label(int64_t index) const override { return index % kClasses; }
  Tensor image(int64_t index, Random*) const override {
    Random random(0, purpose("noise images"), static_cast<uint64_t>(index));
    Tensor pixels = torch::empty({kChannels, side_, side_}, torch::kUInt8);
    auto* const first = pixels.data_ptr<uint8_t>();
    for (int64_t i = 0; i < pixels.numel(); ++i) {
      first[i] = static_cast<uint8_t>(random.below(kPixelValues));
    }
    return pixels;
  }

 private:
  int64_t size_, side_;
};

}  // namespace

DataSource noise_images(const std::string&, const DataOptions& options) {
  const int64_t side = options.files.image_size;
  DataSource source{.train = std::make_shared<NoiseImages>(kTraining, side),
                    .test = std::make_shared<NoiseImages>(kTest, side),
                    .classes = kClasses,
                    .channels = kChannels,
                    .height = side,
                    .width = side,
                    // Of whole numbers from 0 to 255 at equal odds.
                    .normalisation = {{0.5, 0.5, 0.5}, {0.2898, 0.2898, 0.2898}},
                    .remark = "noise is random pixels, from which nothing can be learned"};
  for (int64_t i = 0; i < kClasses; ++i) source.class_names.push_back(std::to_string(i));
  return source;
}

}  // namespace tetlo
