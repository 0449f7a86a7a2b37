// SPDX-License-Identifier: Apache-2.0
// The kernels against LibTorch's operations in double precision.
#include "tetlo/net/fan_out.h"

#include <gmock/gmock.h>
#include <hwy/targets.h>
#include <rapidcheck/gtest.h>

#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

const std::vector<std::string> kKernels = {"none",         "max_pool_3x3", "avg_pool_3x3",
                                           "skip_connect", "sep_conv_3x3", "sep_conv_5x5",
                                           "sep_conv_7x7", "dil_conv_3x3", "dil_conv_5x5"};

/// A state and what leaves it, drawn at random.
struct Scene {
  std::vector<std::vector<std::string>> edges;
  EdgeShape shape;
  int64_t images = 2, height = 8, width = 8;
  bool affine = false, normalise_pools = true;
  bool has_onto = true;
  Statistics mode = Statistics::kBatchAndUpdate;
};

/// Values and gradients, in one order.
struct Results {
  std::vector<Tensor> values, gradients;
  Tensor statistics;
};

Results evaluate(const Scene& scene, Engine engine, torch::ScalarType type) {
  Builder builder{.layout = {}, .affine = scene.affine, .normalise_pools = scene.normalise_pools};
  std::vector<Candidates> edges;
  for (const auto& names : scene.edges) {
    edges.push_back(make_candidates(builder, names, scene.shape));
  }
  const FanOut fan(edges, scene.shape.stride);

  auto generator = at::make_generator<at::CPUGeneratorImpl>(7);
  const auto draw = [&](at::IntArrayRef sizes) {
    return torch::randn(sizes, generator, torch::kFloat64).to(type);
  };
  const auto variable = [](const Tensor& t) { return t.detach().clone().requires_grad_(); };
  const Tensor x = variable(draw({scene.images, scene.shape.channels, scene.height, scene.width})
                                .contiguous(torch::MemoryFormat::ChannelsLast));
  Tensor weights = builder.layout.initial_weights(generator, torch::kFloat64);
  weights = variable(
      (weights + 0.05 * torch::randn(weights.sizes(), generator, torch::kFloat64)).to(type));
  Results results;
  results.statistics = builder.layout.initial_statistics(type);
  Pass pass{.weights = builder.layout.weights(weights),
            .statistics = builder.layout.statistics(results.statistics),
            .mode = scene.mode,
            .engine = engine};
  const int64_t stride = scene.shape.stride;
  const auto out_size = [&] {
    return std::vector<int64_t>{scene.images, scene.shape.channels,
                                (scene.height + stride - 1) / stride,
                                (scene.width + stride - 1) / stride};
  };
  std::vector<Tensor> inputs = {x, weights}, mixture, onto, cotangents;
  for (const auto& names : scene.edges) {
    mixture.push_back(variable(draw({static_cast<int64_t>(names.size())}).softmax(0)));
    inputs.push_back(mixture.back());
    onto.push_back(scene.has_onto ? variable(draw(out_size())) : Tensor());
    if (scene.has_onto) inputs.push_back(onto.back());
    cotangents.push_back(draw(out_size()));
  }
  results.values = fan(x, mixture, onto, pass);
  results.gradients = torch::autograd::grad(results.values, inputs, cotangents, false, false, true);
  return results;
}

/// The largest difference, as a share of the largest value.
double difference(const Tensor& mine, const Tensor& reference) {
  if (!reference.defined()) return mine.defined() ? mine.abs().max().item<double>() : 0;
  if (reference.numel() == 0) return 0;
  const double scale = reference.abs().max().item<double>();
  const double largest = (mine.to(torch::kFloat64) - reference).abs().max().item<double>();
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
  EXPECT_LT(difference(mine.statistics, reference.statistics), 1e-5);
}

TEST(FanOut, EachOperationEqualsItsReference) {
  for (const std::string& name : kKernels) {
    for (int64_t stride : {1, 2}) {
      for (int64_t channels : {4, 8, 12, 16}) {
        SCOPED_TRACE(fmt::format("{} stride {} channels {}", name, stride, channels));
        expect_equal({.edges = {{name}},
                      .shape = {.channels = channels, .stride = stride},
                      .images = 3,
                      .height = 7,
                      .width = 10});
      }
    }
  }
}

}  // namespace
}  // namespace tetlo
