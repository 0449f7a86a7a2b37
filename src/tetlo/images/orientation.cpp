// SPDX-License-Identifier: Apache-2.0
#include "tetlo/images/orientation.h"

#include <utility>

namespace tetlo {
namespace {

constexpr uint32_t kOrientationTag = 274;

/// Numbers in a block of bytes; 0 beyond its end.
class Numbers {
 public:
  explicit Numbers(std::string_view bytes)
      : bytes_(bytes), little_endian_(bytes.substr(0, 2) == "II") {}

  uint32_t of_two_bytes(size_t at) const { return number(at, 2); }
  uint32_t of_four_bytes(size_t at) const { return number(at, 4); }

 private:
  uint32_t number(size_t at, size_t length) const {
    if (at > bytes_.size() || length > bytes_.size() - at) return 0;
    uint32_t value = 0;
    for (size_t i = 0; i < length; ++i) {
      const size_t place = little_endian_ ? length - 1 - i : i;
      value = (value << 8) | static_cast<unsigned char>(bytes_[at + place]);
    }
    return value;
  }

  std::string_view bytes_;
  bool little_endian_;
};

}  // namespace

ImageSize Orientation::upright(const ImageSize& stored) const {
  return transposed ? ImageSize{stored.width, stored.height} : stored;
}

Box Orientation::stored(const Box& box, const ImageSize& size) const {
  const auto [height, width] = upright(size);
  Box turned = box;
  if (upside_down) turned.top = height - box.top - box.height;
  if (mirrored) turned.left = width - box.left - box.width;
  if (!transposed) return turned;
  return {.top = turned.left, .left = turned.top, .height = turned.width, .width = turned.height};
}

Decoded Orientation::upright(const Decoded& stored) const {
  auto [pixels, wanted] = stored;
  if (transposed) {
    pixels = pixels.transpose(0, 1);
    wanted = {wanted.left, wanted.top, wanted.width, wanted.height};
  }
  if (upside_down) {
    pixels = pixels.flip(0);
    wanted.top = static_cast<double>(pixels.size(0)) - wanted.top - wanted.height;
  }
  if (mirrored) {
    pixels = pixels.flip(1);
    wanted.left = static_cast<double>(pixels.size(1)) - wanted.left - wanted.width;
  }
  return {pixels.contiguous(), wanted};
}

Orientation orientation_of(int value) {
  switch (value) {
    case 2:
      return {.mirrored = true};
    case 3:
      return {.upside_down = true, .mirrored = true};
    case 4:
      return {.upside_down = true};
    case 5:
      return {.transposed = true};
    case 6:
      return {.transposed = true, .mirrored = true};
    case 7:
      return {.transposed = true, .upside_down = true, .mirrored = true};
    case 8:
      return {.transposed = true, .upside_down = true};
    default:
      return {};
  }
}

// A block of EXIF data is a TIFF file: byte order, 42, the place of the first directory. A
// directory is the number of its entries, then entries of 12 bytes: tag, type, number of values,
// value.
int orientation_in(std::string_view exif) {
  const Numbers numbers(exif);
  const size_t directory = numbers.of_four_bytes(4);
  const uint32_t entries = numbers.of_two_bytes(directory);
  for (uint32_t i = 0; i < entries; ++i) {
    const size_t entry = directory + 2 + 12 * i;
    if (entry > exif.size()) break;
    if (numbers.of_two_bytes(entry) != kOrientationTag) continue;
    const uint32_t value = numbers.of_two_bytes(entry + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace tetlo
