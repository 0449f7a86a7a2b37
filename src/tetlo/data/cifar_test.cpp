// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/cifar.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

/// One record: its label bytes, and pixels that are 1, 2 and 3 in its three planes, but 77 at the
/// very end.
Bytes record(Bytes labels) {
  for (const uint8_t plane : Bytes{1, 2, 3}) labels.insert(labels.end(), 1024, plane);
  labels.back() = 77;
  return labels;
}

Bytes joined(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(Cifar, ReadsPlanesOfRows) {
  const TemporaryFolder folder;
  folder.write("test_batch.bin", joined(record({7}), record({9})));
  const auto test = read_cifar10(folder.path(), Part::kTest);
  ASSERT_EQ(test->images().sizes().vec(), (std::vector<int64_t>{2, 3, 32, 32}));
  EXPECT_EQ(test->get(1).label, 9);
  EXPECT_EQ(test->get(1).image[1][31][31].item<int>(), 2);
  EXPECT_EQ(test->get(1).image[2][31][30].item<int>(), 3);
  EXPECT_EQ(test->get(1).image[2][31][31].item<int>(), 77);
}

TEST(Cifar, ReadsTrainingFilesInTheOrderOfTheirNumbers) {
  const TemporaryFolder folder;
  for (uint8_t i = 1; i <= 10; ++i) {
    folder.write(fmt::format("data_batch_{}.bin", i), record({static_cast<uint8_t>(i - 1)}));
  }
  const auto train = read_cifar10(folder.path(), Part::kTrain);
  EXPECT_TRUE(train->labels().equal(torch::arange(10, torch::kInt64)));
}

TEST(Cifar, NamesAMissingFile) {
  const TemporaryFolder folder;
  EXPECT_THAT(error_of([&] { read_cifar10(folder.path(), Part::kTrain); }),
              HasSubstr("data_batch_1.bin cannot be read"));
  folder.write("data_batch_1.bin", record({0}));
  folder.write("data_batch_3.bin", record({0}));
  EXPECT_THAT(error_of([&] { read_cifar10(folder.path(), Part::kTrain); }),
              HasSubstr("data_batch_2.bin cannot be read"));
}

TEST(Cifar, DoesNotWaitForAPipe) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo(folder.path("test_batch.bin").c_str(), 0600), 0);
  EXPECT_THAT(error_of([&] { read_cifar10(folder.path(), Part::kTest); }),
              HasSubstr("test_batch.bin cannot be read"));
}

TEST(Cifar, RefusesPartOfARecord) {
  const TemporaryFolder folder;
  const auto path = folder.write("test_batch.bin", joined(record({1}), {5}));
  EXPECT_EQ(error_of([&] { read_cifar10(folder.path(), Part::kTest); }),
            path + " has 3074 bytes; it must have a whole number of records of 3073 bytes.");
}

TEST(Cifar, RefusesAnEmptyFile) {
  const TemporaryFolder folder;
  folder.write("test.bin", {});
  EXPECT_THAT(error_of([&] { read_cifar100(folder.path(), Part::kTest); }),
              EndsWith(" has 0 bytes; it must have a whole number of records of 3074 bytes."));
}

TEST(Cifar, NamesFileAndRecordOfALabelOutOfRange) {
  const TemporaryFolder folder;
  folder.write("data_batch_1.bin", record({0}));
  const auto second = folder.write("data_batch_2.bin", joined(record({9}), record({10})));
  EXPECT_EQ(error_of([&] { read_cifar10(folder.path(), Part::kTrain); }),
            second + ": the label of record 1 is 10; with 10 classes it must be from 0 to 9.");
}

TEST(Cifar, UsesTheFineLabelOfCifar100) {
  const TemporaryFolder folder;
  folder.write("train.bin", record({19, 99}));
  const auto train = read_cifar100(folder.path(), Part::kTrain);
  EXPECT_EQ(train->get(0).label, 99);
  EXPECT_EQ(train->get(0).image[0][0][0].item<int>(), 1);
}

TEST(Cifar, RealCifar10HasTheSameNumberOfImagesOfEachClass) {
  const auto folder = shared_data("cifar-10");
  if (folder.empty()) GTEST_SKIP() << "no cifar-10 in TETLO_DATA or ../shared/data";
  const auto test = read_cifar10(folder, Part::kTest);
  for (int label = 0; label < 10; ++label) {
    EXPECT_EQ(test->labels().eq(label).sum().item<int64_t>(), 1000);
  }
}

}  // namespace
}  // namespace tetlo
