// SPDX-License-Identifier: Apache-2.0
// Compares the products with second derivatives that the fused kernels compute in float32 with those
// that LibTorch computes by differentiating its plain operations twice, in double precision.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tetlo/kernels/test_oracles.h"
#include "tetlo/net/fan_out.h"
#include "tetlo/util/forward_mode.h"
#include "tetlo/util/random.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

using Names = std::vector<std::string>;

const Names kWithKernels = {"none",         "max_pool_3x3", "avg_pool_3x3", "skip_connect",
                            "sep_conv_3x3", "sep_conv_5x5", "sep_conv_7x7", "dil_conv_3x3",
                            "dil_conv_5x5", "nor_conv_1x1"};

/// A state, the edges that leave it, and a direction in which something changes.
struct Scene {
  std::vector<Names> edges;
  EdgeShape shape = {.channels = 8};
  int64_t images = 2, height = 4, width = 4;
  bool affine = false, normalise_pools = true, has_accumulator = true, spare_memory = false;
  Statistics mode = Statistics::kBatch;
  uint64_t seed = 1;
  /// What changes: the weight tensor of this number, or all weights if there is no such number, or,
  /// if it is kState, only x and the accumulators.
  static constexpr int64_t kAll = -1, kState = -2;
  int64_t moves = kAll;
};

/// A scene in the numbers of one type.
struct Setting {
  Setting(const Scene& s, torch::ScalarType t) : scene(s), type(t) {
    Builder builder{.layout = {}, .affine = s.affine, .normalise_pools = s.normalise_pools};
    std::vector<Candidates> candidates;
    for (size_t e = 0; e < s.edges.size(); ++e) {
      candidates.push_back(make_candidates(builder.in(std::to_string(e)), s.edges[e], s.shape));
    }
    layout = builder.layout;
    fan.emplace(candidates, s.shape.stride, /*out_channels=*/0, s.spare_memory);
    const std::vector<int64_t> in = {s.images, s.shape.channels, s.height, s.width};
    const auto halved = [&s](int64_t side) { return (side + s.shape.stride - 1) / s.shape.stride; };
    const std::vector<int64_t> out = {s.images, s.shape.channels, halved(s.height),
                                      halved(s.width)};
    x = variable(drawn(in));
    x_tangent = moves_state() ? drawn(in) : torch::zeros_like(x);
    const Tensor initial = layout.initial_weights(random, torch::kFloat64).to(type);
    weights = variable(initial + 0.05 * drawn(initial.sizes()));
    statistics = layout.initial_statistics(type);
    statistics += drawn(statistics.sizes()).abs();
    q = direction();
    for (const Names& names : s.edges) {
      mixture.push_back(variable(drawn({static_cast<int64_t>(names.size())}).softmax(0)));
      accumulators.push_back(s.has_accumulator ? variable(drawn(out)) : Tensor());
      accumulator_tangents.push_back(moves_state() ? drawn(out) : torch::zeros(out, type));
      coefficients.push_back(drawn(out));
    }
  }

  bool moves_state() const { return scene.moves < 0; }
  Tensor drawn(at::IntArrayRef sizes) {
    return torch::randn(sizes, random, torch::kFloat64).to(type);
  }
  static Tensor variable(const Tensor& t) { return t.detach().requires_grad_(); }

  Tensor direction() {
    const Tensor all = drawn(weights.sizes());
    if (scene.moves == Scene::kAll) return all;
    const Tensor some = torch::zeros_like(all);
    if (scene.moves == Scene::kState) return some;
    const Tensor part = layout.weights(some)[static_cast<size_t>(scene.moves)];
    part.copy_(layout.weights(all)[static_cast<size_t>(scene.moves)]);
    return some;
  }

  /// Σ_e Σ c_e y_e + y_e², whose gradient by y_e changes with y_e.
  Tensor loss(Engine engine, const Tensor& state, const Tensor& at,
              const std::vector<Tensor>& sums) {
    Pass pass{.weights = layout.weights(at),
              .statistics = layout.statistics(statistics),
              .mode = scene.mode,
              .engine = engine};
    std::vector<EdgeMixture> edges;
    for (const Tensor& w : mixture) edges.push_back({.weights = w});
    Tensor sum;
    const auto outputs = (*fan)(state, edges, sums, pass);
    for (size_t e = 0; e < outputs.size(); ++e) {
      accumulate(sum, (coefficients[e] * outputs[e] + outputs[e] * outputs[e]).sum());
    }
    return sum;
  }

  /// By which the derivative along the direction is differentiated.
  std::vector<Tensor> variables() const {
    std::vector<Tensor> all = {x, weights};
    all.insert(all.end(), mixture.begin(), mixture.end());
    if (scene.has_accumulator) all.insert(all.end(), accumulators.begin(), accumulators.end());
    return all;
  }

  Scene scene;
  torch::ScalarType type;
  at::Generator random = generator(scene.seed, Purpose::kWeights);
  Layout layout;
  std::optional<FanOut> fan;
  Tensor x, x_tangent, weights, q, statistics;
  std::vector<Tensor> mixture, accumulators, accumulator_tangents, coefficients;
};

/// ∂y/∂x for each x; zeros for every x on which y does not depend.
std::vector<Tensor> gradients(const Tensor& y, const std::vector<Tensor>& xs,
                              bool create_graph = false) {
  if (!y.requires_grad()) {
    std::vector<Tensor> zeros;
    for (const Tensor& x : xs) zeros.push_back(torch::zeros_like(x));
    return zeros;
  }
  auto all = torch::autograd::grad({y}, xs, {}, /*retain_graph=*/create_graph, create_graph,
                                   /*allow_unused=*/true);
  for (size_t i = 0; i < xs.size(); ++i) {
    if (!all[i].defined()) all[i] = torch::zeros_like(xs[i]);
  }
  return all;
}

/// ∂/∂(x, w, mixtures, accumulators) of the derivative of the loss along the scene's direction.
std::vector<Tensor> by_double_backward(const Scene& scene) {
  Setting s(scene, torch::kFloat64);
  const Tensor loss = s.loss(Engine::kReference, s.x, s.weights, s.accumulators);
  const auto all = s.variables();
  const auto first = gradients(loss, all, /*create_graph=*/true);
  Tensor along = (first[0] * s.x_tangent).sum() + (first[1] * s.q).sum();
  const size_t before = 2 + s.mixture.size();
  for (size_t i = before; i < all.size(); ++i) {
    along = along + (first[i] * s.accumulator_tangents[i - before]).sum();
  }
  return gradients(along, all);
}

std::vector<Tensor> by_kernels(const Scene& scene) {
  Setting s(scene, torch::kFloat32);
  Tensor along;
  {
    const ForwardMode forward;
    std::vector<Tensor> sums = s.accumulators;
    for (size_t e = 0; e < sums.size() && s.moves_state(); ++e) {
      if (sums[e].defined()) sums[e] = with_tangent(sums[e], s.accumulator_tangents[e]);
    }
    const Tensor x = s.moves_state() ? with_tangent(s.x, s.x_tangent) : s.x;
    along = tangent_of(s.loss(Engine::kFused, x, with_tangent(s.weights, s.q), sums));
  }
  return gradients(along, s.variables());
}

/// ‖mine − reference‖ / ‖reference‖, or ‖mine‖ if the reference is 0.
double error(const Tensor& mine, const Tensor& reference) {
  if (mine.isnan().any().item<bool>()) return 1e9;
  const double scale = reference.norm().item<double>();
  const double apart = (mine.to(torch::kFloat64) - reference).norm().item<double>();
  return scale < 1e-12 ? apart : apart / scale;
}

void expect_equal(const Scene& scene) {
  const auto mine = by_kernels(scene), reference = by_double_backward(scene);
  const Setting s(scene, torch::kFloat64);
  // What is 0 but for rounding is compared with all products by weights together.
  const double weights_norm = reference[1].norm().item<double>();
  EXPECT_LT(error(mine[0], reference[0]), 1e-4) << "by x";
  const auto by_weight = s.layout.weights(mine[1]), expected = s.layout.weights(reference[1]);
  for (size_t i = 0; i < expected.size(); ++i) {
    if (expected[i].norm().item<double>() < 1e-6 * weights_norm) {
      EXPECT_LT(by_weight[i].norm().item<double>(), 1e-4 * weights_norm) << "weight tensor " << i;
    } else {
      EXPECT_LT(error(by_weight[i], expected[i]), 1e-4) << "by weight tensor " << i;
    }
  }
  for (size_t i = 2; i < mine.size(); ++i) {
    EXPECT_LT(error(mine[i], reference[i]), 1e-4) << "by mixture or accumulator " << i - 2;
  }
}

TEST(FanOutProduct, OfEachOperationInEachWeightTensorIsExact) {
  for (const std::string& name : kWithKernels) {
    for (const int64_t stride : {1, 2}) {
      for (const auto& [images, side] : {std::pair(2, 4), std::pair(3, 9)}) {
        Scene scene{.edges = {{name}},
                    .shape = {.channels = 12, .stride = stride},
                    .images = images,
                    .height = side,
                    .width = side + 1};
        const auto tensors =
            static_cast<int64_t>(Setting(scene, torch::kFloat32).layout.declared_weights().size());
        for (scene.moves = Scene::kState; scene.moves < tensors; ++scene.moves) {
          SCOPED_TRACE(
              fmt::format("{}, stride {}, {} images, {} moves", name, stride, images, scene.moves));
          expect_equal(scene);
        }
      }
    }
  }
}

Scene random_scene(Statistics mode) {
  const auto edge =
      rc::gen::container<Names>(*rc::gen::inRange<size_t>(1, 4), rc::gen::elementOf(kWithKernels));
  const bool affine = *rc::gen::arbitrary<bool>();
  return {.edges = *rc::gen::container<std::vector<Names>>(*rc::gen::inRange<size_t>(1, 4), edge),
          .shape = {.channels = 2 * *rc::gen::inRange<int64_t>(2, 17),
                    .stride = *rc::gen::inRange<int64_t>(1, 3)},
          .images = *rc::gen::inRange<int64_t>(2, 12),
          .height = *rc::gen::inRange<int64_t>(4, 12),
          .width = *rc::gen::inRange<int64_t>(4, 12),
          .affine = affine,
          .normalise_pools = !affine,
          .has_accumulator = *rc::gen::arbitrary<bool>(),
          .spare_memory = *rc::gen::arbitrary<bool>(),
          .mode = mode,
          .seed = *rc::gen::inRange<uint64_t>(1, 1000),
          .moves = *rc::gen::element(Scene::kAll, Scene::kState)};
}

TEST(FanOutProduct, OfRandomScenesIsExactOnEachTarget) {
  kernels::expect_on_each_target([] {
    expect_equal(random_scene(Statistics::kBatch));
    RC_ASSERT(!testing::Test::HasFailure());
  });
}

TEST(FanOutProduct, OfRandomScenesInTestingIsExact) {
  EXPECT_TRUE(rc::check([] {
    expect_equal(random_scene(Statistics::kRunning));
    RC_ASSERT(!testing::Test::HasFailure());
  }));
}

/// Three edges, each of which has all candidates.
Scene full_scene(int64_t stride) {
  return {.edges = {kWithKernels, kWithKernels, kWithKernels},
          .shape = {.channels = 12, .stride = stride},
          .images = 5,
          .height = 11,
          .width = 14};
}

void expect_same_bits(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  for (size_t i = 0; i < a.size(); ++i) EXPECT_TRUE(torch::equal(a[i], b[i])) << i;
}

TEST(FanOutProduct, HasTheSameBitsAgainAndOnTwoThreads) {
  set_threads(1);
  const auto once = by_kernels(full_scene(1)), again = by_kernels(full_scene(1));
  set_threads(2);
  const auto on_two = by_kernels(full_scene(1));
  set_threads(1);
  expect_same_bits(once, again);
  expect_same_bits(once, on_two);
}

TEST(FanOutProduct, SparingMemoryChangesNoBit) {
  Scene scene = full_scene(2);
  const auto kept = by_kernels(scene);
  scene.spare_memory = true;
  expect_same_bits(by_kernels(scene), kept);
}

}  // namespace
}  // namespace tetlo
