// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/idx.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

const std::string kFashion = "/usr/share/datasets/fashion-mnist";

// Two grey images of 2 rows and 3 columns, written out by hand.
const Bytes kImages{0, 0, 8, 3, 0, 0, 0, 2, 0, 0,   0, 2,  0,  0,
                    0, 3, 1, 2, 3, 4, 5, 6, 7, 255, 9, 10, 11, 12};
const Bytes kLabels{0, 0, 8, 1, 0, 0, 0, 2, 4, 1};

Bytes changed(Bytes bytes, size_t place, uint8_t value) {
  bytes.at(place) = value;
  return bytes;
}

Bytes shortened(const Bytes& bytes, size_t by) {
  return {bytes.begin(), bytes.end() - static_cast<std::ptrdiff_t>(by)};
}

TEST(Idx, ReadsRowsOfAPlainFile) {
  const TemporaryFolder folder;
  const Tensor images = read_idx_images(folder.write("images", kImages));
  EXPECT_EQ(images.sizes().vec(), (std::vector<int64_t>{2, 1, 2, 3}));
  EXPECT_EQ(images[0][0][1][0].item<int>(), 4);
  EXPECT_EQ(images[1][0][0][1].item<int>(), 255);
}

TEST(Idx, ReadsTheSameFromGzip) {
  const TemporaryFolder folder;
  EXPECT_TRUE(read_idx_images(folder.write_gzip("images.gz", kImages))
                  .equal(read_idx_images(folder.write("images", kImages))));
}

TEST(Idx, ReadsColourPlanes) {
  const TemporaryFolder folder;
  const Tensor images = read_idx_images(folder.write(
      "images", {0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(images.sizes().vec(), (std::vector<int64_t>{1, 3, 1, 2}));
  EXPECT_EQ(images[0][2][0][1].item<int>(), 6);
}

TEST(Idx, RefusesTwoChannels) {
  const TemporaryFolder folder;
  const auto path =
      folder.write("images", {0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2});
  EXPECT_EQ(error_of([&] { read_idx_images(path); }),
            path + " has images with 2 channels; an image must have one or three channels.");
}

TEST(Idx, FindsPlainAndGzipFilesOfAFolder) {
  const TemporaryFolder folder;
  folder.write("train-images-idx3-ubyte", kImages);
  folder.write_gzip("train-labels-idx1-ubyte.gz", kLabels);
  const auto dataset = read_idx(folder.path(), Part::kTrain, 0);
  EXPECT_EQ(dataset->classes(), 5);
  EXPECT_EQ(dataset->get(0).label, 4);
  EXPECT_EQ(dataset->get(1).image[0][1][2].item<int>(), 12);
}

TEST(Idx, NamesAMissingFile) {
  const TemporaryFolder folder;
  EXPECT_THAT(error_of([&] { read_idx(folder.path(), Part::kTest, 10); }),
              HasSubstr(" has no file t10k-images-idx3-ubyte, "));
}

TEST(Idx, ShowsAWrongMagicNumber) {
  const TemporaryFolder folder;
  const auto path = folder.write("labels", changed(kLabels, 2, 9));
  EXPECT_EQ(error_of([&] { read_idx_labels(path); }),
            path + " starts with 0x00000901; an IDX file of this kind must start with 0x00000801.");
  EXPECT_THAT(error_of([&] { read_idx_images(folder.write("labels", kLabels)); }),
              EndsWith("must start with 0x00000803 or 0x00000804."));
}

TEST(Idx, CountsTheBytesOfATruncatedFile) {
  const TemporaryFolder folder;
  EXPECT_THAT(error_of([&] { read_idx_images(folder.write("a", shortened(kImages, 3))); }),
              EndsWith(" is truncated: it has 25 bytes, and it must have 28."));
  EXPECT_THAT(error_of([&] { read_idx_images(folder.write("b", shortened(kImages, 20))); }),
              EndsWith(" is truncated: it has 8 bytes, and its header alone must have 16."));
}

TEST(Idx, RefusesATruncatedGzipFile) {
  const TemporaryFolder folder;
  Bytes bytes = kImages;
  bytes[7] = 200;
  for (int i = 0; i < 198 * 6; ++i) bytes.push_back(static_cast<uint8_t>(i * i * i / 7));
  const auto path = folder.write_gzip("images.gz", bytes);
  EXPECT_EQ(read_idx_images(path).size(0), 200);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  EXPECT_THAT(error_of([&] { read_idx_images(path); }), HasSubstr(" and it must have 1216."));
}

TEST(Idx, RefusesADamagedGzipFile) {
  const TemporaryFolder folder;
  const auto path = folder.write_gzip("images.gz", kImages);
  Bytes bytes(std::filesystem::file_size(path));
  std::ifstream(path).read(reinterpret_cast<char*>(bytes.data()),
                           static_cast<std::streamsize>(bytes.size()));
  bytes[bytes.size() - 8] ^= 1;  // the checksum
  EXPECT_THAT(error_of([&] { read_idx_images(folder.write("damaged.gz", bytes)); }),
              HasSubstr(" is damaged"));
}

TEST(Idx, RefusesTrailingBytes) {
  const TemporaryFolder folder;
  Bytes bytes = kLabels;
  bytes.push_back(0);
  EXPECT_THAT(error_of([&] { read_idx_labels(folder.write("labels", bytes)); }),
              EndsWith(" has trailing bytes; it must end after 10 bytes."));
}

TEST(Idx, SizesOfADamagedHeaderCostNoMemory) {
  const TemporaryFolder folder;
  EXPECT_THAT(error_of([&] { read_idx_images(folder.write("a", changed(kImages, 4, 255))); }),
              HasSubstr(" is truncated: it has 28 bytes, and it must have 25669140508."));
  Bytes bytes = kImages;
  for (size_t i = 4; i < 16; ++i) bytes[i] = 255;
  EXPECT_THAT(error_of([&] { read_idx_images(folder.write("b", bytes)); }),
              HasSubstr("ask for more than 2^48 bytes"));
}

TEST(Idx, DoesNotWaitForAPipe) {
  const TemporaryFolder folder;
  const std::string pipe = folder.path("images");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(error_of([&] { read_idx_images(pipe); }), pipe + " cannot be opened for reading.");
}

TEST(Idx, RefusesDifferentCounts) {
  const TemporaryFolder folder;
  folder.write("train-images-idx3-ubyte", kImages);
  folder.write("train-labels-idx1-ubyte", {0, 0, 8, 1, 0, 0, 0, 1, 4});
  EXPECT_THAT(error_of([&] { read_idx(folder.path(), Part::kTrain, 0); }),
              testing::AllOf(HasSubstr(" has 1 labels"), HasSubstr("has 2 images")));
}

TEST(Idx, RefusesALabelOutOfRange) {
  const TemporaryFolder folder;
  folder.write("t10k-images-idx3-ubyte", kImages);
  const auto labels = folder.write("t10k-labels-idx1-ubyte", kLabels);
  EXPECT_EQ(error_of([&] { read_idx(folder.path(), Part::kTest, 4); }),
            labels + ": the label of record 0 is 4; with 4 classes it must be from 0 to 3.");
}

TEST(Idx, FashionMnistIsAsPublished) {
  if (!std::filesystem::is_directory(kFashion)) GTEST_SKIP() << kFashion << " is not installed";
  const auto test = read_idx(kFashion, Part::kTest, 10);
  EXPECT_EQ(test->images().sizes().vec(), (std::vector<int64_t>{10000, 1, 28, 28}));
  EXPECT_EQ(test->get(0).label, 9);  // an ankle boot
  for (int label = 0; label < 10; ++label) {
    EXPECT_EQ(test->labels().eq(label).sum().item<int64_t>(), 1000);
  }
}

}  // namespace
}  // namespace tetlo
