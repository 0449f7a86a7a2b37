// SPDX-License-Identifier: Apache-2.0
#include "tetlo/images/png.h"

#include <spng.h>

#include "tetlo/images/orientation.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr size_t kLargestChunk = size_t{1} << 26;

class Decoder {
 public:
  Decoder(std::string_view file, const std::string& name)
      : name_(name), context_(spng_ctx_new(0), &spng_ctx_free) {
    require(context_ != nullptr, "{} cannot be decoded: there is no memory left.", name_);
    check(spng_set_chunk_limits(context_.get(), kLargestChunk, kLargestChunk));
    check(spng_set_png_buffer(context_.get(), file.data(), file.size()));
    check(spng_get_ihdr(context_.get(), &header_));
  }

  ImageSize size() const { return {header_.height, header_.width}; }
  bool grey() const {
    return header_.color_type == SPNG_COLOR_TYPE_GRAYSCALE ||
           header_.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA;
  }
  int orientation() {
    spng_exif exif{};
    if (spng_get_exif(context_.get(), &exif) != 0) return 1;
    return orientation_in({exif.data, exif.length});
  }
  void decode_into(const Tensor& pixels) {
    check(spng_decode_image(context_.get(), pixels.data_ptr(), static_cast<size_t>(pixels.numel()),
                            SPNG_FMT_RGB8, /*flags=*/0));
  }

 private:
  void check(int code) const {
    require(code != SPNG_IO_EOF && code != SPNG_EIDAT_TOO_SHORT,
            "{} is truncated; the end of its PNG data is missing.", name_);
    require(code == 0, "{} cannot be read as a PNG file: {}.", name_, spng_strerror(code));
  }

  const std::string& name_;
  std::unique_ptr<spng_ctx, void (*)(spng_ctx*)> context_;
  spng_ihdr header_{};
};

bool recognises(std::string_view file) { return file.substr(0, 8) == "\x89PNG\r\n\x1A\n"; }

ImageHeader header(std::string_view file, const std::string& name) {
  Decoder png(file, name);
  check_size(png.size(), name);
  return {.stored = png.size(), .grey = png.grey(), .orientation = png.orientation()};
}

Decoded decode(std::string_view file, const Box& box, int, const std::string& name) {
  Decoder png(file, name);
  check_size(png.size(), name);
  const auto [height, width] = png.size();
  Decoded decoded{.pixels = torch::empty({height, width, 3}, torch::kUInt8),
                  .wanted = region_of(box)};
  png.decode_into(decoded.pixels);
  return decoded;
}

}  // namespace

const ImageFormat kPng = {recognises, header, decode};

}  // namespace tetlo
