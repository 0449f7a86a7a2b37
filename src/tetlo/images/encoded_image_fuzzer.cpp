// SPDX-License-Identifier: Apache-2.0
// What libFuzzer calls with files that it makes up. Whatever their bytes, an image is decoded to
// its size, as a whole and in part, or is refused with an Error that begins with its name.
// Everything else leaves the function as an exception, or a sanitizer reports it.
#include "tetlo/images/encoded_image.h"
#include "tetlo/images/resize.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr int64_t kMostPixels = int64_t{1} << 16;  ///< larger images would only take longer

const std::string kName = "photo";

/// The part that the last bytes of a file choose, and the reduction.
std::pair<Box, int> part_of(const std::string& file, const ImageSize& size) {
  auto last = file.rbegin();
  const auto less_than = [&](int64_t limit) {
    return static_cast<unsigned char>(*last++) * limit / 256;
  };
  Box box{.top = less_than(size.height), .left = less_than(size.width)};
  box.height = 1 + less_than(size.height - box.top);
  box.width = 1 + less_than(size.width - box.left);
  return {box, 1 << less_than(4)};
}

void decode(const std::string& file) {
  const EncodedImage image(std::make_shared<const std::string>(file), kName);
  const auto [height, width] = image.size();
  if (height * width > kMostPixels) return;
  const Tensor whole = image.decode();
  TORCH_CHECK(whole.sizes() == torch::IntArrayRef({height, width, 3}));
  const auto [box, reduction] = part_of(file, image.size());
  const Decoded part = image.decode(box, reduction);
  const auto& [pixels, wanted] = part;
  TORCH_CHECK(wanted.top >= 0 && wanted.left >= 0);
  TORCH_CHECK(wanted.top + wanted.height <= static_cast<double>(pixels.size(0)));
  TORCH_CHECK(wanted.left + wanted.width <= static_cast<double>(pixels.size(1)));
  resized(part, {.height = 8, .width = 8});
}

}  // namespace
}  // namespace tetlo

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  try {
    tetlo::decode({reinterpret_cast<const char*>(bytes), size});
  } catch (const tetlo::Error& error) {
    TORCH_CHECK(std::string_view(error.what()).substr(0, tetlo::kName.size()) == tetlo::kName);
  }
  return 0;
}
