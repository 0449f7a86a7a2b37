// SPDX-License-Identifier: Apache-2.0
#include "tetlo/frameworks/framework.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <torch/nn/functional/loss.h>
#include <torch/optim.h>

#include "tetlo/check/small_search.h"

namespace tetlo {
namespace {

SmallSearch start(const std::string& framework, const std::string& auxiliary) {
  return start_small_search({.framework = framework, .auxiliary = auxiliary});
}

/// The weights of a model that are tied in these tests: those of all cells but the last.
Tensor tied_part(const SmallSearch& search, size_t model) {
  const auto& models = search.framework->models();
  const auto& main = dynamic_cast<const Supernet&>(*models.front().network);
  return search.framework->weights(models[model])
      .narrow(0, 0, main.prefix_weights(main.cells() - 1));
}

std::map<std::string, Tensor> copies(const Framework& framework) {
  auto tensors = framework.save();
  for (auto& [name, tensor] : tensors) tensor = tensor.clone();
  return tensors;
}

/// The settings with which a test is repeated: a framework, its auxiliary model and
/// a hypergradient.
struct Case {
  std::string framework, auxiliary;
  HypergradientKind hypergradient;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto& entry : table_of(HypergradientKind())) {
    all.push_back({"plain", "tied", entry.value});
    all.push_back({"tetlo", "tied", entry.value});
    all.push_back({"tetlo", "untied", entry.value});
  }
  return all;
}

class Frameworks : public testing::TestWithParam<Case> {
 protected:
  SmallSearch search = start(GetParam().framework, GetParam().auxiliary);
};

TEST_P(Frameworks, HypergradientsLeaveWeightsMomentumAndStatisticsAsTheyWere) {
  advance(search, 2);
  const auto before = copies(*search.framework);
  const Tensor alpha = search.alpha.clone();
  const Tensor gradient = hypergradient(search, {.kind = GetParam().hypergradient}).alpha;
  EXPECT_GT(gradient.norm().item<double>(), 0);
  EXPECT_TRUE(torch::equal(search.alpha, alpha));
  for (const auto& [name, tensor] : search.framework->save()) {
    EXPECT_TRUE(torch::equal(tensor, before.at(name))) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Frameworks, testing::ValuesIn(cases()), [](const auto& instance) {
  return fmt::format("{}_{}_{}", instance.param.framework, instance.param.auxiliary,
                     to_string(instance.param.hypergradient));
});

TEST(Tetlo, TiedModelsAgreeBitForBitInWhatTheyShareAndInNothingElse) {
  SmallSearch search = start("tetlo", "tied");
  for (int64_t iteration = 0; iteration < 3; ++iteration) {
    const auto& models = search.framework->models();
    const int64_t tied = tied_part(search, 0).size(0);
    EXPECT_TRUE(torch::equal(tied_part(search, 0), tied_part(search, 1)));
    EXPECT_FALSE(torch::equal(search.framework->weights(models[0]).slice(0, tied),
                              search.framework->weights(models[1]).slice(0, tied)));
    advance(search, 1);
  }
}

// No framework has three stages; the code allows any number.
TEST(Tetlo, StagesOfALongerChainAgreeInWhatTheyShare) {
  const SmallSearch search = start("plain", "tied");
  std::vector<Stage> stages;
  for (const int64_t tied : {0, 7, 5}) {
    stages.push_back(search.framework->stages().front());
    stages.back().state.weights = stages.back().state.weights.clone();
    stages.back().tied = tied;
  }
  Framework chain({.models = search.framework->models(), .stages = stages, .outer = {}});
  chain.weight_step(search.inputs.mixtures(search.alpha), search.inputs);
  const auto shared = [&](size_t stage, int64_t tied) {
    return chain.stages()[stage].state.weights.narrow(0, 0, tied);
  };
  EXPECT_TRUE(torch::equal(shared(0, 7), shared(1, 7)));
  EXPECT_TRUE(torch::equal(shared(1, 5), shared(2, 5)));
}

TEST(Tetlo, TiedModelsMoveWhatTheyShareInBothStages) {
  SmallSearch tied = start("tetlo", "tied");
  SmallSearch alone = start("plain", "tied");
  advance(tied, 1);
  advance(alone, 1);
  EXPECT_FALSE(torch::equal(tied_part(tied, 0), tied_part(alone, 0)));
}

TEST(Tetlo, UntiedModelsShareNothing) {
  SmallSearch search = start("tetlo", "untied");
  SmallSearch alone = start("plain", "untied");
  advance(search, 3);
  advance(alone, 3);
  EXPECT_TRUE(torch::equal(search.framework->weights(search.framework->models()[0]),
                           alone.framework->weights(alone.framework->models()[0])));
  EXPECT_FALSE(torch::equal(tied_part(search, 0), tied_part(search, 1)));
}

/// `steps` steps of LibTorch's SGD on the cross entropy of a model, all with the same batch. The
/// gradient is scaled down to norm `clip`, unless that is 0.
Tensor weights_by_libtorch(const SmallSearch& search, const Model& model, int64_t steps) {
  const auto& [rate, momentum, weight_decay, nesterov] = search.options.sgd;
  const double clip = search.options.clip;
  const StepBatch& batch = search.inputs.train;
  Tensor weights = search.framework->weights(model).clone().requires_grad_();
  torch::optim::SGD sgd({weights}, torch::optim::SGDOptions(rate)
                                       .momentum(momentum)
                                       .weight_decay(weight_decay)
                                       .nesterov(nesterov));
  for (int64_t step = 0; step < steps; ++step) {
    sgd.zero_grad();
    const Output output = forward(model, weights, batch.images,
                                  {.mixture = search.inputs.mixtures(search.alpha).front()});
    torch::nn::functional::cross_entropy(output.logits, batch.labels).backward();
    const double norm = weights.grad().norm().item<double>();
    if (clip > 0) {
      EXPECT_GT(norm, clip) << "the gradient is too small to be clipped";
      weights.mutable_grad().mul_(clip / norm);
    }
    sgd.step();
  }
  return weights.detach();
}

class Clipping : public testing::TestWithParam<double> {};

TEST_P(Clipping, UntaughtModelsTakeTheStepsOfLibTorchsSgd) {
  const SmallSearch search = start_small_search({.framework = "tetlo",
                                                 .auxiliary = "untied",
                                                 .settings = {"tetlo.lambda=0"},
                                                 .clip = GetParam()});
  std::vector<Tensor> expected;
  for (const Model& model : search.framework->models()) {
    expected.push_back(weights_by_libtorch(search, model, 2));
  }
  for (int64_t step = 0; step < 2; ++step) {
    search.framework->weight_step(search.inputs.mixtures(search.alpha), search.inputs);
  }
  for (size_t i = 0; i < expected.size(); ++i) {
    const Model& model = search.framework->models()[i];
    EXPECT_TRUE(torch::allclose(search.framework->weights(model), expected[i], 1e-12, 1e-14))
        << model.name;
  }
}

INSTANTIATE_TEST_SUITE_P(WeightStep, Clipping, testing::Values(0, 0.1), [](const auto& instance) {
  return instance.param > 0 ? "clipped" : "whole";
});

/// α, the gradient by α and the losses of some iterations, in each of which α is updated.
struct Course {
  Tensor alpha;
  std::map<std::string, Tensor> losses;
};

Course course_of(SmallSearch search, HypergradientKind kind) {
  AdamState alpha{.weights = search.alpha,
                  .first_moment = torch::zeros_like(search.alpha),
                  .second_moment = torch::zeros_like(search.alpha)};
  Hypergradient last;
  for (int64_t i = 0; i < 20; ++i) {
    last = hypergradient(search, {.kind = kind});
    alpha = adam_step(alpha, last.alpha, {});
    search.alpha = alpha.weights;
    advance(search, 1);
  }
  return {.alpha = alpha.weights, .losses = last.losses};
}

/// A small search without kinks, in which R does matter, if there is one.
SmallSearch smooth_search(const std::string& framework, std::vector<std::string> settings,
                          bool own_batches) {
  SmallSearchOptions options{.framework = framework,
                             .settings = std::move(settings),
                             .activation = Activation::kSilu,
                             .auxiliary_batches = own_batches};
  for (auto* cell : {&options.space.normal, &options.space.reduce}) {
    for (auto& candidates : *cell) std::erase(candidates, "max_pool_3x3");
  }
  return start_small_search(options);
}

class EncoderSharingSlow : public testing::TestWithParam<HypergradientKind> {};

// R is then 0, because both models have the same encoding.
TEST_P(EncoderSharingSlow, IsMultiTaskLearningInWhichAllButTheClassifierIsTied) {
  for (const bool own_batches : {false, true}) {
    const Course mtl = course_of(
        smooth_search("mtl", {"mtl.gamma=0.7", "mtl.lambda=0.5", "tied.encoder=true"}, own_batches),
        GetParam());
    const Course es = course_of(smooth_search("es", {"es.gamma=0.7"}, own_batches), GetParam());
    EXPECT_LT((mtl.alpha - es.alpha).abs().max().item<double>(), 1e-9);
    for (const auto& [name, loss] : mtl.losses) {
      EXPECT_NEAR(es.losses.at(name).item<double>(), loss.item<double>(), 1e-9) << name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Es, EncoderSharingSlow,
                         testing::Values(HypergradientKind::kFirstOrder,
                                         HypergradientKind::kFiniteDifference,
                                         HypergradientKind::kExact),
                         [](const auto& instance) { return to_string(instance.param); });

// ∂/∂e_m of R alone: L_m and L_a of untied models do not connect them.
TEST(Mtl, TeachesInBothDirections) {
  const auto step_of_main = [](const std::string& lambda) {
    SmallSearch search = start_small_search({.framework = "mtl",
                                             .auxiliary = "untied",
                                             .settings = {"mtl.lambda=" + lambda},
                                             .clip = 0});
    search.framework->weight_step(search.inputs.mixtures(search.alpha), search.inputs);
    return search.framework->weights(search.framework->models().front());
  };
  EXPECT_FALSE(torch::equal(step_of_main("0"), step_of_main("0.5")));
}

TEST(Mtl, KeepsTheTiedWeightsOnce) {
  const SmallSearch search = start_small_search({.framework = "mtl"});
  const auto& models = search.framework->models();
  const auto count = [&](size_t i) { return models[i].network->layout().weight_count(); };
  EXPECT_EQ(search.framework->stages().size(), 1);
  EXPECT_EQ(search.framework->stages().front().state.weights.size(0),
            count(0) + count(1) - tied_part(search, 0).size(0));
  EXPECT_TRUE(torch::equal(tied_part(search, 0), tied_part(search, 1)));
}

TEST(Att, TeachesWithRunningStatistics) {
  const auto step_of_main = [](double variance) {
    SmallSearch search = start_small_search({.framework = "att", .auxiliary = "untied"});
    search.framework->models()[1].statistics.fill_(variance);
    search.framework->weight_step(search.inputs.mixtures(search.alpha), search.inputs);
    return search.framework->weights(search.framework->models().front());
  };
  EXPECT_FALSE(torch::equal(step_of_main(1), step_of_main(2)));
}

class Reduced : public testing::TestWithParam<HypergradientKind> {};

TEST_P(Reduced, UntiedAndWithoutGammaIsPlain) {
  const auto gradient = [](const std::string& framework) {
    const SmallSearch search = start_small_search(
        {.framework = framework,
         .auxiliary = "untied",
         .settings = framework == "tetlo" ? std::vector<std::string>{"tetlo.gamma=0"}
                                          : std::vector<std::string>()});
    return hypergradient(search, {.kind = GetParam()}).alpha;
  };
  const Tensor plain = gradient("plain");
  EXPECT_LT((gradient("tetlo") - plain).norm().item<double>(), 1e-13 * plain.norm().item<double>());
}

INSTANTIATE_TEST_SUITE_P(Tetlo, Reduced,
                         testing::Values(HypergradientKind::kFirstOrder,
                                         HypergradientKind::kFiniteDifference,
                                         HypergradientKind::kExact),
                         [](const auto& instance) { return to_string(instance.param); });

// One of the two candidates of s4 is noise.
TEST(Classify, DrawsTheNoiseOfItsBatch) {
  Space space = find_space("s4");
  space.nodes = small_space().nodes;
  for (auto* cell : {&space.normal, &space.reduce}) cell->resize(space.edges().size());
  const SmallSearch search = start_small_search({.framework = "plain", .space = space});
  const Model& model = search.framework->models().front();
  const auto loss = [&](uint64_t noise) {
    StepBatch batch = search.inputs.train;
    batch.noise = noise;
    return classify(model, search.framework->stages().front().state.weights, batch,
                    {.inputs = search.inputs, .mixtures = search.inputs.mixtures(search.alpha)})
        .loss.item<double>();
  };
  EXPECT_EQ(loss(1), loss(1));
  EXPECT_NE(loss(1), loss(2));
}

class Penalised : public testing::TestWithParam<HypergradientKind> {};

// The penalty is ‖α‖² / 2, whose gradient by α is α.
TEST_P(Penalised, SearchesHaveThePenaltyAsATermOfP) {
  SmallSearch search = start("tetlo", "tied");
  const Hypergradient without = hypergradient(search, {.kind = GetParam()});
  search.inputs.penalty = [](const Tensor& alpha) { return alpha.square().sum() / 2; };
  const Hypergradient with = hypergradient(search, {.kind = GetParam()});
  EXPECT_TRUE(torch::allclose(with.alpha, without.alpha + search.alpha, 1e-12, 1e-14));
  EXPECT_TRUE(torch::equal(with.losses.at("main"), without.losses.at("main")));
  EXPECT_NEAR(with.losses.at("penalty").item<double>(),
              search.alpha.square().sum().item<double>() / 2, 1e-14);
}

INSTANTIATE_TEST_SUITE_P(Tetlo, Penalised,
                         testing::Values(HypergradientKind::kFirstOrder,
                                         HypergradientKind::kFiniteDifference,
                                         HypergradientKind::kExact),
                         [](const auto& instance) { return to_string(instance.param); });

}  // namespace
}  // namespace tetlo
