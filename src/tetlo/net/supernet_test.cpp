// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/supernet.h"

#include <gmock/gmock.h>

#include "tetlo/util/error.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

int64_t weights(const std::string& space, SupernetShape shape) {
  return Supernet(find_space(space), shape).layout().weight_count();
}

TEST(Supernet, CountsOfTheDartsSpaceArePublished) {
  EXPECT_EQ(weights("darts", {}), 1930618);
  EXPECT_EQ(weights("darts", {.classes = 100}), 1930618 + 23130);
  EXPECT_EQ(weights("darts", {.cells = 5}), 1275834);
}

TEST(Supernet, CountsOfTheRobustSpacesArePublished) {
  EXPECT_EQ(weights("s1", {}), 405146);
  EXPECT_EQ(weights("s2", {}), 665466);
  EXPECT_EQ(weights("s3", {}), 665466);
  EXPECT_EQ(weights("s4", {}), 624506);
}

TEST(Supernet, CountsOfPartialChannelsArePublished) {
  EXPECT_EQ(weights("darts", {.partial = 4}), 299578);
  EXPECT_EQ(weights("darts", {.partial = 2}), 671482);
  EXPECT_THROW(Supernet(find_space("darts"), {.partial = 5}), Error);
}

/// The weights of partial channels as [Xu2020] defines them: the operations on an edge have 1/K of
/// the channels of a node, and every cell adapts both of its inputs by a 1 x 1 convolution.
int64_t partial_weights(int64_t stem, int64_t first_inputs, int64_t classes) {
  constexpr int64_t C = 16, K = 2, cells = 8;
  int64_t sum = stem, before_last = first_inputs, last = first_inputs, channels = C;
  for (int64_t k = 0; k < cells; ++k) {
    const bool reduces = k == cells / 3 || k == 2 * cells / 3;
    if (reduces) channels *= 2;
    const int64_t D = channels / K;
    const int64_t convolutions =
        2 * (9 * D + D * D) + 2 * (25 * D + D * D) + (9 * D + D * D) + (25 * D + D * D);
    // A skip connection has weights, D² of them, on the edges of stride 2: those from both inputs.
    sum += 14 * convolutions + (reduces ? 8 * D * D : 0);
    sum += (before_last + last) * channels;
    before_last = last;
    last = 4 * channels;
  }
  return sum + (last + 1) * classes;
}

TEST(Supernet, CountsForImageNetFollowFromTheDefinitionOfPartialChannels) {
  const int64_t convolutions = 9 * (3 * 24 + 24 * 48 + 48 * 48), norms = 2 * (24 + 48 + 48);
  for (const int64_t classes : {10, 1000}) {
    EXPECT_EQ(weights("darts", {.image_side = 224, .classes = classes, .partial = 2}),
              partial_weights(convolutions + norms, 48, classes));
  }
  EXPECT_EQ(partial_weights(convolutions + norms, 48, 10), 702082);
  EXPECT_EQ(partial_weights(convolutions + norms, 48, 1000), 956512);
  EXPECT_EQ(partial_weights(9 * 3 * 48 + 2 * 48, 48, 10), 671482);  // published for CIFAR
}

TEST(Supernet, EveryFamilySeesImagesOfEverySize) {
  for (const char* name : {"darts", "nasbench201", "nasbench1shot1_1"}) {
    const Space& space = find_space(name);
    for (const int64_t side : {16, 21, 33, 64, 97, 224}) {
      const Supernet net(space, {.image_side = side, .channels = 4, .cells = 3});
      Pass pass = net.pass(net.layout().initial_weights(generator(1, Purpose::kWeights)),
                           net.layout().initial_statistics(), Statistics::kBatch);
      for (const auto* kind : {&space.normal, &space.reduce}) {
        auto& edges = (kind == &space.normal ? pass.mixture.normal : pass.mixture.reduce).edges;
        for (const auto& names : *kind) {
          edges.push_back(torch::ones({static_cast<int64_t>(names.size())}));
        }
      }
      const Tensor logits = net.forward(torch::randn({2, 3, side, side}), pass).logits;
      EXPECT_EQ(logits.sizes(), (std::vector<int64_t>{2, 10})) << name << " " << side;
    }
  }
}

// The stem has 464 weights. Each of the 15 cells has six edges with a 3 x 3 and a 1 x 1
// convolution, which is 60 C² weights for C channels. The blocks have 14,464 and 57,600 with affine
// batch norms, the last batch norm 128, and the classifier 650.
TEST(Supernet, Nasbench201HasAffineBatchNormsInItsResidualBlocks) {
  EXPECT_EQ(weights("nasbench201", {.cells = 17}),
            464 + 5 * 60 * (256 + 1024 + 4096) + 14464 + 57600 + 128 + 650);
  EXPECT_EQ(weights("nasbench201", {.cells = 17}), 1686106);
}

// In addition to the weights of darts there is an affine batch norm of 4 · 64 channels before the
// classifier.
TEST(Supernet, PrDartsHasTheWeightsOfDartsAndALastBatchNorm) {
  EXPECT_EQ(weights("pr_darts", {}), 1930618 + 2 * 256);
}

/// The logits of a small supernet of s2 with the given probabilities of dropping.
Tensor logits(double drop_path, double skip_dropout, uint64_t seed, Statistics mode) {
  Space space = find_space("s2");
  for (auto* cell : {&space.normal, &space.reduce}) {
    for (auto& names : *cell) names.front() = "skip_connect_dropout";
  }
  const Supernet net(space, {.channels = 4, .cells = 3});
  const Layout& layout = net.layout();
  Pass pass = net.pass(layout.initial_weights(generator(1, Purpose::kWeights)),
                       layout.initial_statistics(), mode);
  pass.generator = generator(seed, Purpose::kNoise);
  Mixture& mixture = pass.mixture;
  mixture.normal.edges.assign(14, torch::tensor({0.5F, 0.5F}));
  mixture.reduce = mixture.normal;
  mixture.drop_path = drop_path;
  mixture.skip_dropout = skip_dropout;
  return net.forward(torch::ones({3, 3, 8, 8}), pass).logits;
}

TEST(Supernet, DropsPathsAndEntriesBehindSkipsInTrainingAlone) {
  const Tensor whole = logits(0, 0, 1, Statistics::kBatch);
  EXPECT_TRUE(torch::equal(logits(0, 0, 2, Statistics::kBatch), whole));
  for (const auto& [paths, entries] : {std::pair(0.5, 0.0), std::pair(0.0, 0.5)}) {
    const Tensor dropped = logits(paths, entries, 1, Statistics::kBatch);
    EXPECT_FALSE(torch::allclose(dropped, whole));
    EXPECT_TRUE(torch::equal(logits(paths, entries, 1, Statistics::kBatch), dropped));
    EXPECT_FALSE(torch::allclose(logits(paths, entries, 2, Statistics::kBatch), dropped));
    EXPECT_TRUE(torch::equal(logits(paths, entries, 1, Statistics::kRunning),
                             logits(0, 0, 1, Statistics::kRunning)));
  }
}

TEST(Supernet, DropoutBehindASkipKeepsItsExpectation) {
  Builder builder;
  const auto skip = make_operation("skip_connect_dropout", builder, 4, 1);
  Pass pass{.weights = {}, .statistics = {}, .mixture = {.skip_dropout = 0.25}};
  pass.generator = generator(1, Purpose::kDropPath);
  const Tensor y = skip->forward(torch::ones({20, 4, 20, 20}), pass);
  EXPECT_TRUE(y.eq(0).logical_or(y.eq(1 / 0.75F)).all().item<bool>());
  EXPECT_NEAR(y.mean().item<double>(), 1, 0.02);  // The standard deviation is 0.0032.
}

TEST(Supernet, ShufflingTakesOneChannelOfEachGroupInTurn) {
  const Tensor x = torch::arange(16).view({1, 16, 1, 1});
  const Tensor y = shuffle_channels(x, 4).flatten();
  EXPECT_TRUE(torch::equal(y.narrow(0, 0, 6), torch::tensor({0, 4, 8, 12, 1, 5})));
  EXPECT_TRUE(torch::equal(shuffle_channels(shuffle_channels(x, 2), 8), x));
}

TEST(Supernet, ChannelsThatAreNotMixedPassBy) {
  // An edge whose only candidate is `none` returns zeros in the channels that it mixes, and its
  // input in the others.
  Builder builder;
  const EdgeShape shape{.channels = 16, .stride = 1, .partial = 4};
  const PartialChannels partial(shape);
  const Candidates none = make_candidates(builder, {"none"}, shape);
  const Tensor x = torch::randn({2, 16, 6, 6});
  Pass pass;
  const Tensor mixture = mix(none, partial.select(x), {.weights = torch::ones({1})}, pass);
  const Tensor y = shuffle_channels(partial.join(mixture, x), 4);
  EXPECT_EQ(y.narrow(1, 0, 4).abs().max().item<float>(), 0);
  EXPECT_TRUE(torch::equal(y.narrow(1, 4, 12), x.narrow(1, 4, 12)));
}

TEST(Supernet, WeightsLieStemFirstThenCellByCell) {
  const Supernet supernet(find_space("darts"), {});
  const std::vector<int64_t> cells = {45888, 46144, 144000, 137856, 139904, 484608, 460032, 468224};
  int64_t sum = 1392;
  for (size_t k = 0; k < cells.size(); ++k) {
    EXPECT_EQ(supernet.prefix_weights(static_cast<int64_t>(k)), sum);
    sum += cells[k];
  }
  EXPECT_EQ(supernet.layout().weight_count(), sum + 2570);
}

TEST(Supernet, UsingTheFirstSevenCellsLeavesThoseAsTheyWere) {
  const Supernet whole(find_space("darts"), {});
  const Supernet seven(find_space("darts"), {.used_cells = 7});
  EXPECT_EQ(seven.prefix_weights(7), whole.prefix_weights(7));
  EXPECT_EQ(seven.layout().weight_count(), whole.prefix_weights(7) + 2570);
}

/// The fraction of the way by which the stem's running mean moves towards the mean of a batch.
double stem_momentum(const std::string& space_name) {
  const Space& space = find_space(space_name);
  const Supernet net(space, {.channels = 4, .cells = 3});
  const Layout& layout = net.layout();
  const Tensor weights = layout.initial_weights(generator(1, Purpose::kWeights), torch::kFloat64);
  const Tensor statistics = layout.initial_statistics(torch::kFloat64);
  Pass pass = net.pass(weights, statistics, Statistics::kBatchAndUpdate);
  for (const auto& names : space.normal) {
    pass.mixture.normal.edges.push_back(
        torch::ones({static_cast<int64_t>(names.size())}, torch::kFloat64));
  }
  const Tensor images = torch::randn({4, 3, 8, 8}, generator(2, Purpose::kNoise), torch::kFloat64);
  net.forward(images, pass);
  const Tensor mean = torch::conv2d(images, pass.weights[0], {}, 1, 1).mean({0, 2, 3});
  return (pass.statistics[0] / mean).mean().item<double>();
}

TEST(Supernet, RunningStatisticsMoveAsThoseOfEachSpacesCode) {
  for (const char* space : {"nasbench1shot1_1", "nasbench1shot1_2", "nasbench1shot1_3"}) {
    EXPECT_NEAR(stem_momentum(space), 0.997, 1e-9);
  }
  EXPECT_NEAR(stem_momentum("nasbench201"), 0.1, 1e-9);
}

TEST(Supernet, FewerThanThreeCellsAreRefused) {
  EXPECT_THROW(Supernet(find_space("darts"), {.cells = 2}), Error);
}

}  // namespace
}  // namespace tetlo
