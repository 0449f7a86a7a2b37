// SPDX-License-Identifier: Apache-2.0
// Frameworks that are the plain one in a limit: whole searches, whose α are compared bit for bit.
#include <gmock/gmock.h>

#include <map>

#include "tetlo/search/test_search.h"

namespace tetlo {
namespace {

using Assignments = std::vector<std::string>;

/// α after 21 iterations, in each of which it is updated. All use the same cells, the same engine
/// and one thread. Two candidates on each edge suffice.
Tensor alpha_after(const Assignments& assignments) {
  Assignments all = {"network.used_cells=2", "search.epochs=7", "run.engine=reference",
                     "space.name=s2"};
  all.insert(all.end(), assignments.begin(), assignments.end());
  Search search = search_with(all);
  run_epochs(search, search.extent().epochs);
  return search.alpha().clone();
}

class EqualToPlainSlow : public testing::TestWithParam<HypergradientKind> {
 protected:
  std::string solver = "hypergradient.name=" + to_string(GetParam());
  const Tensor& plain = plain_of(solver);

 private:
  /// Of all tests with this solver, because it takes as long as what is compared with it.
  static const Tensor& plain_of(const std::string& solver) {
    static std::map<std::string, Tensor> known;
    Tensor& alpha = known[solver];
    if (!alpha.defined()) alpha = alpha_after({"framework.name=plain", solver});
    return alpha;
  }
};

TEST_P(EqualToPlainSlow, TetloUntiedWithoutGammaWhateverTheAuxiliaryBatch) {
  for (const std::string batch : {"same", "independent"}) {
    const Tensor tetlo = alpha_after({"framework.name=tetlo", "tetlo.gamma=0", "tetlo.lambda=0.5",
                                      "auxiliary.name=untied", "auxiliary.batch=" + batch, solver});
    EXPECT_TRUE(torch::equal(tetlo, plain)) << batch;
  }
}

TEST_P(EqualToPlainSlow, AttWithoutLambdaAsIfItHadNotBeenPrepared) {
  EXPECT_TRUE(torch::equal(alpha_after({"framework.name=att", "att.lambda=0", "att.epochs=2",
                                        "auxiliary.name=untied", solver}),
                           plain));
}

TEST_P(EqualToPlainSlow, NoAuxWithoutLambda) {
  EXPECT_TRUE(
      torch::equal(alpha_after({"framework.name=no_aux", "no_aux.lambda=0", solver}), plain));
}

TEST_P(EqualToPlainSlow, RankedWeightsWithoutLambda) {
  const Assignments few = {"ranked_weights.quadruples=40", "ranked_weights.drawn=5",
                           "framework.name=ranked_weights", solver};
  Assignments without = few;
  without.emplace_back("ranked_weights.lambda=0");
  EXPECT_TRUE(torch::equal(alpha_after(without), plain));
  EXPECT_FALSE(torch::equal(alpha_after(few), plain));
}

TEST_P(EqualToPlainSlow, ButNotWithTheirUsualWeights) {
  EXPECT_FALSE(
      torch::equal(alpha_after({"framework.name=tetlo", "auxiliary.name=untied", solver}), plain));
  EXPECT_FALSE(torch::equal(alpha_after({"framework.name=no_aux", solver}), plain));
}

INSTANTIATE_TEST_SUITE_P(Search, EqualToPlainSlow,
                         testing::Values(HypergradientKind::kFirstOrder,
                                         HypergradientKind::kFiniteDifference,
                                         HypergradientKind::kExact),
                         [](const auto& instance) { return to_string(instance.param); });

}  // namespace
}  // namespace tetlo
