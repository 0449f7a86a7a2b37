// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/discrete_network.h"

#include <gmock/gmock.h>

#include "tetlo/net/cell.h"
#include "tetlo/net/count.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

struct Published {
  const char* name;
  int64_t cifar10, cifar100, cifar10_small;
  int64_t cifar_multiply_adds;
  int64_t imagenet, imagenet_multiply_adds;
};

// Counted independently, layer by layer. The papers publish 3.3 M for DARTS_V2, 3.4 M for PDARTS
// and 3.6 M for PC_DARTS_cifar, and 4.7, 4.9 and 5.3 M on ImageNet.
constexpr Published kPublished[] = {
    {"DARTS_V1", 3169414, 3221344, 232890, 500987520, 4510432, 505864704},
    {"DARTS_V2", 3349342, 3401272, 246106, 528359040, 4718752, 529911552},
    {"PDARTS", 3433798, 3485728, 292026, 532174464, 4944352, 542819328},
    {"PC_DARTS_cifar", 3634678, 3686608, 335738, 556670592, 5270560, 571137408},
};

class Counts : public testing::TestWithParam<Published> {
 protected:
  NetworkCount count(NetworkKind kind, int64_t channels, int64_t cells, int64_t classes) {
    return count_network(load_genotype(GetParam().name),
                         {.image_side = kind == NetworkKind::kCifar ? 32 : 224,
                          .channels = channels,
                          .cells = cells,
                          .classes = classes,
                          .auxiliary_head = true});
  }
};

TEST_P(Counts, ParametersForCifarAreThePublishedOnes) {
  EXPECT_EQ(count(NetworkKind::kCifar, 36, 20, 10).parameters, GetParam().cifar10);
  EXPECT_EQ(count(NetworkKind::kCifar, 36, 20, 100).parameters, GetParam().cifar100);
  EXPECT_EQ(count(NetworkKind::kCifar, 16, 8, 10).parameters, GetParam().cifar10_small);
}

TEST_P(Counts, MultiplyAddsForCifarAreThePublishedOnes) {
  EXPECT_EQ(count(NetworkKind::kCifar, 36, 20, 10).tally.multiply_adds,
            GetParam().cifar_multiply_adds);
}

TEST_P(Counts, ImageNetIsCountedAsPublished) {
  const auto counted = count(NetworkKind::kImageNet, 48, 14, 1000);
  EXPECT_EQ(counted.parameters, GetParam().imagenet);
  EXPECT_EQ(counted.tally.multiply_adds, GetParam().imagenet_multiply_adds);
}

TEST_P(Counts, AuxiliaryHeadsAreCountedApart) {
  EXPECT_EQ(count(NetworkKind::kCifar, 36, 20, 10).auxiliary_parameters, 476426);
  EXPECT_EQ(count(NetworkKind::kImageNet, 48, 14, 1000).auxiliary_parameters, 1260776);
}

INSTANTIATE_TEST_SUITE_P(Published, Counts, testing::ValuesIn(kPublished),
                         [](const auto& instance) { return instance.param.name; });

// Counted by hand, cell by cell: a separable k x k convolution has 2 (k² C + C² + 2 C) weights,
// conv_7x1_1x7 has 14 C² + 2 C. [Liu2019, table 1] gives 3.2 M for AmoebaNet.
TEST(DiscreteNetwork, NasNetAndAmoebaNetHaveTheWeightsCountedByHand) {
  const auto parameters = [](const char* name) {
    return make_discrete_network(load_genotype(name), {})->layout().weight_count();
  };
  EXPECT_EQ(parameters("NASNet"), 3830950);
  EXPECT_EQ(parameters("AmoebaNet"), 3145078);
}

double cifar_rule(const char* name) {
  return static_cast<double>(
      pooling_flops(count_network(load_genotype(name), {.channels = 36, .cells = 20}).tally));
}

double imagenet_rule(const char* name) {
  return static_cast<double>(normalisation_flops(
      count_network(load_genotype(name),
                    {.image_side = 224, .channels = 48, .cells = 14, .classes = 1000})
          .tally));
}

TEST(Flops, CifarRuleGivesTheFiguresOfFairDarts) {
  EXPECT_NEAR(cifar_rule("DARTS_V2"), 528e6, 0.5e6);
  EXPECT_NEAR(cifar_rule("PDARTS"), 532e6, 0.5e6);
  EXPECT_NEAR(cifar_rule("PC_DARTS_cifar"), 558e6, 0.5e6);
}

TEST(Flops, ImageNetRuleGivesTheFiguresOfPDartsAndPcDarts) {
  EXPECT_NEAR(imagenet_rule("PDARTS"), 557.119e6, 500);
  EXPECT_NEAR(imagenet_rule("PC_DARTS_cifar"), 585.946e6, 500);
  EXPECT_NEAR(imagenet_rule("DARTS_V2"), 544.0e6, 0.1e6);
}

TEST(DropPath, KeepsTheExpectationAndDropsWholeSamples) {
  Pass pass{.weights = {},
            .statistics = {},
            .mixture = {.drop_path = 0.25},
            .generator = generator(1, Purpose::kDropPath)};
  const Tensor y = drop_path(torch::ones({4000, 2, 1, 1}), pass);
  const Tensor first = y.select(1, 0), second = y.select(1, 1);
  EXPECT_TRUE(torch::equal(first, second));
  EXPECT_TRUE(((first == 0) | (first == 1 / 0.75f)).all().item<bool>());
  // The mean of 4000 draws of 0 or 4/3 has a standard deviation of 0.0091.
  EXPECT_NEAR(y.mean().item<double>(), 1, 5 * 0.0091);
}

TEST(DropPath, TestsUseEveryPath) {
  Pass pass{
      .weights = {}, .statistics = {}, .mode = Statistics::kRunning, .mixture = {.drop_path = 0.9}};
  const Tensor x = torch::randn({3, 2, 1, 1});
  EXPECT_TRUE(torch::equal(drop_path(x, pass), x));
}

constexpr const char* kNasbench201 =
    "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|nor_conv_1x1~1|avg_pool_3x3~2|";
constexpr const char* kNasbench101 = "|conv3x3-bn-relu~0|output~0,1|";

TEST(DiscreteNetwork, EachFamilyHasTheShapeInWhichItWasPublished) {
  const auto shape = [](const Genotype& genotype, NetworkKind kind) {
    const DiscreteShape usual = usual_shape(genotype, kind);
    return std::pair(usual.channels, usual.cells);
  };
  const Genotype darts = load_genotype("DARTS_V2");
  EXPECT_EQ(shape(darts, NetworkKind::kCifar), std::pair(36L, 20L));
  EXPECT_EQ(shape(darts, NetworkKind::kImageNet), std::pair(48L, 14L));
  EXPECT_EQ(shape(parse_genotype(kNasbench201), NetworkKind::kCifar), std::pair(16L, 17L));
  EXPECT_EQ(shape(parse_genotype(kNasbench101), NetworkKind::kCifar), std::pair(128L, 9L));
}

TEST(DiscreteNetwork, NoNetworkOfABenchmarkWasPublishedForImageNet) {
  for (const char* cell : {kNasbench201, kNasbench101}) {
    EXPECT_THROW(usual_shape(parse_genotype(cell), NetworkKind::kImageNet), Error);
  }
}

TEST(DiscreteNetwork, TrainsOnImagesOfEverySize) {
  for (const int64_t side : {16, 21, 28, 33, 64, 97, 224}) {
    const auto made = make_discrete_network(load_genotype("DARTS_V2"), {.image_channels = 1,
                                                                        .image_side = side,
                                                                        .channels = 4,
                                                                        .cells = 3,
                                                                        .auxiliary_head = true});
    const Network& network = *made;
    Pass pass = network.pass(network.layout().initial_weights(generator(1, Purpose::kWeights)),
                             network.layout().initial_statistics(), Statistics::kBatch);
    const auto output = network.forward(torch::randn({2, 1, side, side}), pass);
    EXPECT_EQ(output.logits.sizes(), (std::vector<int64_t>{2, 10})) << side;
    EXPECT_EQ(output.auxiliary_logits.sizes(), (std::vector<int64_t>{2, 10})) << side;
  }
}

}  // namespace
}  // namespace tetlo
