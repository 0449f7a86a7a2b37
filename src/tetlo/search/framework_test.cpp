// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/framework.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tetlo/search/small_search.h"

namespace tetlo {
namespace {

/// A normal cell and a reduction cell, the first of them tied.
SearchOptions options_of(const std::string& framework, const std::string& auxiliary) {
  SearchOptions options = small_search_options();
  options.framework.name = framework;
  options.auxiliary.name = auxiliary;
  return options;
}

SmallSearch start(const SearchOptions& options) {
  return start_small_search(options, small_space());
}

Tensor tied_part(const Model& model) {
  const Network& network = *model.network;
  return model.iterate.weights.narrow(0, 0, network.prefix_weights(network.cells() - 1));
}

struct State {
  Tensor weights, momentum, statistics;
};

std::vector<State> copies(const std::vector<Model>& models) {
  std::vector<State> states;
  for (const Model& model : models) {
    states.push_back(
        {model.iterate.weights.clone(), model.iterate.momentum.clone(), model.statistics.clone()});
  }
  return states;
}

/// Where a test is repeated: a framework, with its auxiliary model, and a hypergradient.
struct Case {
  std::string framework, auxiliary;
  HypergradientKind hypergradient;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto& [hypergradient, name, meaning] : table_of(HypergradientKind())) {
    all.push_back({"plain", "tied", hypergradient});
    all.push_back({"tetlo", "tied", hypergradient});
    all.push_back({"tetlo", "untied", hypergradient});
  }
  return all;
}

class Frameworks : public testing::TestWithParam<Case> {
 protected:
  SmallSearch search = [] {
    SearchOptions options = options_of(GetParam().framework, GetParam().auxiliary);
    options.hypergradient.kind = GetParam().hypergradient;
    return start(options);
  }();
};

TEST_P(Frameworks, HypergradientsLeaveWeightsMomentumAndStatisticsAsTheyWere) {
  advance(search, 2);
  const auto before = copies(search.framework->models());
  const Tensor alpha = search.alpha.clone();
  const Tensor gradient = search.framework->hypergradient(search.alpha, search.round).alpha;
  EXPECT_GT(gradient.norm().item<double>(), 0);
  EXPECT_TRUE(torch::equal(search.alpha, alpha));
  for (size_t i = 0; i < before.size(); ++i) {
    const Model& model = search.framework->models()[i];
    EXPECT_TRUE(torch::equal(model.iterate.weights, before[i].weights)) << model.name;
    EXPECT_TRUE(torch::equal(model.iterate.momentum, before[i].momentum)) << model.name;
    EXPECT_TRUE(torch::equal(model.statistics, before[i].statistics)) << model.name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Frameworks, testing::ValuesIn(cases()), [](const auto& instance) {
  return fmt::format("{}_{}_{}", instance.param.framework, instance.param.auxiliary,
                     instance.param.hypergradient);
});

TEST(Tetlo, TiedModelsAgreeBitForBitInWhatTheyShareAndInNothingElse) {
  SmallSearch search = start(options_of("tetlo", "tied"));
  const auto& models = search.framework->models();
  for (int64_t iteration = 0; iteration < 3; ++iteration) {
    const int64_t tied = tied_part(models[0]).size(0);
    EXPECT_TRUE(torch::equal(tied_part(models[0]), tied_part(models[1])));
    EXPECT_FALSE(torch::equal(models[0].iterate.weights.slice(0, tied),
                              models[1].iterate.weights.slice(0, tied)));
    advance(search, 1);
  }
}

TEST(Tetlo, TiedModelsMoveWhatTheyShareInBothStages) {
  SmallSearch tied = start(options_of("tetlo", "tied"));
  SmallSearch alone = start(options_of("plain", "tied"));
  advance(tied, 1);
  advance(alone, 1);
  EXPECT_FALSE(torch::equal(tied_part(tied.framework->models()[0]),
                            tied_part(alone.framework->models()[0])));
}

TEST(Tetlo, UntiedModelsShareNothing) {
  SmallSearch search = start(options_of("tetlo", "untied"));
  SmallSearch alone = start(options_of("plain", "untied"));
  advance(search, 3);
  advance(alone, 3);
  const auto& models = search.framework->models();
  EXPECT_TRUE(
      torch::equal(models[0].iterate.weights, alone.framework->models()[0].iterate.weights));
  EXPECT_FALSE(torch::equal(tied_part(models[0]), tied_part(models[1])));
}

/// `steps` steps of LibTorch's SGD on the cross entropy of a model, the round being the same in
/// each; the gradient is scaled down to norm `clip`, unless that is 0.
Tensor weights_by_libtorch(const SmallSearch& search, const Model& model, int64_t steps,
                           double clip) {
  const auto& schedule = search.options.search;
  Tensor weights = model.iterate.weights.clone().requires_grad_();
  torch::optim::SGD sgd({weights}, torch::optim::SGDOptions(schedule.learning_rate)
                                       .momentum(schedule.momentum)
                                       .weight_decay(schedule.weight_decay));
  for (int64_t step = 0; step < steps; ++step) {
    sgd.zero_grad();
    const Output output = forward(model, search.relaxation->mixture(search.alpha), weights,
                                  search.round.train.images, {.noise = search.round.noise});
    torch::nn::functional::cross_entropy(output.logits, search.round.train.labels).backward();
    const double norm = weights.grad().norm().item<double>();
    if (clip > 0) {
      EXPECT_GT(norm, clip) << "the gradient is too short for its clipping to be seen";
      weights.mutable_grad().mul_(clip / norm);
    }
    sgd.step();
  }
  return weights.detach();
}

class Clipping : public testing::TestWithParam<double> {};

TEST_P(Clipping, UntaughtModelsTakeTheStepsOfLibTorchsSgd) {
  SearchOptions options = options_of("tetlo", "untied");
  options.framework.lambda = 0;
  options.search.clip = GetParam();
  const SmallSearch search = start(options);
  std::vector<Tensor> expected;
  for (const Model& model : search.framework->models()) {
    expected.push_back(weights_by_libtorch(search, model, 2, GetParam()));
  }
  for (int64_t step = 0; step < 2; ++step) {
    search.framework->weight_step(search.relaxation->mixture(search.alpha), search.round);
  }
  for (size_t i = 0; i < expected.size(); ++i) {
    const Model& model = search.framework->models()[i];
    EXPECT_TRUE(torch::allclose(model.iterate.weights, expected[i], 1e-12, 1e-14)) << model.name;
  }
}

INSTANTIATE_TEST_SUITE_P(WeightStep, Clipping, testing::Values(0, 0.1), [](const auto& instance) {
  return instance.param > 0 ? "clipped" : "whole";
});

class Reduced : public testing::TestWithParam<HypergradientKind> {};

TEST_P(Reduced, UntiedAndWithoutGammaIsPlain) {
  const auto gradient = [](const std::string& framework) {
    SearchOptions options = options_of(framework, "untied");
    options.framework.gamma = 0;
    options.hypergradient.kind = GetParam();
    const SmallSearch search = start(options);
    return search.framework->hypergradient(search.alpha, search.round).alpha;
  };
  const Tensor plain = gradient("plain");
  EXPECT_LT((gradient("tetlo") - plain).norm().item<double>(), 1e-13 * plain.norm().item<double>());
}

INSTANTIATE_TEST_SUITE_P(Tetlo, Reduced,
                         testing::Values(HypergradientKind::kFirstOrder,
                                         HypergradientKind::kFiniteDifference,
                                         HypergradientKind::kExact),
                         [](const auto& instance) { return to_string(instance.param); });

}  // namespace
}  // namespace tetlo
