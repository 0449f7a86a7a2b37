// SPDX-License-Identifier: Apache-2.0
// Compares the gradient of every relaxation with central differences, in double precision.
#include <ATen/CPUGeneratorImpl.h>
#include <gmock/gmock.h>

#include <memory>

#include "tetlo/relax/auxiliary_skip.h"
#include "tetlo/relax/decided.h"
#include "tetlo/relax/edge_normalised.h"
#include "tetlo/relax/gates.h"
#include "tetlo/relax/progressive.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/util/central_difference.h"

namespace tetlo {
namespace {

constexpr double kTolerance = 1e-8;

using RelaxationPointer = std::shared_ptr<const Relaxation>;

/// All numbers of a mixture in one vector: for each kind of cell, the weights of all candidates and
/// then those of edges.
Tensor flat(const Mixture& mixture) {
  std::vector<Tensor> parts;
  for (const CellMixture* cell : {&mixture.normal, &mixture.reduce}) {
    for (const Tensor& weights : cell->edges) parts.push_back(weights);
    for (const Tensor& scale : cell->scales) parts.push_back(scale.view({1}));
  }
  return torch::cat(parts);
}

Tensor some_alpha(const Relaxation& relaxation) {
  return torch::randn({relaxation.size()}, torch::kFloat64);
}

template <typename R, typename... Options>
RelaxationPointer make(const std::string& space, const Options&... options) {
  return std::make_shared<R>(find_space(space), options...);
}

/// Softmax with a decided edge and one that is gone.
RelaxationPointer partly_decided() {
  const Space& space = find_space("darts");
  Decisions decisions = open_decisions(space);
  decisions.normal.candidates[3] = 5;
  decisions.reduce.gone[7] = true;
  return std::make_shared<Decided>(space, make<SoftmaxRelaxation>("darts"), decisions);
}

GateOptions lukewarm(bool drawn) { return {.drawn = drawn, .temperature = 0.7}; }

struct Named {
  std::string name;
  RelaxationPointer relaxation;
};

class MixtureGradient : public testing::TestWithParam<Named> {};

TEST_P(MixtureGradient, IsThatOfCentralDifferences) {
  const Relaxation& relaxation = *GetParam().relaxation;
  const auto mixture = [&](const Tensor& alpha) { return flat(relaxation.mixture(alpha)); };
  EXPECT_LT(autograd_error(mixture, some_alpha(relaxation)), kTolerance);
}

TEST_P(MixtureGradient, OfTheProbabilitiesIsToo) {
  const Relaxation& relaxation = *GetParam().relaxation;
  const auto mixture = [&](const Tensor& alpha) { return flat(relaxation.probabilities(alpha)); };
  EXPECT_LT(autograd_error(mixture, some_alpha(relaxation)), kTolerance);
}

INSTANTIATE_TEST_SUITE_P(
    Relaxations, MixtureGradient,
    testing::Values(Named{"softmax", make<SoftmaxRelaxation>("darts")},
                    Named{"softmax_s1", make<SoftmaxRelaxation>("s1")},
                    Named{"softmax_nasbench201", make<SoftmaxRelaxation>("nasbench201")},
                    Named{"softmax_nasbench1shot1", make<SoftmaxRelaxation>("nasbench1shot1_1")},
                    Named{"edge_normalised", make<EdgeNormalised>("darts")},
                    Named{"edge_normalised_nasbench201", make<EdgeNormalised>("nasbench201")},
                    Named{"auxiliary_skip", make<AuxiliarySkip>("s2", 0.25)},
                    Named{"progressive", make<Progressive>("darts", Progressive::Limits{})},
                    Named{"gates_without_draws", make<Gates>("pr_darts", lukewarm(false), 1)},
                    Named{"decided", partly_decided()}),
    [](const auto& instance) { return instance.param.name; });

// A gate that is clamped to 0 or 1 does not depend on α. With u = 1/2 none of these gates is
// clamped.
TEST(GatesGradient, OfAHardConcreteIsThatOfCentralDifferences) {
  const Tensor u = torch::full({5}, 0.5, torch::kFloat64);
  const auto g = [&](const Tensor& alpha) { return hard_concrete(alpha, u, lukewarm(true)); };
  const Tensor alpha = torch::tensor({-1.0, -0.3, 0.1, 0.6, 1.2}, torch::kFloat64);
  EXPECT_LT(autograd_error(g, alpha), kTolerance);
}

TEST(GatesGradient, OfAnOpeningProbabilityIsThatOfCentralDifferences) {
  const auto p = [](const Tensor& alpha) { return opening_probability(alpha, lukewarm(true)); };
  const Tensor alpha = torch::tensor({-3.0, -0.5, 0.1, 2.0}, torch::kFloat64);
  EXPECT_LT(autograd_error(p, alpha), kTolerance);
}

// A drawn weight is 0 or 1, a step function of α, but its gradient is that of its gate g. The first
// numbers of a key's stream are the draws u of the first edge.
TEST(GatesGradient, OfADrawnWeightIsThatOfItsGateByCentralDifferences) {
  int64_t inside = 0;
  for (uint64_t key = 0; key < 10; ++key) {
    const Gates gates(find_space("pr_darts"), lukewarm(true), key);
    auto random = at::detail::createCPUGenerator(key);
    const Tensor u = torch::rand({8}, random, torch::kFloat32).to(torch::kFloat64);
    const auto gate = [&](const Tensor& alpha) { return hard_concrete(alpha, u, lukewarm(true)); };

    const Tensor alpha = some_alpha(gates).mul(0.3).requires_grad_();
    const Tensor weights = gates.mixture(alpha).normal.edges.front();
    const Tensor used = weights.detach();
    EXPECT_EQ(used.sum().item<double>(), 2);
    const Tensor first = alpha.detach().narrow(0, 0, 8);
    const Tensor expected = central_difference(gate, first, torch::ones_like(first), 1e-6) * used;
    const Tensor by = torch::autograd::grad({weights.sum()}, {alpha}).front();
    EXPECT_LT((by.narrow(0, 0, 8) - expected).abs().max().item<double>(), 1e-8) << key;
    EXPECT_EQ(by.slice(0, 8).count_nonzero().item<int64_t>(), 0) << key;
    inside += expected.count_nonzero().item<int64_t>();
  }
  EXPECT_GE(inside, 5) << "Too few gates were drawn between open and shut.";
}

// At this temperature all three groups are above the threshold, where the penalty has no kink.
TEST(GatesGradient, OfThePenaltyIsThatOfCentralDifferences) {
  for (const std::string space : {"pr_darts", "s3", "nasbench201"}) {
    for (uint64_t key = 0; key < 5; ++key) {
      const Gates gates(find_space(space), {.temperature = 0.1}, key);
      const auto penalty = [&](const Tensor& alpha) { return gates.penalty(alpha); };
      EXPECT_LT(autograd_error(penalty, some_alpha(gates)), kTolerance) << space << ' ' << key;
    }
  }
}

}  // namespace
}  // namespace tetlo
