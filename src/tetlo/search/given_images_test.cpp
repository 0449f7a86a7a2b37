// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/given_images.h"

#include <gmock/gmock.h>

#include "tetlo/search/test_search.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

/// Both halves of noise images with three classes, 24 images each.
Split halves() { return split_dataset(noise_images().train, {}); }

GivenImages given_with(const GivenQuadruples& options) {
  const Split split = halves();
  return {options, split, search_augmentation(options_with({}), noise_images(), *split.train),
          /*seed=*/1};
}

Tensor labels_of(const Dataset& images, const Tensor& indices) {
  Tensor labels = torch::empty_like(indices);
  for (int64_t i = 0; i < indices.numel(); ++i) {
    labels.view({-1})[i] = images.get(indices.reshape({-1})[i].item<int64_t>()).label;
  }
  return labels;
}

/// How many quadruples pair two images of one class first.
int64_t right_ones(const Tensor& labels) {
  const Tensor alike = labels[0] == labels[1], unlike = labels[2] != labels[3];
  return (alike & unlike).sum().item<int64_t>();
}

TEST(GivenImages, HaveTheirShareOfWrongQuadruplesInTheirHalf) {
  for (const bool of_validation : {false, true}) {
    const GivenImages given =
        given_with({.of_validation = of_validation, .quadruples = 200, .wrong = 0.25, .drawn = 10});
    const Split split = halves();
    const Dataset& half = of_validation ? *split.validation : *split.train;
    EXPECT_EQ(right_ones(labels_of(half, given.learned())), 150);
    EXPECT_EQ(right_ones(labels_of(*split.validation, given.judged())), 200);
  }
}

TEST(GivenImages, DifferBetweenSharesOnlyInWhatIsReversed) {
  const auto learned = [](double wrong) {
    return given_with({.quadruples = 200, .wrong = wrong, .drawn = 10}).learned();
  };
  const Tensor none = learned(0), half = learned(0.5);
  const Tensor same = (none == half).all(0);
  EXPECT_EQ(same.sum().item<int64_t>(), 100);
  EXPECT_TRUE(torch::equal(torch::where(same, half, half.roll(2, 0)), none));
}

TEST(GivenImages, AreTheBatchToWhichTheQuadruplesOfAnIterationRefer) {
  const GivenImages given = given_with({.quadruples = 200, .drawn = 7});
  StepInputs inputs, again, next;
  given.fill(inputs, 3, torch::kCPU);
  given.fill(again, 3, torch::kCPU);
  given.fill(next, 4, torch::kCPU);
  EXPECT_THAT(inputs.quadruples.sizes().vec(), testing::ElementsAre(4, 7));
  EXPECT_EQ(right_ones(inputs.ranked.labels.take(inputs.quadruples)), 7);
  EXPECT_EQ(inputs.quadruples.max().item<int64_t>() + 1, inputs.ranked.images.size(0));
  EXPECT_TRUE(torch::equal(inputs.ranked.images, again.ranked.images));
  EXPECT_FALSE(torch::equal(inputs.quadruples, next.quadruples));
  EXPECT_NE(inputs.ranked.noise, next.ranked.noise);
}

TEST(GivenImages, AreDrawnWithoutRepetition) {
  const GivenImages given = given_with({.quadruples = 50, .drawn = 50});
  StepInputs inputs;
  given.fill(inputs, 0, torch::kCPU);
  const auto sorted = [](const Tensor& labels) {
    return std::get<0>((27 * labels[0] + 9 * labels[1] + 3 * labels[2] + labels[3]).sort());
  };
  EXPECT_TRUE(torch::equal(sorted(inputs.ranked.labels.take(inputs.quadruples)),
                           sorted(labels_of(*halves().train, given.learned()))));
}

TEST(GivenImages, NeedMoreQuadruplesThanAnIterationDraws) {
  EXPECT_THAT([] { given_with({.quadruples = 9, .drawn = 10}); },
              ThrowsMessage<Error>(HasSubstr("There are 9 quadruples")));
}

TEST(GivenImages, NeedTwoImagesOfOneClass) {
  const auto one_class = noise_images(1).train;
  EXPECT_THAT(
      [&] {
        GivenImages({}, {one_class, one_class}, {}, 1);
      },
      ThrowsMessage<Error>(HasSubstr("none of two classes")));
}

/// A search of one epoch with few quadruples.
Search small(const std::string& framework, const std::vector<std::string>& more = {}) {
  std::vector<std::string> all = {"framework.name=" + framework, framework + ".quadruples=40",
                                  framework + ".drawn=5", "search.epochs=1"};
  all.insert(all.end(), more.begin(), more.end());
  return search_with(all);
}

// Half of all quadruples of images of noise.
TEST(RankedSearch, SaysHowManyQuadruplesItsEncoderOrdersWrongly) {
  for (const char* framework : {"ranked_weights", "ranked_alpha"}) {
    Search search = small(framework);
    search.begin_epoch(0);
    for (int64_t i = 0; i < search.iterations(0); ++i) search.iterate({0, i});
    const auto figures = search.finish_epoch(0);
    EXPECT_NEAR(figures["main"]["misordered"].get<double>(), 0.5, 0.4) << framework;
  }
}

TEST(RankedSearch, OnlyTrainsANetworkOfFixedArchitecture) {
  Search fixed = small("ranked_weights", {"auxiliary.name=resnet18", "resnet18.width=4"});
  Search searched = small("ranked_weights");
  for (Search* search : {&fixed, &searched}) {
    const Tensor alpha = search->alpha().clone();
    const Framework& framework = search->framework();
    const Tensor weights = framework.weights(framework.models().front()).clone();
    search->iterate({0, 0});
    EXPECT_EQ(torch::equal(search->alpha(), alpha), search == &fixed);
    EXPECT_FALSE(torch::equal(framework.weights(framework.models().front()), weights));
  }
}

}  // namespace
}  // namespace tetlo
