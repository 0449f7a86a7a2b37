// SPDX-License-Identifier: Apache-2.0
// Compares the fused kernels with LibTorch's operations in double precision.
#include "tetlo/net/fan_out.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <malloc.h>
#include <rapidcheck.h>

#include "tetlo/kernels/test_oracles.h"
#include "tetlo/util/random.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

using Names = std::vector<std::string>;

const Names kWithKernels = {"none",         "max_pool_3x3", "avg_pool_3x3", "skip_connect",
                            "sep_conv_3x3", "sep_conv_5x5", "sep_conv_7x7", "dil_conv_3x3",
                            "dil_conv_5x5", "nor_conv_1x1"};
const Names kDarts = {"none",         "max_pool_3x3", "avg_pool_3x3", "skip_connect",
                      "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5"};

/// A state and the edges that leave it.
struct Scene {
  std::vector<Names> edges;
  EdgeShape shape;
  int64_t images = 2, height = 8, width = 8;
  bool affine = false, normalise_pools = true, has_accumulator = true, spare_memory = false;
  std::vector<std::vector<double>> mixture = {};  ///< if empty, drawn at random
  std::vector<std::vector<bool>> present = {};    ///< if empty, all candidates
  Statistics mode = Statistics::kBatchAndUpdate;
  uint64_t seed = 1;
  double mean = 0;                      ///< of x
  bool by_x = true, by_weights = true;  ///< gradients computed besides those for the mixture
};

struct Results {
  std::vector<Tensor> values;
  std::vector<Tensor> gradients;  ///< for x, the weights, and each edge's mixture and accumulator
  Tensor statistics;
};

Tensor variable(const Tensor& t) { return t.detach().clone().requires_grad_(); }

template <typename Draw>
Tensor mixture_of(const Scene& scene, size_t e, const Draw& draw) {
  const Tensor drawn = draw({static_cast<int64_t>(scene.edges[e].size())}).softmax(0);
  return scene.mixture.empty() ? drawn : torch::tensor(scene.mixture[e], drawn.options());
}

Results evaluate(const Scene& scene, Engine engine, torch::ScalarType type) {
  Builder builder{.layout = {}, .affine = scene.affine, .normalise_pools = scene.normalise_pools};
  std::vector<Candidates> edges;
  for (size_t e = 0; e < scene.edges.size(); ++e) {
    edges.push_back(make_candidates(builder.in(std::to_string(e)), scene.edges[e], scene.shape));
  }
  const FanOut fan(edges, scene.shape.stride, /*out_channels=*/0, scene.spare_memory);

  at::Generator random = generator(scene.seed, Purpose::kWeights);
  const auto draw = [&](at::IntArrayRef sizes) {
    return torch::randn(sizes, random, torch::kFloat64).to(type);
  };
  const int64_t channels = scene.shape.channels, stride = scene.shape.stride;
  const Tensor x = variable((draw({scene.images, channels, scene.height, scene.width}) + scene.mean)
                                .contiguous(torch::MemoryFormat::ChannelsLast));
  const Tensor initial = builder.layout.initial_weights(random, torch::kFloat64).to(type);
  const Tensor weights = variable(initial + 0.05 * draw(initial.sizes()));
  Results results;
  results.statistics = builder.layout.initial_statistics(type);
  if (scene.mode == Statistics::kRunning)
    results.statistics += draw(results.statistics.sizes()).abs();
  Pass pass{.weights = builder.layout.weights(weights),
            .statistics = builder.layout.statistics(results.statistics),
            .mode = scene.mode,
            .engine = engine};
  const std::vector<int64_t> size = {scene.images, channels, (scene.height + stride - 1) / stride,
                                     (scene.width + stride - 1) / stride};
  std::vector<Tensor> inputs, accumulators, cotangents;
  std::vector<EdgeMixture> mixture;
  if (scene.by_x) inputs.push_back(x);
  if (scene.by_weights) inputs.push_back(weights);
  for (size_t e = 0; e < scene.edges.size(); ++e) {
    mixture.push_back({.weights = variable(mixture_of(scene, e, draw)),
                       .present = scene.present.empty() ? std::vector<bool>() : scene.present[e]});
    inputs.push_back(mixture.back().weights);
    accumulators.push_back(scene.has_accumulator ? variable(draw(size)) : Tensor());
    if (scene.has_accumulator) inputs.push_back(accumulators.back());
  }
  results.values = fan(x, mixture, accumulators, pass);
  if (!at::GradMode::is_enabled()) return results;
  // The gradient with respect to a weight of the mixture is the inner product of the cotangent and
  // a value. If the cotangent were only noise, this could be a small difference of large sums,
  // which float cannot represent with four digits. Therefore the value is added to the noise.
  std::vector<Tensor> differentiable;
  for (const Tensor& value : results.values) {
    const Tensor cotangent = draw(value.sizes()) + value.detach();
    if (!value.requires_grad()) continue;  // No candidate is present on the edge.
    differentiable.push_back(value);
    cotangents.push_back(cotangent);
  }
  results.gradients.resize(inputs.size());
  if (differentiable.empty()) return results;
  results.gradients = torch::autograd::grad(differentiable, inputs, cotangents, false, false, true);
  return results;
}

/// The largest difference, divided by the largest reference value.
double difference(const Tensor& mine, const Tensor& reference) {
  if (!reference.defined()) return mine.defined() ? mine.abs().max().item<double>() : 0;
  if (reference.numel() == 0) return 0;
  const double scale = reference.abs().max().item<double>();
  const Tensor apart = (mine.to(torch::kFloat64) - reference.to(torch::kFloat64)).abs().max();
  // NaN must not pass the comparison with a bound, so it is replaced by a large number.
  const double largest = std::isnan(apart.item<double>()) ? 1e9 : apart.item<double>();
  return scale == 0 ? largest : largest / scale;
}

void expect_equal(const Scene& scene) {
  const Results mine = evaluate(scene, Engine::kFused, torch::kFloat32);
  const Results reference = evaluate(scene, Engine::kReference, torch::kFloat64);
  for (size_t i = 0; i < mine.values.size(); ++i) {
    EXPECT_LT(difference(mine.values[i], reference.values[i]), 1e-5) << "value " << i;
  }
  for (size_t i = 0; i < mine.gradients.size(); ++i) {
    EXPECT_LT(difference(mine.gradients[i], reference.gradients[i]), 1e-4) << "gradient " << i;
  }
  EXPECT_LT(difference(mine.statistics, reference.statistics), 1e-5) << "statistics";
}

void expect_same_bits(const Results& a, const Results& b) {
  for (size_t i = 0; i < a.values.size(); ++i) EXPECT_TRUE(torch::equal(a.values[i], b.values[i]));
  for (size_t i = 0; i < a.gradients.size(); ++i) {
    EXPECT_TRUE(torch::equal(a.gradients[i], b.gradients[i])) << "gradient " << i;
  }
  EXPECT_TRUE(torch::equal(a.statistics, b.statistics));
}

/// A scene with three edges, each of which has all candidates of darts.
Scene full_scene(int64_t stride) {
  return {.edges = {kDarts, kDarts, kDarts},
          .shape = {.channels = 12, .stride = stride},
          .images = 5,
          .height = 11,
          .width = 14};
}

TEST(FanOut, EachOperationEqualsItsReference) {
  for (const std::string& name : kWithKernels) {
    for (const int64_t stride : {1, 2}) {
      for (const int64_t channels : {4, 8, 12, 16}) {
        SCOPED_TRACE(fmt::format("{}, stride {}, {} channels", name, stride, channels));
        expect_equal({.edges = {{name}},
                      .shape = {.channels = channels, .stride = stride},
                      .images = 3,
                      .height = 7,
                      .width = 10});
      }
    }
  }
}

Scene random_scene(Statistics mode) {
  const auto edge =
      rc::gen::container<Names>(*rc::gen::inRange<size_t>(1, 4), rc::gen::elementOf(kWithKernels));
  const bool affine = *rc::gen::arbitrary<bool>();
  const auto edges = *rc::gen::container<std::vector<Names>>(*rc::gen::inRange<size_t>(1, 4), edge);
  std::vector<std::vector<bool>> present;
  for (const Names& names : edges) {
    auto& flags = present.emplace_back();
    for (size_t o = 0; o < names.size(); ++o) flags.push_back(*rc::gen::inRange(0, 4) > 0);
  }
  return {.edges = edges,
          .shape = {.channels = 2 * *rc::gen::inRange<int64_t>(2, 17),
                    .stride = *rc::gen::inRange<int64_t>(1, 3)},
          .images = *rc::gen::inRange<int64_t>(mode == Statistics::kRunning ? 1 : 2, 20),
          .height = *rc::gen::inRange<int64_t>(3, 14),
          .width = *rc::gen::inRange<int64_t>(3, 14),
          .affine = affine,
          .normalise_pools = !affine,
          .has_accumulator = *rc::gen::arbitrary<bool>(),
          .spare_memory = *rc::gen::arbitrary<bool>(),
          .present = present,
          .mode = mode,
          .seed = *rc::gen::inRange<uint64_t>(1, 1000)};
}

TEST(FanOut, RandomScenesEqualTheirReferenceOnEachTarget) {
  kernels::expect_on_each_target([] {
    expect_equal(random_scene(Statistics::kBatchAndUpdate));
    RC_ASSERT(!testing::Test::HasFailure());
  });
}

TEST(FanOut, LargeImagesFarFromZeroEqualTheirReference) {
  expect_equal({.edges = {{"max_pool_3x3"}, {"avg_pool_3x3"}, {"sep_conv_3x3"}},
                .shape = {.channels = 16},
                .images = 64,
                .height = 32,
                .width = 32,
                .mean = 1});
}

TEST(FanOut, WhatIsNotANumberStaysSo) {
  for (const std::string name : {"sep_conv_3x3", "dil_conv_5x5"}) {
    const Results results = evaluate({.edges = {{name}},
                                      .shape = {.channels = 8},
                                      .mean = std::numeric_limits<double>::quiet_NaN()},
                                     Engine::kFused, torch::kFloat32);
    EXPECT_TRUE(results.values[0].isnan().all().item<bool>()) << name;
    EXPECT_TRUE(results.statistics.isnan().all().item<bool>()) << name;
  }
}

TEST(FanOut, GradientsThatAreNotAskedForChangeNoOther) {
  for (const int64_t stride : {1, 2}) {
    Scene scene = full_scene(stride);
    const Results all = evaluate(scene, Engine::kFused, torch::kFloat32);
    for (const auto& [by_x, by_weights] :
         {std::pair(true, false), std::pair(false, true), std::pair(false, false)}) {
      scene.by_x = by_x;
      scene.by_weights = by_weights;
      Results expected = all;
      if (!by_weights) expected.gradients.erase(expected.gradients.begin() + 1);
      if (!by_x) expected.gradients.erase(expected.gradients.begin());
      const Results some = evaluate(scene, Engine::kFused, torch::kFloat32);
      ASSERT_EQ(some.gradients.size(), expected.gradients.size());
      expect_same_bits(some, expected);
    }
  }
}

TEST(FanOut, RandomScenesInTestingEqualTheirReference) {
  EXPECT_TRUE(rc::check([] {
    expect_equal(random_scene(Statistics::kRunning));
    RC_ASSERT(!testing::Test::HasFailure());
  }));
}

TEST(FanOut, ValuesWithoutAGradientAreTheSame) {
  for (const Statistics mode : {Statistics::kBatchAndUpdate, Statistics::kRunning}) {
    Scene scene = full_scene(2);
    scene.mode = mode;
    const Results with = evaluate(scene, Engine::kFused, torch::kFloat32);
    const at::NoGradGuard no_grad;
    const Results without = evaluate(scene, Engine::kFused, torch::kFloat32);
    EXPECT_FALSE(without.values.front().requires_grad());
    expect_same_bits({.values = with.values, .gradients = {}, .statistics = with.statistics},
                     without);
  }
}

TEST(FanOut, GivesTheSameBitsAgainAndOnTwoThreads) {
  set_threads(1);
  const Results once = evaluate(full_scene(1), Engine::kFused, torch::kFloat32);
  const Results again = evaluate(full_scene(1), Engine::kFused, torch::kFloat32);
  set_threads(2);
  const Results on_two = evaluate(full_scene(1), Engine::kFused, torch::kFloat32);
  set_threads(1);
  expect_same_bits(once, again);
  expect_same_bits(once, on_two);
}

TEST(FanOut, ReadsNothingThatWasNotWritten) {
  // With this setting glibc fills allocated memory with ones in all bits, which is NaN as a float.
  const int complement_of_ones = 0x100;
  mallopt(M_PERTURB, complement_of_ones);
  for (const bool spare_memory : {false, true}) {
    Scene scene = full_scene(1), reducing = full_scene(2);
    scene.spare_memory = reducing.spare_memory = spare_memory;
    expect_equal(scene);
    expect_equal(reducing);
  }
  mallopt(M_PERTURB, 0);
}

// If the pool were computed, values, running statistics and gradients would differ.
TEST(FanOut, ACandidateThatIsNotPresentIsNotThere) {
  const Scene whole{.edges = {{"sep_conv_3x3", "max_pool_3x3", "skip_connect"}},
                    .shape = {.channels = 8},
                    .mixture = {{0.5, 0.25, 0.5}}};
  Scene with = whole;
  with.present = {{true, false, true}};
  expect_equal(with);
  for (const Engine engine : {Engine::kFused, Engine::kReference}) {
    const Results results = evaluate(with, engine, torch::kFloat32);
    EXPECT_EQ(results.gradients[2][1].item<float>(), 0);
    EXPECT_NE(evaluate(whole, engine, torch::kFloat32).gradients[2][1].item<float>(), 0);
    // The statistics of the pool's batch norm come last. It has no weights.
    const Tensor moments = results.statistics.slice(0, -16);
    EXPECT_TRUE(torch::equal(moments, torch::cat({torch::zeros({8}), torch::ones({8})})));
  }
}

TEST(FanOut, ACandidateOfWeightZeroThatIsPresentHasItsGradient) {
  const Scene scene{.edges = {{"sep_conv_3x3", "max_pool_3x3", "skip_connect"}},
                    .shape = {.channels = 8},
                    .mixture = {{0, 0, 0.5}}};
  expect_equal(scene);
  const Results results = evaluate(scene, Engine::kFused, torch::kFloat32);
  for (const int64_t candidate : {0, 1}) {
    EXPECT_NE(results.gradients[2][candidate].item<float>(), 0);
  }
}

TEST(FanOut, NoConvolutionNeedBeThere) {
  for (const std::vector<bool>& present : {std::vector{false, true}, std::vector{false, false}}) {
    expect_equal({.edges = {{"dil_conv_3x3", "skip_connect"}},
                  .shape = {.channels = 8},
                  .present = {present}});
  }
}

TEST(FanOut, SparingMemoryChangesNoBit) {
  Scene scene = full_scene(2);
  const Results kept = evaluate(scene, Engine::kFused, torch::kFloat32);
  scene.spare_memory = true;
  expect_same_bits(evaluate(scene, Engine::kFused, torch::kFloat32), kept);
}

TEST(FanOut, ACandidateWithoutKernelsIsDoneByItself) {
  Builder builder{.layout = {}, .affine = false, .normalise_pools = true};
  const EdgeShape shape{.channels = 8};
  const FanOut fan({make_candidates(builder, {"skip_connect", "noise"}, shape)}, 1);
  const Tensor x = torch::randn({2, 8, 6, 6});
  const auto run = [&](Engine engine) {
    Pass pass{.weights = {}, .statistics = {}, .engine = engine};
    pass.generator = generator(3, Purpose::kNoise);
    return fan(x, {{.weights = torch::tensor({0.25F, 0.75F})}}, {Tensor()}, pass).front();
  };
  EXPECT_LT(difference(run(Engine::kFused), run(Engine::kReference)), 1e-6);
}

TEST(FanOut, CandidatesWithoutKernelsHaveGradientsOfGradientsToo) {
  Builder builder;
  const EdgeShape shape{.channels = 4};
  const FanOut fan({make_candidates(builder, {"dil_conv_3x3", "nor_conv_3x3"}, shape)}, 1);
  const Tensor weights = builder.layout.initial_weights(generator(1, Purpose::kWeights));
  const Tensor x = torch::randn({2, 4, 6, 6}, generator(2, Purpose::kNoise));
  const auto second = [&](Engine engine, Statistics mode) {
    const Tensor w = torch::tensor({0.25F, 0.75F}).requires_grad_();
    Pass pass{.weights = builder.layout.weights(weights),
              .statistics = builder.layout.statistics(builder.layout.initial_statistics()),
              .mode = mode,
              .engine = engine};
    const Tensor loss = fan(x, {{.weights = w}}, {Tensor()}, pass).front().pow(3).sum();
    const Tensor by = torch::autograd::grad({loss}, {w}, {}, true, true).front();
    return torch::autograd::grad({by[0]}, {w}).front();
  };
  for (const Statistics mode : {Statistics::kBatch, Statistics::kRunning}) {
    EXPECT_LT(difference(second(Engine::kFused, mode), second(Engine::kReference, mode)), 1e-5);
  }
}

}  // namespace
}  // namespace tetlo
