// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/source.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

/// One part of a folder of IDX files: one image with that number of channels and
/// that side per label.
void write_part(const TemporaryFolder& folder, const std::string& half,
                std::pair<uint8_t, uint8_t> shape, const Bytes& labels) {
  const auto [channels, side] = shape;
  const auto count = static_cast<uint8_t>(labels.size());
  Bytes images{0, 0, 8, 4, 0, 0, 0, count, 0, 0, 0, channels, 0, 0, 0, side, 0, 0, 0, side};
  images.resize(images.size() + size_t{count} * channels * side * side);
  folder.write(half + "-images-idx4-ubyte", images);
  Bytes file{0, 0, 8, 1, 0, 0, 0, count};
  file.insert(file.end(), labels.begin(), labels.end());
  folder.write(half + "-labels-idx1-ubyte", file);
}

DataSource open(const std::string& name, const std::string& folder = "") {
  DataOptions options;
  options.name = name;
  options.folder = folder;
  return open_source(options);
}

TEST(Source, AnUnknownNameIsAnsweredWithTheKnownOnes) {
  EXPECT_EQ(error_of([] { open("svhn"); }),
            "There is no data set \"svhn\"; there are fashion-mnist, idx, cifar-10, cifar-100, "
            "folder, noise.");
}

TEST(Source, IdxNeedsAFolder) {
  EXPECT_THAT(error_of([] { open("idx"); }), EndsWith("must be given."));
}

TEST(Source, ClassesOfIdxComeFromTheTrainingLabels) {
  const TemporaryFolder folder;
  write_part(folder, "train", {3, 32}, {0, 6, 2});
  write_part(folder, "t10k", {3, 32}, {1, 2});
  const auto source = open("idx", folder.path());
  EXPECT_EQ(source.classes, 7);
  EXPECT_EQ(source.channels, 3);
  EXPECT_EQ(source.height, 32);
  EXPECT_EQ(source.train->size(), 3);
  EXPECT_EQ(source.test->size(), 2);
  write_part(folder, "t10k", {3, 32}, {1, 7});
  EXPECT_THAT(error_of([&] { open("idx", folder.path()); }),
              EndsWith("the label of record 1 is 7; with 7 classes it must be from 0 to 6."));
}

TEST(Source, ClassesHaveTheNamesInTheirFileOrNumbers) {
  const TemporaryFolder folder;
  const Bytes record(1 + 3072, 1);
  folder.write("data_batch_1.bin", record);
  folder.write("test_batch.bin", record);
  EXPECT_EQ(open("cifar-10", folder.path()).class_names[9], "9");
  std::string names;
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "frog"}) {
    names += std::string(name) + "\n";
  }
  folder.write("batches.meta.txt", Bytes(names.begin(), names.end()));
  EXPECT_EQ(open("cifar-10", folder.path()).class_names[9], "frog");
}

TEST(Source, RefusesOtherImageSizes) {
  const TemporaryFolder folder;
  write_part(folder, "train", {1, 30}, {0, 1});
  write_part(folder, "t10k", {1, 30}, {0, 1});
  EXPECT_THAT(error_of([&] { open("idx", folder.path()); }),
              EndsWith("are 1x30x30; they must be 28x28 or 32x32 with one or three channels."));
}

TEST(Source, RefusesTestImagesOfAnotherShape) {
  const TemporaryFolder folder;
  write_part(folder, "train", {1, 28}, {0, 1});
  write_part(folder, "t10k", {3, 28}, {0, 1});
  EXPECT_THAT(
      error_of([&] { open("idx", folder.path()); }),
      EndsWith(
          " has training images of 1x28x28 and test images of 3x28x28; their shapes must agree."));
}

TEST(Source, FashionMnistOpensWithoutAFolder) {
  if (!std::filesystem::is_directory("/usr/share/datasets/fashion-mnist")) {
    GTEST_SKIP() << "dataset-fashion-mnist is not installed";
  }
  const auto source = open("fashion-mnist");
  EXPECT_EQ(source.train->size(), 60000);
  EXPECT_EQ(source.test->size(), 10000);
  EXPECT_EQ(source.classes, 10);
  EXPECT_EQ(source.channels, 1);
  EXPECT_EQ(source.width, 28);
  EXPECT_EQ(source.train->get(0).label, 9);
}

TEST(Source, Cifar100OpensWithItsHundredClasses) {
  const auto folder = shared_data("cifar-100");
  if (folder.empty()) GTEST_SKIP() << "no cifar-100 in TETLO_DATA or ../shared/data";
  const auto source = open("cifar-100", folder);
  EXPECT_EQ(source.classes, 100);
  EXPECT_EQ(source.channels, 3);
  EXPECT_EQ(source.normalisation.mean.size(), 3);
}

}  // namespace
}  // namespace tetlo
