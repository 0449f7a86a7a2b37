// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/training.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>

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

/// The training of a network on 8 images, which also test it. Cells have one operation and a skip
/// connection.
Training training_with(const EvaluateOptions& options, const std::string& operation = "noise") {
  const std::string cell = fmt::format("[('{}', 0), ('skip_connect', 1)]", operation);
  const Genotype cells = parse_genotype(
      fmt::format("Genotype(normal={0}, normal_concat=[2], reduce={0}, reduce_concat=[2])", cell));
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

/// Options under which a step is w' = w − ξ ∇L(w).
EvaluateOptions plain_steps(int64_t batch_size, int64_t parts) {
  EvaluateOptions options = tiny();
  auto& e = options.evaluate;
  e.batch_size = batch_size;
  e.parts = parts;
  e.momentum = e.weight_decay = e.clip = e.drop_path = 0;
  return options;
}

Tensor weights_after(Training& training, const Position& done) {
  training.iterate(done);
  return training.save().tensors.at("weights");
}

TEST(Training, ABatchInPartsHasTheMeanOfTheirGradients) {
  const char* operation = "sep_conv_3x3";
  Training whole = training_with(plain_steps(4, 2), operation),
           first = training_with(plain_steps(2, 1), operation),
           second = training_with(plain_steps(2, 1), operation);
  EXPECT_EQ(whole.extent().iterations, 2);
  const Tensor start = second.save().tensors.at("weights").clone();
  const Tensor after_first = weights_after(first, {});
  Snapshot at_second = first.save();
  at_second.tensors["weights"] = start;
  second.restore(at_second, {.epoch = 0, .iteration = 1});
  const Tensor after_second = weights_after(second, {.epoch = 0, .iteration = 1});
  EXPECT_FALSE(torch::allclose(after_first, after_second, 0, 1e-4));
  EXPECT_TRUE(torch::allclose(weights_after(whole, {}), (after_first + after_second) / 2, 0, 1e-6));
  // Running statistics move with those of each part.
  EXPECT_TRUE(torch::allclose(whole.save().tensors.at("statistics"),
                              second.save().tensors.at("statistics"), 0, 1e-6));
}

TEST(Training, InPartsGoesOnWhereItWasStopped) {
  Training straight = training_with(plain_steps(4, 2)), resumed = training_with(plain_steps(4, 2));
  straight.iterate({});
  resumed.restore(straight.save(), {.epoch = 0, .iteration = 1});
  EXPECT_TRUE(torch::equal(weights_after(straight, {.epoch = 0, .iteration = 1}),
                           weights_after(resumed, {.epoch = 0, .iteration = 1})));
}

TEST(Training, TheRateFallsOnTheChosenScheduleAfterWarmUp) {
  const auto rates = [](RateSchedule schedule) {
    EvaluateOptions options = tiny();
    auto& e = options.evaluate;
    e.epochs = 4;
    e.learning_rate = 0.8;
    e.schedule = schedule;
    e.tail = 0;
    e.factor = 0.5;
    e.warmup = 2;
    e.test_every = 100;
    Training training = training_with(options);
    std::vector<double> all;
    for (int64_t epoch = 0; epoch < 3; ++epoch) {
      training.iterate({.epoch = epoch});
      all.push_back(training.finish_epoch(epoch)["learning_rate"]);
    }
    return all;
  };
  using testing::DoubleNear;
  using testing::Pointwise;
  EXPECT_THAT(rates(RateSchedule::kLinear), Pointwise(DoubleNear(1e-12), {0.4, 0.6, 0.4}));
  EXPECT_THAT(rates(RateSchedule::kExponential), Pointwise(DoubleNear(1e-12), {0.4, 0.4, 0.2}));
  EXPECT_THAT(rates(RateSchedule::kCosine),
              Pointwise(DoubleNear(1e-12), {0.4, 0.4 * (1 + std::sqrt(0.5)), 0.4}));
}

TEST(Training, RefusesPartsOfUnequalSize) {
  EvaluateOptions options = tiny();
  for (const int64_t parts : {3, 4}) {  // 4 would leave batch norms one image
    options.evaluate.parts = parts;
    EXPECT_THROW(options.check(), Error) << parts;
  }
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
