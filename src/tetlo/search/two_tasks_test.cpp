// SPDX-License-Identifier: Apache-2.0
// Searches whose auxiliary task has an architecture, a rate, images or a preparation of its own.
#include <gmock/gmock.h>

#include "tetlo/search/test_search.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

/// What the error says that a search with these assignments ends with.
std::string refusal(const std::vector<std::string>& assignments) {
  try {
    SearchOptions options = options_with(assignments);
    options.check();
    const Search search(options, {noise_images()});
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(SeparateArchitecture, HasAnAlphaOfItsOwnThatIsRecorded) {
  Search search = search_with(
      {"auxiliary.architecture=separate", "search.epochs=1", "search.alpha_weight_decay=0"});
  EXPECT_EQ(search.all_alpha().size(0), 2 * search.alpha().size(0));
  const Tensor before = search.all_alpha().clone();
  search.begin_epoch(0);
  for (int64_t i = 0; i < search.iterations(0); ++i) search.iterate({0, i});
  const auto figures = search.finish_epoch(0);
  for (const Tensor& moved : (search.all_alpha() - before).chunk(2)) {
    EXPECT_GT(moved.norm().item<double>(), 0);
  }
  EXPECT_NE(figures["auxiliary"]["genotype"], figures["genotype"]);
}

Search drawing_search() {
  return search_with({"auxiliary.architecture=separate", "method.name=pr_darts",
                      "space.name=pr_darts", "pr_darts.temperature=1"});
}

TEST(SeparateArchitecture, IsRelaxedByDrawsOfItsOwn) {
  Search search = drawing_search();
  const Mixtures mixtures = search.next_inputs({0, 0}).mixtures(search.alpha().repeat({2}));
  EXPECT_FALSE(
      torch::equal(torch::cat(mixtures[0].normal.edges), torch::cat(mixtures[1].normal.edges)));
}

TEST(SeparateArchitecture, IsPenalisedLikeTheMainOne) {
  Search search = drawing_search();
  const StepInputs inputs = search.next_inputs({0, 0});
  // The larger α, the more likely gates are open, and that is penalised.
  const auto penalty = [&](double of_main, double of_auxiliary) {
    const Tensor ones = torch::ones_like(search.alpha());
    return inputs.penalty(torch::cat({of_main * ones, of_auxiliary * ones})).item<double>();
  };
  EXPECT_NE(penalty(2, -2), penalty(-2, -2));
  EXPECT_NE(penalty(-2, 2), penalty(-2, -2));
}

TEST(RateRatio, ScalesTheStepsOfTheAuxiliaryModelOnly) {
  const auto step = [](const std::string& ratio) {
    Search search = search_with(
        {"auxiliary.name=untied", "hypergradient.name=first_order", "tetlo.rate_ratio=" + ratio});
    const auto weights = [&](size_t i) {
      return search.framework().weights(search.framework().models()[i]).clone();
    };
    const std::vector<Tensor> before = {weights(0), weights(1)};
    search.iterate({0, 0});
    return std::vector<Tensor>{weights(0) - before[0], weights(1) - before[1]};
  };
  const auto usual = step("1"), doubled = step("2");
  EXPECT_TRUE(torch::equal(doubled[0], usual[0]));
  EXPECT_TRUE(torch::allclose(doubled[1], 2 * usual[1], 1e-4, 1e-6));
}

TEST(RateRatio, ScalesVirtualStepsToo) {
  Search search = search_with({"tetlo.rate_ratio=2"});
  const StepInputs inputs = search.next_inputs({0, 0});
  const Problem problem = search.framework().problem(inputs);
  EXPECT_EQ(problem.levels[0].sgd.rate, inputs.virtual_sgd.rate);
  EXPECT_EQ(problem.levels[1].sgd.rate, 2 * inputs.virtual_sgd.rate);
}

TEST(AuxiliaryImages, OfAnotherDataSetHaveClassesOfTheirOwn) {
  const SearchOptions options = options_with({"auxiliary.batch=independent", "search.epochs=1"});
  Search search(options, {.main = noise_images(3), .auxiliary = noise_images(5)});
  run_epochs(search, 1);
  const StepInputs inputs = search.next_inputs({0, 0});
  EXPECT_EQ(inputs.train.labels.max().item<int64_t>(), 2);
  const Model& auxiliary = search.framework().models()[1];
  const Output output =
      forward(auxiliary, search.framework().weights(auxiliary), inputs.train.images,
              {.mixture = inputs.mixtures(search.alpha()).front()});
  EXPECT_EQ(output.logits.size(1), 5);
}

TEST(AuxiliaryImages, OfAnotherDataSetHaveNoPseudoLabels) {
  const SearchOptions options =
      options_with({"auxiliary.batch=independent", "transfer.name=pseudo_label"});
  EXPECT_NO_THROW(Search(options, {noise_images()}));
  EXPECT_THROW(Search(options, {.main = noise_images(3), .auxiliary = noise_images(3)}), Error);
}

TEST(SeparateArchitecture, IsRefusedForAnAuxiliaryModelWithoutOne) {
  EXPECT_THAT(refusal({"auxiliary.architecture=separate", "auxiliary.name=scnn"}),
              HasSubstr("such a network has none to search"));
}

TEST(Embedding, OfAnotherWidthIsMappedByWeightsOfTheLearnersStage) {
  const Search search =
      search_with({"auxiliary.name=resnet18", "resnet18.width=8", "transfer.name=embedding"});
  const auto& models = search.framework().models();
  const int64_t own = search.framework().stages()[1].state.weights.size(0) -
                      models[1].network->layout().weight_count();
  EXPECT_EQ(own, models[0].network->features() * models[1].network->features());
}

TEST(AuxiliaryImages, OfAnotherDataSetNeedBatchesOfTheirOwn) {
  EXPECT_EQ(refusal({"auxiliary_data.name=cifar-10"}),
            "auxiliary.batch is same; with auxiliary_data.name = \"cifar-10\" it must be "
            "independent.");
}

TEST(AuxiliaryValidationOnly, IsRefusedWhereItWouldNotDependOnTheMainArchitecture) {
  const std::string alone = "tetlo.main_validation=false";
  EXPECT_THAT(refusal({alone, "tetlo.gamma=0"}), HasSubstr("because tetlo.gamma is 0."));
  EXPECT_THAT(refusal({alone, "auxiliary.architecture=separate", "auxiliary.name=untied",
                       "hypergradient.name=first_order"}),
              HasSubstr("because a first-order hypergradient does not see what the model teaches"));
  EXPECT_THAT(refusal({alone, "auxiliary.architecture=separate", "auxiliary.name=untied",
                       "tetlo.lambda=0"}),
              HasSubstr("because tetlo.lambda is 0."));
  const std::string fixed = "auxiliary.name=resnet18", narrow = "resnet18.width=4";
  EXPECT_THAT(refusal({alone, fixed, narrow, "hypergradient.name=first_order"}),
              HasSubstr("because a first-order hypergradient"));
  EXPECT_THAT(refusal({alone, fixed, narrow, "transfer.name=triple"}),
              HasSubstr("because the gradient of this transfer does not reach"));
  EXPECT_EQ(refusal({alone, fixed, narrow}), "no error");
  EXPECT_EQ(refusal({alone}), "no error");
  EXPECT_EQ(refusal({alone, "hypergradient.name=first_order"}), "no error");
  EXPECT_EQ(refusal({alone, "auxiliary.architecture=separate", "auxiliary.name=untied"}),
            "no error");
}

TEST(AuxiliaryValidationOnly, LeavesTheMainLossOutOfP) {
  Search search = search_with({"tetlo.main_validation=false"});
  const StepInputs inputs = search.next_inputs({0, 0});
  const auto losses =
      hypergradient(search.framework().problem(inputs), search.all_alpha(), {}).losses;
  EXPECT_EQ(losses.size(), 1);
  EXPECT_TRUE(losses.contains("auxiliary"));
}

TEST(Att, RefusesATiedAuxiliaryModel) {
  EXPECT_THAT(refusal({"framework.name=att", "auxiliary.name=tied"}),
              HasSubstr("auxiliary.name is tied; in att the auxiliary model is trained before"));
}

TEST(Att, TrainsTheAuxiliaryModelFirstAndThenLeavesItAlone) {
  Search search = search_with({"framework.name=att", "att.epochs=2", "search.epochs=2"});
  EXPECT_EQ(search.extent().epochs, 4);
  // All 48 images in batches of 8, and then half of them.
  EXPECT_EQ(search.iterations(1), 6);
  EXPECT_EQ(search.iterations(2), 3);
  const auto saved = [&](const std::string& name) {
    return search.framework().save().at(name).clone();
  };
  const Tensor start = saved("auxiliary.weights"), main = saved("main.weights");
  run_epochs(search, 2);
  const Tensor prepared = saved("auxiliary.weights");
  const Tensor statistics = saved("auxiliary.statistics");
  EXPECT_FALSE(torch::equal(prepared, start));
  EXPECT_TRUE(torch::equal(saved("main.weights"), main));
  for (int64_t epoch = 2; epoch < 4; ++epoch) {
    search.begin_epoch(epoch);
    for (int64_t i = 0; i < search.iterations(epoch); ++i) search.iterate({epoch, i});
    EXPECT_EQ(search.finish_epoch(epoch)["epoch"], epoch - 2);
  }
  EXPECT_TRUE(torch::equal(saved("auxiliary.weights"), prepared));
  EXPECT_TRUE(torch::equal(saved("auxiliary.statistics"), statistics));
  EXPECT_FALSE(torch::equal(saved("main.weights"), main));
}

TEST(Att, PreparesEveryPhaseOfPDartsAnew) {
  Search search = search_with({"framework.name=att", "att.epochs=1", "search.epochs=1",
                               "method.name=p_darts", "p_darts.added_cells=1"});
  EXPECT_EQ(search.extent().epochs, 6);
  std::vector<nlohmann::json> figures;
  for (int64_t epoch = 0; epoch < 3; ++epoch) {
    search.begin_epoch(epoch);
    for (int64_t i = 0; i < search.iterations(epoch); ++i) search.iterate({epoch, i});
    figures.push_back(search.finish_epoch(epoch));
  }
  EXPECT_TRUE(figures[0].contains("preparation"));
  EXPECT_EQ(figures[1]["epoch"], 0);
  EXPECT_TRUE(figures[2].contains("preparation"));
  EXPECT_EQ(figures[2]["phase"], 1);
}

}  // namespace
}  // namespace tetlo
