// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/training.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

/// The figures of testing an untrained network with noise in its cells.
nlohmann::json tested() {
  const Genotype cells = parse_genotype(
      "Genotype(normal=[('noise', 0), ('skip_connect', 1)], normal_concat=[2], "
      "reduce=[('noise', 0), ('skip_connect', 1)], reduce_concat=[2])");
  EvaluateOptions options;
  options.data.cutout = 0;
  options.network = {.channels = 4, .cells = 3};
  options.evaluate.epochs = 1;
  options.evaluate.batch_size = 4;
  options.evaluate.auxiliary_weight = 0;
  const auto images = numbered_images(8, /*channels=*/1, /*side=*/28);
  Training training(cells, options,
                    {.train = images,
                     .test = images,
                     .classes = 8,
                     .channels = 1,
                     .height = 28,
                     .width = 28,
                     .normalisation = {}});
  return training.finish_epoch(0);
}

// A resumed run must have the same test results as one that was never stopped.
TEST(Training, NoiseOfTestingDoesNotDependOnWhatWasDrawnBefore) {
  const nlohmann::json first = tested();
  torch::randn({1000});  // from LibTorch's own generator
  EXPECT_EQ(tested(), first);
  EXPECT_TRUE(first.contains("test_loss"));
}

}  // namespace
}  // namespace tetlo
