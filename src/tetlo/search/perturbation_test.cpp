// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/perturbation.h"

#include <gmock/gmock.h>

#include "tetlo/relax/softmax.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

Mixture even(const Space& space) {
  const SoftmaxRelaxation softmax(space);
  return softmax.mixture(torch::zeros({softmax.size()}));
}

/// An accuracy that knows what each candidate and each edge is worth.
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
  EXPECT_EQ(PerturbationSelection(find_space("darts"), 1).count(), 14 + 3);
  EXPECT_EQ(PerturbationSelection(find_space("nasbench201"), 1).count(), 6);
  EXPECT_THROW(PerturbationSelection(find_space("nasbench1shot1_1"), 1), Error);
}

// Without its best candidate an edge loses most; the later edges of a node are worth more.
TEST(Perturbation, KeepsTheCandidatesAndEdgesThatAreMissedMost) {
  const Space& space = find_space("s2");
  PerturbationSelection selection(space, 1);
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
  PerturbationSelection selection(space, 5);
  for (int64_t number = 0; number < 14; ++number) {
    const auto& cell = selection.decisions().reduce.candidates;
    EXPECT_EQ(std::count(cell.begin(), cell.end(), -1), 14 - number);
    selection.decide(number, even(space), worth);
  }
}

TEST(Perturbation, WhatIsTriedWithoutACandidateDoesNotComputeIt) {
  const Space& space = find_space("s2");
  PerturbationSelection selection(space, 1);
  std::vector<int64_t> missing;
  selection.decide(0, even(space), [&](const Mixture& mixture) {
    int64_t absent = 0;
    for (const CellMixture* cell : {&mixture.normal, &mixture.reduce}) {
      for (size_t e = 0; e < 14; ++e) absent += !cell->edge(e).has(0) + !cell->edge(e).has(1);
    }
    missing.push_back(absent);
    return 0.0;
  });
  // One of two candidates of the normal cell's edge, and then, that being decided, of the other's.
  EXPECT_THAT(missing, testing::ElementsAre(1, 1, 2, 2));
}

TEST(Perturbation, NoneIsNotKeptByDartsCells) {
  const Space& space = find_space("s3");
  PerturbationSelection selection(space, 1);
  // Without none, the first candidate, accuracy is lowest everywhere.
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
  PerturbationSelection whole(space, 2), first(space, 2), second(space, 2);
  for (int64_t number = 0; number < 16; ++number) whole.decide(number, even(space), worth);
  for (int64_t number = 0; number < 9; ++number) first.decide(number, even(space), worth);
  second.restore(first.save());
  for (int64_t number = 9; number < 16; ++number) second.decide(number, even(space), worth);
  EXPECT_EQ(second.save(), whole.save());
}

}  // namespace
}  // namespace tetlo
