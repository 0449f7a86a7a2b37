// SPDX-License-Identifier: Apache-2.0
#include "tetlo/selections/perturbation.h"

#include <gmock/gmock.h>

#include "tetlo/relax/softmax.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

Mixture even(const Space& space) {
  const SoftmaxRelaxation softmax(space);
  return softmax.mixture(torch::zeros({softmax.size()}));
}

PerturbationSelection perturbation(const Space& space, uint64_t seed = 1) {
  return {PerturbationOptions(), {.space = space, .seed = seed}};
}

/// An accuracy that is a sum of known contributions from the candidates and edges that are present.
double worth(const Mixture& mixture) {
  double sum = 0;
  for (const CellMixture* cell : {&mixture.normal, &mixture.reduce}) {
    for (size_t e = 0; e < cell->edges.size(); ++e) {
      const Tensor& weights = cell->edges[e];
      const auto best = static_cast<int64_t>(e % 2);
      for (int64_t o = 0; o < weights.numel(); ++o) {
        const double of_candidate = o == best ? 2 : 1;
        const double of_edge = 1 + 0.01 * static_cast<double>(e);
        sum += of_candidate * of_edge * (weights[o].item<double>() > 0 ? 1 : 0);
      }
    }
  }
  return sum / 1000;
}

TEST(Perturbation, DecidesOnEdgesAndThenOnNodesThatHaveAChoice) {
  EXPECT_EQ(perturbation(find_space("darts")).count(), 14 + 3);
  EXPECT_EQ(perturbation(find_space("nasbench201")).count(), 6);
  EXPECT_THROW(perturbation(find_space("nasbench1shot1_1")), Error);
}

// An edge loses most without its best candidate; the later edges of a node contribute more.
TEST(Perturbation, KeepsTheCandidatesAndEdgesThatAreMissedMost) {
  const Space& space = find_space("s2");
  auto selection = perturbation(space, 1);
  for (int64_t number = 0; number < selection.count(); ++number) {
    selection.decide(number, even(space), worth);
  }
  const auto& normal = selection.decisions().normal;
  for (size_t e = 0; e < 14; ++e) EXPECT_EQ(normal.candidates[e], static_cast<int64_t>(e % 2));
  EXPECT_THAT(normal.gone, testing::ElementsAre(false, false,              //
                                                true, false, false,        //
                                                true, true, false, false,  //
                                                true, true, true, false, false));
}

TEST(Perturbation, EachDecisionIsOnOneEdgeOfEitherCell) {
  const Space& space = find_space("s2");
  auto selection = perturbation(space, 5);
  for (int64_t number = 0; number < 14; ++number) {
    const auto& cell = selection.decisions().reduce.candidates;
    EXPECT_EQ(std::count(cell.begin(), cell.end(), -1), 14 - number);
    selection.decide(number, even(space), worth);
  }
}

TEST(Perturbation, WhatIsTriedWithoutACandidateDoesNotComputeIt) {
  const Space& space = find_space("s2");
  auto selection = perturbation(space, 1);
  std::vector<int64_t> missing;
  selection.decide(0, even(space), [&](const Mixture& mixture) {
    int64_t absent = 0;
    for (const CellMixture* cell : {&mixture.normal, &mixture.reduce}) {
      for (size_t e = 0; e < 14; ++e) absent += !cell->edge(e).has(0) + !cell->edge(e).has(1);
    }
    missing.push_back(absent);
    return 0.0;
  });
  // The edge of the normal cell is tried without each of its two candidates. Once it is decided,
  // one candidate is missing there, and the edge of the other cell is tried in the same way.
  EXPECT_THAT(missing, testing::ElementsAre(1, 1, 2, 2));
}

TEST(Perturbation, NoneIsNotKeptByDartsCells) {
  const Space& space = find_space("s3");
  auto selection = perturbation(space, 1);
  // Accuracy is lowest without `none`, the first candidate of every edge.
  const auto misses_none = [](const Mixture& mixture) {
    double sum = 0;
    for (const Tensor& weights : mixture.normal.edges) sum += weights[0].item<double>();
    return sum;
  };
  selection.decide(0, even(space), misses_none);
  const auto& kept = selection.decisions().normal.candidates;
  EXPECT_EQ(std::count(kept.begin(), kept.end(), 0), 0);
  EXPECT_EQ(std::count(kept.begin(), kept.end(), -1), 13);
}

TEST(Perturbation, GoesOnFromWhatWasSaved) {
  const Space& space = find_space("s2");
  auto whole = perturbation(space, 2), first = perturbation(space, 2),
       second = perturbation(space, 2);
  for (int64_t number = 0; number < 16; ++number) whole.decide(number, even(space), worth);
  for (int64_t number = 0; number < 9; ++number) first.decide(number, even(space), worth);
  second.restore(first.save());
  for (int64_t number = 9; number < 16; ++number) second.decide(number, even(space), worth);
  EXPECT_EQ(second.save(), whole.save());
}

/// The edges of the last node of s2 that are kept, given the accuracy without any one of them and
/// without any two of them.
std::vector<int> edges_kept(const std::function<double(const std::vector<int>& gone)>& accuracy) {
  auto selection = perturbation(find_space("s2"));
  const auto gone_of = [](const Mixture& mixture) {
    std::vector<int> gone;
    for (size_t e = 9; e < 14; ++e) {
      if (mixture.normal.edge(e).is_gone()) gone.push_back(static_cast<int>(e) - 9);
    }
    return gone;
  };
  for (int64_t number = 0; number < selection.count(); ++number) {
    selection.decide(number, even(find_space("s2")),
                     [&](const Mixture& mixture) { return accuracy(gone_of(mixture)); });
  }
  std::vector<int> kept;
  for (size_t e = 9; e < 14; ++e) {
    if (!selection.decisions().normal.gone[e]) kept.push_back(static_cast<int>(e) - 9);
  }
  return kept;
}

// Edges 3 and 4 can replace each other: removing either alone costs nothing, removing both costs
// everything. If edges were removed one after the other, one of the two would stay.
TEST(Perturbation, AnEdgeIsJudgedByItsRemovalAlone) {
  const std::vector<double> alone = {0.7, 0.6, 0.8, 0.9, 0.9};
  EXPECT_THAT(edges_kept([&](const std::vector<int>& gone) {
                if (gone.size() > 1) return 0.0;
                return gone.empty() ? 1.0 : alone[static_cast<size_t>(gone.front())];
              }),
              testing::ElementsAre(0, 1));
}

TEST(Perturbation, OfEqualEdgesTheFirstAreKeptAndOfEqualCandidatesTheLast) {
  EXPECT_THAT(edges_kept([](const std::vector<int>&) { return 0.5; }), testing::ElementsAre(0, 1));
  auto selection = perturbation(find_space("s2"));
  selection.decide(0, even(find_space("s2")), [](const Mixture&) { return 0.5; });
  EXPECT_THAT(selection.decisions().normal.candidates, testing::Contains(1));
  EXPECT_THAT(selection.decisions().normal.candidates, testing::Not(testing::Contains(0)));
}

}  // namespace
}  // namespace tetlo
