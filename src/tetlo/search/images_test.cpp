// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/images.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

#include "tetlo/data/test_data.h"
#include "tetlo/util/digest.h"

namespace tetlo {
namespace {

using Assignments = std::vector<std::string>;

const Assignments kNoisyAndImbalanced = {"condition.label_noise=0.6", "condition.imbalance=10"};

SearchOptions options_with(const Assignments& assignments) {
  SearchOptions options;
  Assignments all = {"search.batch_size=4"};
  all.insert(all.end(), assignments.begin(), assignments.end());
  options.configuration().load("", all);
  return options;
}

/// Four classes, whose images are drawn at random.
DataSource some_source() {
  const auto images = [](int64_t count) {
    const Tensor pixels =
        torch::randint(256, {count, 1, 4, 4}, generator(1, Purpose::kLabels), torch::kInt64);
    return std::make_shared<const MemoryDataset>(pixels.to(torch::kUInt8),
                                                 torch::arange(count).remainder(4), 4, "some");
  };
  return {.train = images(400),
          .test = images(40),
          .classes = 4,
          .channels = 1,
          .height = 4,
          .width = 4,
          .normalisation = {}};
}

/// The digest of all pixels, or of all labels.
std::string digest_of_pixels(const Dataset& images) {
  std::string all;
  for (int64_t i = 0; i < images.size(); ++i) {
    const Tensor image = images.get(i).image.contiguous();
    all.append(static_cast<const char*>(image.data_ptr()), image.nbytes());
  }
  return md5(all);
}
std::string digest_of_labels(const Dataset& images) {
  std::string all;
  for (int64_t i = 0; i < images.size(); ++i) all += std::to_string(images.label(i)) + " ";
  return md5(all);
}
std::string digest(const Dataset& images) {
  return digest_of_pixels(images) + digest_of_labels(images);
}

/// Both parts of the source, and the training half, must stay as they are.
void expect_untouched(const DataSource& source, const Assignments& condition) {
  const std::string train = digest(*source.train), test = digest(*source.test);
  const SearchSplit clean = search_split(options_with({}), source);
  const SearchSplit changed = search_split(options_with(condition), source);
  EXPECT_EQ(digest(*source.train), train);
  EXPECT_EQ(digest(*source.test), test);
  EXPECT_EQ(digest(*changed.train), digest(*clean.train));
  EXPECT_NE(digest(*changed.validation), digest(*clean.validation));
}

TEST(SearchSplit, ConditionTouchesNeitherTrainingNorTestImages) {
  expect_untouched(some_source(), kNoisyAndImbalanced);
}

TEST(SearchSplitSlow, ConditionTouchesNeitherTrainingNorTestImagesOfCifar10) {
  const std::string folder = shared_data("cifar-10");
  if (folder.empty()) GTEST_SKIP() << "TETLO_DATA has no cifar-10";
  DataOptions options;
  options.name = "cifar-10";
  options.folder = folder;
  const DataSource source = open_source(options);
  expect_untouched(source, kNoisyAndImbalanced);
  // 25,000 images, of which about 40.9 % are left, and 60 % of these have a wrong label.
  const auto record = search_split(options_with(kNoisyAndImbalanced), source).condition;
  const auto left = record["images_per_class"].get<std::vector<int64_t>>();
  const int64_t images = std::accumulate(left.begin(), left.end(), int64_t{0});
  EXPECT_NEAR(static_cast<double>(images), 10218, 100);
  EXPECT_NEAR(record["labels_changed"].get<double>() / static_cast<double>(images), 0.6, 0.02);
}

TEST(SearchSplit, LabelNoiseLeavesThePixelsOfTheValidationHalf) {
  const auto clean = search_split(options_with({}), some_source());
  const auto noisy = search_split(options_with({"condition.label_noise=0.5"}), some_source());
  EXPECT_EQ(digest_of_pixels(*noisy.validation), digest_of_pixels(*clean.validation));
  EXPECT_NE(digest_of_labels(*noisy.validation), digest_of_labels(*clean.validation));
}

TEST(SearchSplit, ConditionIsThatOfTheSplitsSeed) {
  const auto digest_with = [](const Assignments& seeds) {
    Assignments all = kNoisyAndImbalanced;
    all.insert(all.end(), seeds.begin(), seeds.end());
    return digest(*search_split(options_with(all), some_source()).validation);
  };
  EXPECT_NE(digest_with({"run.seed=1"}), digest_with({"run.seed=2"}));
  EXPECT_EQ(digest_with({"run.seed=1", "search.split_seed=3"}),
            digest_with({"run.seed=2", "search.split_seed=3"}));
}

/// The loss of a batch whose labels are all `label`, for a model that knows nothing.
double loss_at(const StepBatch& batch, int64_t label) {
  return batch.loss(torch::zeros({2, 4}), torch::full({2}, label, torch::kInt64)).item<double>();
}

TEST(Images, BalanceClassesByTheCountsOfTheHalfConcerned) {
  Images images(options_with({"condition.imbalance=10", "search.class_balanced=true",
                              "search.split=file-order"}),
                {some_source()}, torch::kCPU);
  images.start({});
  StepInputs inputs;
  images.fill(inputs, /*moves_alpha=*/true);
  for (const StepBatch* batch : {&inputs.train, &inputs.auxiliary_train}) {
    EXPECT_NEAR(loss_at(*batch, 3), std::log(4.0), 1e-6);
  }
  // With β close to 1, the weights are nearly inverse to 50, 23, 11 and 5 images.
  const double sum = 1 / 50.0 + 1 / 23.0 + 1 / 11.0 + 1 / 5.0;
  for (const StepBatch* batch : {&inputs.validation, &inputs.auxiliary_validation}) {
    EXPECT_NEAR(loss_at(*batch, 3), 4 / 5.0 / sum * std::log(4.0), 0.01);
    EXPECT_NEAR(loss_at(*batch, 0), 4 / 50.0 / sum * std::log(4.0), 0.01);
  }
}

TEST(Images, HandInTheChosenLoss) {
  Images images(options_with({"search.loss=robust_log", "robust_log.epsilon=0.5"}), {some_source()},
                torch::kCPU);
  images.start({});
  StepInputs inputs;
  images.fill(inputs, /*moves_alpha=*/true);
  // p = 1/4 for each class: log 3 − log .75 + log .75.
  for (const StepBatch& batch : {inputs.train, inputs.validation, images.validation_batch(1)}) {
    EXPECT_NEAR(loss_at(batch, 0), std::log(3.0), 1e-6);
  }
}

}  // namespace
}  // namespace tetlo
