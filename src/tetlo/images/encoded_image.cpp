// SPDX-License-Identifier: Apache-2.0
#include "tetlo/images/encoded_image.h"

#include <utility>

#include "tetlo/images/jpeg.h"
#include "tetlo/images/png.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

/// The most pixels that are decoded, about 800 MB.
constexpr int64_t kMostPixels = int64_t{1} << 28;

const ImageFormat& format_of(std::string_view file, const std::string& name) {
  for (const ImageFormat* format : {&kJpeg, &kPng}) {
    if (format->recognises(file)) return *format;
  }
  fail("{} is no image; it must be a JPEG or a PNG file.", name);
}

}  // namespace

void check_size(const ImageSize& size, const std::string& name) {
  require(size.height <= kMostPixels / std::max<int64_t>(size.width, 1),
          "{} has {}x{} pixels; an image must have at most {} pixels.", name, size.width,
          size.height, kMostPixels);
}

EncodedImage::EncodedImage(std::shared_ptr<const std::string> file, std::string name)
    : file_(std::move(file)),
      name_(std::move(name)),
      format_(&format_of(*file_, name_)),
      header_(format_->header(*file_, name_)),
      orientation_(orientation_of(header_.orientation)) {}

Decoded EncodedImage::decode(const Box& box, int reduction) const {
  const Box stored = orientation_.stored(box, header_.stored);
  return orientation_.upright(format_->decode(*file_, stored, reduction, name_));
}

Tensor EncodedImage::decode() const {
  const auto [height, width] = size();
  return decode(Box{.height = height, .width = width}).pixels;
}

EncodedImage read_image(const std::string& path) {
  return {std::make_shared<const std::string>(read_regular_file(path)), path};
}

}  // namespace tetlo
