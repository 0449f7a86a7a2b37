// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/training.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

EvaluateOptions tiny() {
  EvaluateOptions options;
  options.data.cutout = 0;
  options.network = {.channels = 4, .cells = 3};
  options.evaluate.epochs = 1;
  options.evaluate.batch_size = 4;
  options.evaluate.auxiliary_weight = 0;
  return options;
}

/// The training of a network with noise in its cells on 8 images, with 8 others to test it.
Training training_with(const EvaluateOptions& options) {
  const Genotype cells = parse_genotype(
      "Genotype(normal=[('noise', 0), ('skip_connect', 1)], normal_concat=[2], "
      "reduce=[('noise', 0), ('skip_connect', 1)], reduce_concat=[2])");
  const auto images = numbered_images(8, /*channels=*/1, /*side=*/28);
  return Training(cells, options,
                  {.train = images,
                   .test = images,
                   .classes = 8,
                   .channels = 1,
                   .height = 28,
                   .width = 28,
                   .normalisation = {}});
}

/// The figures of testing the untrained network.
nlohmann::json tested() { return training_with(tiny()).finish_epoch(0); }

// A resumed run must have the same test results as one that was never stopped.
TEST(Training, NoiseOfTestingDoesNotDependOnWhatWasDrawnBefore) {
  const nlohmann::json first = tested();
  torch::randn({1000});  // from LibTorch's own generator
  EXPECT_EQ(tested(), first);
  EXPECT_TRUE(first.contains("test_loss"));
}

TEST(Training, TestsEverySoManyEpochsAndAtTheEnd) {
  EvaluateOptions options = tiny();
  options.evaluate.epochs = 25;  // tests after epochs 10, 20 and 25
  const Training training = training_with(options);
  EXPECT_EQ(training.tests_after(0), 3);
  EXPECT_EQ(training.tests_after(9), 3);
  EXPECT_EQ(training.tests_after(10), 2);
  EXPECT_EQ(training.tests_after(20), 1);
  EXPECT_EQ(training.test_batches(), 2);
}

TEST(Training, TrainsOnTheOthersAndTestsOnTheImagesHeldOut) {
  EvaluateOptions options = tiny();
  options.evaluate.held_out = 0.5;
  const Training training = training_with(options);
  EXPECT_EQ(training.extent().iterations, 1);
  EXPECT_EQ(training.test_batches(), 1);
}

}  // namespace
}  // namespace tetlo
