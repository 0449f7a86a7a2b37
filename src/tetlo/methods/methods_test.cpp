// SPDX-License-Identifier: Apache-2.0
// The schedules of the methods; their relaxations are tested elsewhere.
#include <gmock/gmock.h>

#include <cmath>

#include "tetlo/methods/method.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// A method with its default options.
std::unique_ptr<Method> make(const std::string& name, const Phase& phase, int64_t arch_from = 0) {
  return find_method(name).make(Choice(methods(), name).chosen(),
                                {.phase = phase, .arch_from = arch_from});
}

Phase phase_of(const std::string& space, int64_t number = 0) {
  return {.space = find_space(space), .number = number};
}

/// The weights of an edge at α = 0.
std::vector<double> weights(const Method& method, const PhaseTime& at, size_t edge = 0) {
  const auto relaxation = method.relaxation(at);
  const Tensor row = relaxation->mixture(torch::zeros({relaxation->size()})).normal.edges[edge];
  std::vector<double> values;
  for (int64_t i = 0; i < row.numel(); ++i) values.push_back(row[i].item<double>());
  return values;
}

TEST(PDarts, PhasesAreDeeperAndOfFewerCandidates) {
  Phase phase = phase_of("darts");
  const std::vector<size_t> candidates = {8, 5, 3};
  const std::vector<int64_t> added = {0, 6, 12};
  for (int64_t number = 0; number < 3; ++number) {
    phase.number = number;
    const auto method = make("p_darts", phase);
    const auto place = static_cast<size_t>(number);
    EXPECT_EQ(method->supernet().added_cells, added[place]);
    EXPECT_EQ(method->supernet().space.reduce[13].size(), candidates[place]);
    EXPECT_EQ(method->relaxation({})->size(), 28 * static_cast<int64_t>(candidates[place]));
    if (number < 2) phase.space = method->narrowed(torch::zeros({method->relaxation({})->size()}));
  }
}

// An edge that is left with none and a skip would always get the skip.
TEST(PDarts, NoneIsNotCountedAmongTheCandidates) {
  Phase phase = phase_of("darts");
  EXPECT_NO_THROW(make("p_darts", phase));
  std::erase(phase.space.normal[3], "max_pool_3x3");
  EXPECT_EQ(phase.space.normal[3].size(), 7U);
  EXPECT_THROW(make("p_darts", phase), Error);
  std::erase(phase.space.normal[3], "none");
  EXPECT_THROW(make("p_darts", phase), Error);
  EXPECT_NO_THROW(make("p_darts", phase_of("s5")));
}

TEST(PDarts, TheEdgeKeepsWhatItsOwnAlphaPrefers) {
  const auto method = make("p_darts", phase_of("darts"));
  Tensor alpha = torch::arange(8.0).repeat({28});
  alpha.narrow(0, 8, 8).copy_(-torch::arange(8.0));
  const Space left = method->narrowed(alpha);
  EXPECT_THAT(left.normal[0],
              testing::ElementsAre(kSkip, kSepConv3, kSepConv5, kDilConv3, kDilConv5));
  EXPECT_THAT(left.normal[1], testing::ElementsAre(kNone, kMaxPool3, kAvgPool3, kSkip, kSepConv3));
}

// 0.4 in the second of phases of 25 epochs: 0.4 · 24/25 in epoch 0, 0.4 · 15/25 in epoch 9, 0.4 in
// epoch 10, where α is updated for the first time, and 0.4 e^−1 in epoch 15.
TEST(PDarts, DropoutBehindSkipsFallsTwice) {
  const auto method = make("p_darts", phase_of("darts", 1), /*arch_from=*/10);
  const auto dropout = [&](int64_t epoch) {
    const PhaseTime at{.epoch = epoch, .epochs = 25};
    return method->relaxation(at)->mixture(torch::zeros({224})).skip_dropout;
  };
  EXPECT_DOUBLE_EQ(dropout(0), 0.4 * 24 / 25);
  EXPECT_DOUBLE_EQ(dropout(9), 0.4 * 15 / 25);
  EXPECT_DOUBLE_EQ(dropout(10), 0.4);
  EXPECT_DOUBLE_EQ(dropout(15), 0.4 * std::exp(-1));
}

// Two candidates of weight 1/2 are moved by u and v of at most ε. The first one then weighs
// (1/2 + u) / (1 + u + v), which differs from 1/2 by at most ε, and in thousands of draws the
// difference comes close to ε. ε is 0.03 + 0.27 e/E.
TEST(Sdarts, WeightsLearnEverFurtherFromTheMixture) {
  const auto method = make("sdarts_rs", phase_of("s2"));
  for (const auto& [epoch, epsilon] : {std::pair(0, 0.03), {25, 0.165}, {49, 0.2946}}) {
    double furthest = 0;
    for (int64_t iteration = 0; iteration < 100; ++iteration) {
      const Mixture moved = method->for_weights(
          torch::zeros({56}), {.epoch = epoch, .epochs = 50, .iteration = iteration}, {});
      for (const Tensor& row : moved.normal.edges) {
        furthest = std::max(furthest, std::abs(row[0].item<double>() - 0.5));
      }
    }
    EXPECT_LE(furthest, epsilon * (1 + 1e-6));
    EXPECT_GT(furthest, 0.9 * epsilon);
  }
}

TEST(DartsMinus, TheAdditionalSkipFadesInAStraightLine) {
  const auto method = make("darts_minus", phase_of("s2"));
  EXPECT_EQ(weights(*method, {.epoch = 0, .epochs = 50}), (std::vector<double>{0.5, 0.5, 1}));
  EXPECT_EQ(weights(*method, {.epoch = 25, .epochs = 50})[2], 0.5);
  EXPECT_NEAR(weights(*method, {.epoch = 49, .epochs = 50})[2], 0.02, 1e-7);
}

TEST(PrDarts, GatesAreDrawnAnewForEveryStepAndForAlphaAndWeightsApart) {
  const auto method = make("pr_darts", phase_of("darts"));
  const Tensor alpha = torch::zeros({224});
  const auto drawn = [&](int64_t iteration) {
    return torch::stack(method->relaxation({.iteration = iteration})->mixture(alpha).normal.edges);
  };
  const auto for_weights = [&](int64_t iteration) {
    return torch::stack(method->for_weights(alpha, {.iteration = iteration}, {}).normal.edges);
  };
  EXPECT_TRUE(torch::equal(drawn(3), drawn(3)));
  EXPECT_FALSE(torch::equal(drawn(3), drawn(4)));
  EXPECT_FALSE(torch::equal(drawn(3), for_weights(3)));
}

// At α = 0 the probability P that a gate is open is σ(τ ln 11). All shares of an edge are
// equal there, so the penalty reveals τ. The s2 space has both groups of operations:
// S = N = P and D = P^4.
TEST(PrDarts, TheTemperatureFallsInAStraightLineToTheLastEpoch) {
  const auto method = make("pr_darts", phase_of("s2"));
  for (const auto& [epoch, temperature] : {std::pair(0, 10.0), {2, 5.05}, {4, 0.1}}) {
    const auto relaxation = method->relaxation({.epoch = epoch, .epochs = 5});
    const double p = 1 / (1 + std::exp(-temperature * std::log(11.0)));
    EXPECT_NEAR(relaxation->penalty(torch::zeros({56}, torch::kFloat64)).item<double>(),
                0.015 * (p - 0.2) - 0.005 * std::pow(p, 4), 1e-12);
  }
}

TEST(RandomSearch, TrainsOneCandidateOfAnEdgeAndDrawsAnewForEveryStepAndArchitecture) {
  const auto method = make("random", phase_of("nasbench201"));
  const Tensor alpha = torch::zeros({30});
  const auto trained = [&](int64_t iteration, size_t architecture) {
    const PhaseTime at{.iteration = iteration, .architecture = architecture};
    const Mixture mixture = method->for_weights(alpha, at, {});
    for (size_t e = 0; e < 6; ++e) {
      const auto present = mixture.normal.edge(e).present;
      EXPECT_EQ(std::count(present.begin(), present.end(), true), 1);
      EXPECT_EQ(mixture.normal.edges[e].sum().item<double>(), 1);
    }
    return torch::stack(mixture.normal.edges);
  };
  EXPECT_TRUE(torch::equal(trained(3, 0), trained(3, 0)));
  EXPECT_FALSE(torch::equal(trained(3, 0), trained(4, 0)));
  EXPECT_FALSE(torch::equal(trained(3, 0), trained(3, 1)));
}

TEST(RandomSearch, TakesTheSameCellAtAnyTimeWhateverAlphaIs) {
  const auto method = make("random", phase_of("darts"));
  const Genotype cells = method->relaxation({})->genotype(torch::zeros({224}));
  const PhaseTime later{.epoch = 5, .epochs = 5, .iteration = 99};
  EXPECT_EQ(method->relaxation(later)->genotype(torch::randn({224})), cells);
}

TEST(Methods, TheirRefusalsNameMethodAndSpace) {
  for (const auto& [method, space] : {std::pair("p_darts", "s2"),
                                      {"p_darts", "nasbench201"},
                                      {"pc_darts", "nasbench1shot1_1"},
                                      {"pr_darts", "nasbench1shot1_2"},
                                      {"darts_minus", "nasbench1shot1_3"}}) {
    try {
      make(method, phase_of(space));
      ADD_FAILURE() << method << " in " << space;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr(method));
      EXPECT_THAT(error.what(), testing::HasSubstr(space));
    }
  }
}

}  // namespace
}  // namespace tetlo
