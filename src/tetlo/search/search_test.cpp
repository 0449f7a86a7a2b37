// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/search.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>

#include "tetlo/net/cell_stack.h"
#include "tetlo/relax/auxiliary_skip.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/relax/uniform.h"
#include "tetlo/search/test_search.h"

namespace tetlo {
namespace {

Tensor main_weights(const Search& search) {
  return search.framework().weights(search.framework().models().front()).clone();
}

TEST(Search, TrainingAndValidationBatchesDrawDifferentNoise) {
  Search search = search_with({"framework.name=tetlo"});
  const StepInputs first = search.next_inputs({0, 0}), second = search.next_inputs({0, 1});
  EXPECT_NE(first.train.noise, first.validation.noise);
  EXPECT_NE(first.train.noise, second.train.noise);
  EXPECT_NE(first.validation.noise, second.train.noise);
  EXPECT_EQ(first.train.noise, first.auxiliary_train.noise);
}

TEST(Search, VirtualStepsAreLikeTheRealOnesOfTheEpoch) {
  const std::vector<std::string> assignments = {"search.epochs=4", "search.weight_decay=0.01",
                                                "search.nesterov=true"};
  Search search = search_with(assignments);
  const Sgd sgd = search.next_inputs({1, 0}).sgd;
  EXPECT_DOUBLE_EQ(sgd.rate, 0.001 + 0.024 * (1 + std::cos(std::numbers::pi / 4)) / 2);
  EXPECT_EQ(sgd.momentum, 0.9);
  EXPECT_EQ(sgd.weight_decay, 0.01);
  EXPECT_TRUE(sgd.nesterov);
  const Sgd virtual_sgd = search.next_inputs({1, 1}).virtual_sgd;
  EXPECT_EQ(virtual_sgd.rate, sgd.rate);
  EXPECT_EQ(virtual_sgd.momentum, sgd.momentum);
  EXPECT_EQ(virtual_sgd.weight_decay, sgd.weight_decay);
  EXPECT_TRUE(virtual_sgd.nesterov);
}

TEST(Search, VirtualStepsMayBeBare) {
  Search search = search_with({"hypergradient.virtual_step=plain", "search.nesterov=true"});
  const StepInputs inputs = search.next_inputs({0, 0});
  EXPECT_EQ(inputs.virtual_sgd.rate, inputs.sgd.rate);
  EXPECT_EQ(inputs.virtual_sgd.momentum, 0);
  EXPECT_EQ(inputs.virtual_sgd.weight_decay, 0);
  EXPECT_FALSE(inputs.virtual_sgd.nesterov);
}

TEST(Search, CutoutMayBeLeftToSearchesWithDropPath) {
  const auto cut_pixels = [](const std::string& only_with_drop_path) {
    Search search = search_with({"data.cutout=4", "data.crop_padding=0",
                                 "search.cutout_with_drop_path=" + only_with_drop_path});
    return (search.next_inputs({0, 0}).train.images == 0).sum().item<int64_t>();
  };
  EXPECT_EQ(cut_pixels("true"), 0);
  EXPECT_GT(cut_pixels("false"), 0);
}

// If α is updated after the weights, the weights of this iteration do not depend on its update.
TEST(Search, WeightsThatMoveFirstDoNotSeeTheStepOfAlpha) {
  const auto weights_after_one = [](const std::string& order, const std::string& rate) {
    Search search = search_with({"framework.name=plain", "hypergradient.name=first_order",
                                 "search.order=" + order, "search.alpha_learning_rate=" + rate});
    search.iterate({0, 0});
    return main_weights(search);
  };
  const Tensor still = weights_after_one("weights_first", "0");
  EXPECT_TRUE(torch::equal(weights_after_one("weights_first", "1"), still));
  EXPECT_FALSE(torch::equal(weights_after_one("alpha_first", "1"), still));
}

TEST(Search, AlphaThatMovesAfterTheWeightsIsJudgedByThem) {
  Search search = search_with({"framework.name=plain", "hypergradient.name=first_order",
                               "search.order=weights_first", "search.alpha_weight_decay=0"});
  Search twin = search_with({"framework.name=plain", "hypergradient.name=first_order",
                             "search.order=weights_first", "search.alpha_weight_decay=0"});
  const Tensor start = search.alpha().clone();
  const StepInputs inputs = twin.next_inputs({0, 0});
  search.iterate({0, 0});
  // The gradient at the weights that the search has after the step.
  const Tensor gradient = hypergradient(search.framework().problem(inputs), start,
                                        {.kind = HypergradientKind::kFirstOrder})
                              .alpha;
  // Adam's first step moves each entry by the learning rate, against the sign of its gradient.
  EXPECT_TRUE(torch::allclose(search.alpha(), start - 3e-4 * gradient.sign(), 1e-3, 1e-6));
}

TEST(Search, AlphaStepsAtTheRateOfItsEpoch) {
  Search search =
      search_with({"framework.name=plain", "hypergradient.name=first_order", "search.epochs=2",
                   "search.alpha_schedule=cosine", "search.alpha_learning_rate=1e-2",
                   "search.alpha_learning_rate_min=0"});
  const Tensor start = search.alpha().clone();
  search.iterate({1, 0});
  // Adam's first step moves each entry by the learning rate, which is half the initial one here.
  EXPECT_NEAR((search.alpha() - start).abs().max().item<double>(), 5e-3, 1e-6);
}

TEST(Search, TuningBeginsWithoutMomentum) {
  Search search = search_with({"framework.name=plain", "space.name=s2", "search.epochs=1",
                               "hypergradient.name=first_order", "selection.name=perturbation",
                               "perturbation.decide_every=1"});
  run_epochs(search, 1);
  EXPECT_GT(search.framework().stages().front().state.momentum.norm().item<double>(), 0);
  search.begin_epoch(1);
  EXPECT_EQ(search.framework().stages().front().state.momentum.norm().item<double>(), 0);
}

/// The loss whose curvature is measured, computed by hand; `batch` is the last one
/// used to update α.
double judged_loss(const Search& search, const StepBatch& batch, const Mixture& mixture) {
  const Model& main = search.framework().models().front();
  const Output output =
      forward(main, search.framework().weights(main), batch.images, {.mixture = mixture});
  return (torch::cross_entropy_loss(output.logits, batch.labels) +
          1e-3 * search.alpha().square().sum() / 2)
      .item<double>();
}

TEST(Search, CurvatureIsThatOfTheEpochsLastValidationBatchAndMixture) {
  const std::vector<std::string> assignments = {"framework.name=plain", "space.name=s2",
                                                "method.name=darts_minus", "search.epochs=4",
                                                "hypergradient.name=first_order"};
  Search search = search_with(assignments), twin = search_with(assignments);
  const int64_t iterations = search.extent().iterations;
  StepInputs last;
  for (int64_t i = 0; i < 2 * iterations; ++i) {
    last = twin.next_inputs({i / iterations, i % iterations});
  }
  run_epochs(search, 2);
  // In the second of four epochs the auxiliary skip has the weight 3/4.
  const Mixture mixture = AuxiliarySkip(find_space("s2"), 0.75).mixture(search.alpha());
  EXPECT_NEAR(search.loss_at(search.alpha()).item<double>(),
              judged_loss(search, last.validation, mixture), 1e-6);
  Search restored = search_with(assignments);
  restored.restore(search.save(), {.epoch = 2});
  EXPECT_EQ(restored.loss_at(search.alpha()).item<double>(),
            search.loss_at(search.alpha()).item<double>());
}

// The candidates of s4 are noise and a convolution.
TEST(Search, NoiseOfValidationIsDrawnFromTheSeed) {
  const auto search_of = [](const std::string& seed) {
    return search_with({"framework.name=plain", "space.name=s4", "search.epochs=1",
                        "search.split=file-order", "run.seed=" + seed});
  };
  const Snapshot snapshot = search_of("1").save();
  const auto valid_loss = [&](const std::string& seed) {
    Search search = search_of(seed);
    search.restore(snapshot, {});
    return search.finish_epoch(0)["main"]["valid_loss"].get<double>();
  };
  EXPECT_EQ(valid_loss("1"), valid_loss("1"));
  EXPECT_NE(valid_loss("1"), valid_loss("2"));
}

// [Sheth2023, appendix M.4]
TEST(Search, TetloOfPDartsHasAllCellsOfAPhaseAndTiesAllButTheLast) {
  Search search = search_with({"framework.name=tetlo", "method.name=p_darts", "search.epochs=1",
                               "hypergradient.name=first_order", "p_darts.added_cells=1"});
  for (const int64_t cells : {3, 4}) {
    const auto& main = cell_stack(*search.framework().models().front().network);
    EXPECT_EQ(main.cells(), cells);
    EXPECT_EQ(search.framework().stages()[1].tied, main.prefix_weights(cells - 1));
    search.begin_epoch(cells - 2);
  }
}

TEST(Search, EveryOtherMethodOfTetloHasOneCellLess) {
  const Search search = search_with({"framework.name=tetlo"});
  EXPECT_EQ(cell_stack(*search.framework().models().front().network).cells(), 2);
}

TEST(Search, AllCellsMayBeTied) {
  const Search search = search_with({"framework.name=tetlo", "tied.cells=2"});
  const auto& main = cell_stack(*search.framework().models().front().network);
  EXPECT_EQ(search.framework().stages()[1].tied, main.prefix_weights(2));
}

TEST(Search, AllButTheClassifierMayBeTied) {
  for (const std::string space : {"darts", "nasbench201", "nasbench1shot1_1"}) {
    Search search =
        search_with({"framework.name=tetlo", "tied.encoder=true", "space.name=" + space});
    const Mixture mixture = search.next_inputs({0, 0}).mixtures(search.alpha()).front();
    const Model& main = search.framework().models().front();
    const int64_t classifier =
        main.network->layout().weight_count() - search.framework().stages()[1].tied;
    const Output output = forward(main, search.framework().weights(main),
                                  torch::zeros({2, 3, 8, 8}), {.mixture = mixture});
    EXPECT_EQ(classifier, 3 * output.encoding.size(1) + 3) << space;
  }
}

TEST(RandomSearch, WithoutAUseForWeightsTrainsNothing) {
  Search search = search_with({"method.name=random", "framework.name=att", "search.epochs=4"});
  ASSERT_EQ(search.extent().epochs, 1);
  EXPECT_EQ(search.iterations(0), 0);
  run_epochs(search, 1);
  EXPECT_EQ(search.genotype(),
            cells_of(find_space("darts"), drawn_cell(find_space("darts"), 1, 0)));
}

TEST(RandomSearch, TrainsWeightsOfBothModelsAndNotAlpha) {
  Search search = search_with({"method.name=random", "framework.name=tetlo", "search.epochs=1",
                               "selection.name=best_by_weights"});
  const Tensor alpha = search.alpha().clone();
  std::vector<Tensor> weights;
  for (const Stage& stage : search.framework().stages()) weights.push_back(stage.state.weights);
  search.iterate({0, 0});
  EXPECT_TRUE(torch::equal(search.alpha(), alpha));
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_FALSE(torch::equal(search.framework().stages()[i].state.weights, weights[i]));
  }
}

/// The share of the validation images that the main model classifies correctly under a mixture.
double accuracy_by_hand(const Search& search, const Mixture& mixture) {
  const Model& main = search.framework().models().front();
  const auto& images = search.images().validation(main);
  double right = 0;
  for (int64_t i = 0; i < images->per_epoch(); ++i) {
    const Batch batch = images->get(0, i);
    const Output output =
        forward(main, search.framework().weights(main), batch.images, {.mixture = mixture});
    right += output.logits.argmax(1).eq(batch.labels).sum().item<double>();
  }
  return right / static_cast<double>(images->images());
}

TEST(RandomSearch, FindsTheDrawnCellThatItsWeightsClassifyBestWith) {
  for (const std::string name : {"darts", "nasbench201", "nasbench1shot1_1"}) {
    const Space& space = find_space(name);
    Search search = search_with({"method.name=random", "framework.name=plain", "search.epochs=2",
                                 "space.name=" + name, "selection.name=best_by_weights",
                                 "best_by_weights.cells=6"});
    run_epochs(search, 2);
    const SoftmaxRelaxation softmax(space);
    const Mixture open = softmax.mixture(torch::zeros({softmax.size()}));
    std::vector<double> accuracies;
    for (int64_t number = 0; number < 6; ++number) {
      accuracies.push_back(accuracy_by_hand(search, only(drawn_cell(space, 1, number), open)));
    }
    const auto best = std::max_element(accuracies.begin(), accuracies.end()) - accuracies.begin();
    EXPECT_EQ(search.genotype(), cells_of(space, drawn_cell(space, 1, best))) << name;
    EXPECT_GT(*std::max_element(accuracies.begin(), accuracies.end()),
              *std::min_element(accuracies.begin(), accuracies.end()));
  }
}

TEST(Search, OneSplitServesSeveralSeeds) {
  const auto split = [](const std::string& seed, const std::string& split_seed) {
    return labels_of(
        *search_split(options_with({"run.seed=" + seed, "search.split_seed=" + split_seed}),
                      noise_images())
             .validation);
  };
  EXPECT_EQ(split("1", "7"), split("2", "7"));
  EXPECT_EQ(split("7", "-1"), split("2", "7"));
  EXPECT_NE(split("1", "-1"), split("2", "-1"));
}

// [Liu2019, appendix A.1]
TEST(SearchOptions, DefaultsOfPlainAreThoseOfDarts) {
  SearchOptions options;
  options.configuration().load("", {"framework.name=plain"});
  EXPECT_EQ(options.search.epochs, 50);
  EXPECT_EQ(options.search.batch_size, 64);
  EXPECT_EQ(options.search.arch_every, 1);
  EXPECT_EQ(SearchOptions().search.epochs, 30);
}

}  // namespace
}  // namespace tetlo
