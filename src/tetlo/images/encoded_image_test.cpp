// SPDX-License-Identifier: Apache-2.0
// Files of every kind against what Pillow reads from them (tests/images/make.py).
#include "tetlo/images/encoded_image.h"

#include <gmock/gmock.h>

#include <sstream>

#include "tetlo/data/test_data.h"
#include "tetlo/images/resize.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

const std::string kFolder = "tests/images/";

/// A file "P6 WIDTH HEIGHT 255 …" as uint8 [H, W, 3].
Tensor expected(const std::string& name) {
  const std::string content = read_file(kFolder + name + ".ppm");
  std::istringstream text(content);
  std::string magic;
  int64_t width = 0, height = 0, most = 0;
  text >> magic >> width >> height >> most;
  EXPECT_EQ(magic, "P6");
  const size_t first = content.size() - static_cast<size_t>(3 * height * width);
  return torch::tensor(torch::ArrayRef(reinterpret_cast<const uint8_t*>(content.data()) + first,
                                       content.size() - first),
                       torch::kUInt8)
      .view({height, width, 3});
}

/// The largest difference of a pixel, in grey levels.
int64_t difference(const Tensor& a, const Tensor& b) {
  EXPECT_EQ(a.sizes(), b.sizes());
  if (a.sizes() != b.sizes()) return 256;
  return (a.to(torch::kInt64) - b.to(torch::kInt64)).abs().max().item<int64_t>();
}

Tensor decode(const std::string& content, const std::string& name) {
  return EncodedImage(std::make_shared<const std::string>(content), name).decode();
}

struct File {
  std::string file, expected;
};

class ImageFiles : public testing::TestWithParam<File> {};

TEST_P(ImageFiles, AreDecodedAsByPillow) {
  const EncodedImage image = read_image(kFolder + GetParam().file);
  const Tensor pixels = image.decode();
  EXPECT_EQ(image.size(), (ImageSize{pixels.size(0), pixels.size(1)}));
  EXPECT_LE(difference(pixels, expected(GetParam().expected)), 1);
}

std::vector<File> files() {
  std::vector<File> all;
  for (const char* jpeg : {"full-colour", "half-colour", "progressive", "grey", "cmyk", "ycck"}) {
    all.push_back({std::string(jpeg) + ".jpg", jpeg});
  }
  for (int value = 1; value <= 8; ++value) {
    const std::string name = "orientation-" + std::to_string(value);
    all.push_back({name + ".jpg", name});
  }
  for (const char* png : {"rgb", "rgba", "palette", "transparent-palette", "grey",
                          "black-and-white", "orientation-6"}) {
    all.push_back({std::string(png) + ".png", std::string(png) + "-png"});
  }
  all.push_back({"sixteen-bits.png", "grey-png"});
  return all;
}

INSTANTIATE_TEST_SUITE_P(Each, ImageFiles, testing::ValuesIn(files()), [](const auto& instance) {
  std::string name = instance.param.file;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
});

TEST(EncodedImage, IsResizedAsByPillow) {
  const auto at_size = [](const std::string& file, const ImageSize& size) {
    return resized(read_image(kFolder + file).decode(), size);
  };
  for (const ImageSize size : {ImageSize{16, 16}, {48, 64}, {9, 37}}) {
    const std::string name = fmt::format("half-colour-{}x{}", size.height, size.width);
    EXPECT_LE(difference(at_size("half-colour.jpg", size), expected(name)), 1) << name;
  }
  EXPECT_EQ(difference(at_size("one-pixel.png", {16, 16}), expected("one-pixel-16x16")), 0);
  EXPECT_LE(difference(at_size("wide.jpg", {16, 16}), expected("wide-16x16")), 1);
}

TEST(EncodedImage, IsReducedAsByPillow) {
  const EncodedImage image = read_image(kFolder + "large.jpg");
  const auto [height, width] = image.size();
  for (const int factor : {1, 2, 4, 8}) {
    const Decoded part = image.decode(Box{.height = height, .width = width}, factor);
    EXPECT_LE(difference(part.pixels, expected(fmt::format("large-by-{}", factor))), 1) << factor;
    EXPECT_EQ(part.wanted.height, static_cast<double>(height) / factor);
  }
}

// The region says where the box lies in the pixels, which are those of the whole image.
void expect_parts_of_the_whole(const EncodedImage& image) {
  const Tensor whole = image.decode();
  for (const Box box : {Box{.top = 3, .left = 5, .height = 11, .width = 20},
                        {.top = 0, .left = 0, .height = 1, .width = 1},
                        {.top = 15, .left = 20, .height = 4, .width = 4},
                        {.top = 12, .left = 1, .height = 17, .width = 28}}) {
    const auto [pixels, wanted] = image.decode(box);
    const Tensor part = pixels.narrow(0, static_cast<int64_t>(wanted.top), box.height)
                            .narrow(1, static_cast<int64_t>(wanted.left), box.width);
    const Tensor same = whole.narrow(0, box.top, box.height).narrow(1, box.left, box.width);
    EXPECT_EQ(difference(part, same), 0) << image.name() << ", from row " << box.top;
  }
}

TEST(EncodedImage, OfWhichAPartIsDecodedGivesThePixelsOfTheWhole) {
  for (const char* file : {"large.jpg", "orientation-7.jpg", "rgba.png"}) {
    expect_parts_of_the_whole(read_image(kFolder + file));
  }
}

// The end is there, but the file has only the coarse scan, with which a progressive file begins.
TEST(EncodedImage, OfWhichScansAreMissingGivesThePixelsOfTheWholeInPart) {
  const std::string file = read_file(kFolder + "progressive.jpg"), scan = "\xFF\xDA";
  const size_t second = file.find(scan, file.find(scan) + 1);
  const std::string coarse = file.substr(0, second) + "\xFF\xD9";
  expect_parts_of_the_whole({std::make_shared<const std::string>(coarse), "coarse.jpg"});
}

TEST(EncodedImage, SaysWhetherItIsGrey) {
  for (const char* file : {"grey.jpg", "grey.png", "sixteen-bits.png", "black-and-white.png"}) {
    EXPECT_TRUE(read_image(kFolder + file).grey()) << file;
  }
  for (const char* file : {"half-colour.jpg", "cmyk.jpg", "rgba.png", "palette.png"}) {
    EXPECT_FALSE(read_image(kFolder + file).grey()) << file;
  }
}

TEST(EncodedImage, IsRefusedWithItsNameAndTheReason) {
  const auto error = [](const std::string& content) {
    return error_of([&] { decode(content, "photo.gif"); });
  };
  EXPECT_EQ(error(""), "photo.gif is no image; it must be a JPEG or a PNG file.");
  EXPECT_EQ(error("GIF89a"), "photo.gif is no image; it must be a JPEG or a PNG file.");
  EXPECT_EQ(error(read_file(kFolder + "twelve-bits.jpg")),
            "photo.gif has 12 bits for each sample; a JPEG file must have 8.");
  EXPECT_EQ(error(std::string("\x89PNG\r\n\x1A\n\0\0\0\x0dIHDR", 16)),
            "photo.gif is truncated; the end of its PNG data is missing.");
}

// The last 20 bytes are none of the pixels.
TEST(EncodedImage, IsRefusedWhereverItIsCut) {
  for (const std::string file : {"half-colour.jpg", "progressive.jpg", "rgb.png", "palette.png"}) {
    const std::string whole = read_file(kFolder + file);
    for (size_t length = 0; length + 20 < whole.size(); length += 37) {
      EXPECT_THAT(error_of([&] { decode(whole.substr(0, length), file); }),
                  testing::StartsWith(file))
          << length;
    }
  }
}

TEST(EncodedImage, DamagedAnywhereIsDecodedOrRefused) {
  for (const std::string file : {"half-colour.jpg", "ycck.jpg", "orientation-5.jpg", "rgb.png"}) {
    const std::string whole = read_file(kFolder + file);
    for (size_t at = 0; at < whole.size(); ++at) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x5A);
      try {
        decode(damaged, file);
      } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr(file));
      }
    }
  }
}

}  // namespace
}  // namespace tetlo
