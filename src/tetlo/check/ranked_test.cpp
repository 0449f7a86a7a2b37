// SPDX-License-Identifier: Apache-2.0
// The two problems in which an order of pairs is given [Sheth2023, eq. 22 and 23], beside the
// encodings of their networks.
#include <gmock/gmock.h>

#include "tetlo/check/small_search.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

SmallSearch ranked(const std::string& framework, std::vector<std::string> settings = {}) {
  return start_small_search(
      {.framework = framework, .auxiliary = "untied", .settings = std::move(settings), .clip = 0});
}

/// Σ max(0, c(z, w) − c(x, y)), a quadruple at a time.
double shortfall(const SmallSearch& search) {
  const Model& model = search.framework->models().front();
  const Tensor encoding =
      forward(model, search.framework->weights(model), search.inputs.ranked.images,
              {.mixture = search.inputs.mixtures(search.alpha).front()})
          .encoding;
  const Tensor& q = search.inputs.quadruples;
  double sum = 0;
  for (int64_t i = 0; i < q.size(1); ++i) {
    const auto e = [&](int64_t row) { return encoding[q[row][i].item<int64_t>()]; };
    const auto c = [](const Tensor& x, const Tensor& y) {
      return (x.dot(y) / x.norm() / y.norm()).item<double>();
    };
    sum += std::max(0.0, c(e(2), e(3)) - c(e(0), e(1)));
  }
  return sum;
}

TEST(RankedWeights, LearnTheOrderBesideTheLabels) {
  const auto losses = [](const std::string& lambda) {
    SmallSearch search = ranked("ranked_weights", {"ranked_weights.lambda=" + lambda});
    const Problem problem = search.framework->problem(search.inputs);
    const Level& level = problem.levels.front();
    return level.objective(search.alpha, level.start.weights, {}).item<double>();
  };
  EXPECT_NEAR(losses("0.7") - losses("0"), 0.7 * shortfall(ranked("ranked_weights")), 1e-12);
}

TEST(RankedWeights, AreJudgedByTheLossOfLabelsAlone) {
  const SmallSearch search = ranked("ranked_weights"), plain = ranked("plain");
  const HypergradientOptions present{.kind = HypergradientKind::kFirstOrder};
  const auto losses = hypergradient(search, present).losses;
  EXPECT_EQ(losses.size(), 1U);
  EXPECT_TRUE(torch::equal(losses.at("main"), hypergradient(plain, present).losses.at("main")));
}

TEST(RankedWeights, CannotBeTied) {
  EXPECT_THAT([] { start_small_search({.framework = "ranked_weights", .auxiliary = "tied"}); },
              ThrowsMessage<Error>(HasSubstr("auxiliary.name is tied; in ranked_weights")));
}

TEST(RankedAlpha, LearnsFromTheOrderAlone) {
  const SmallSearch search = ranked("ranked_alpha");
  const auto losses = hypergradient(search, {.kind = HypergradientKind::kFirstOrder}).losses;
  EXPECT_EQ(losses.size(), 1U);
  EXPECT_NEAR(losses.at("quadruples").item<double>(), shortfall(search), 1e-12);
}

TEST(RankedAlpha, HasTheWeightsOfPlain) {
  SmallSearch search = ranked("ranked_alpha"), plain = ranked("plain");
  advance(search, 2);
  advance(plain, 2);
  EXPECT_TRUE(torch::equal(search.framework->stages().front().state.weights,
                           plain.framework->stages().front().state.weights));
}

}  // namespace
}  // namespace tetlo
