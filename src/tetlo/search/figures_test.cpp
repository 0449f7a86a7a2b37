// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/figures.h"

#include <gmock/gmock.h>

#include <cmath>

#include "tetlo/relax/edge_normalised.h"

namespace tetlo {
namespace {

using nlohmann::json;

TEST(DescribeMixture, EqualCandidatesHaveEqualProbabilities) {
  const Space& space = find_space("darts");
  const SoftmaxRelaxation softmax(space);
  const json figures = describe_mixture(space, softmax.mixture(torch::zeros(softmax.size())));
  ASSERT_EQ(figures["alpha"]["normal"].size(), 14);
  ASSERT_EQ(figures["alpha"]["reduce"].size(), 14);
  const json expected = {{"none", 0.125},         {"max_pool_3x3", 0.125}, {"avg_pool_3x3", 0.125},
                         {"skip_connect", 0.125}, {"sep_conv_3x3", 0.125}, {"sep_conv_5x5", 0.125},
                         {"dil_conv_3x3", 0.125}, {"dil_conv_5x5", 0.125}};
  for (const json& edge : figures["alpha"]["reduce"]) EXPECT_EQ(edge, expected);
  EXPECT_FALSE(figures.contains("beta"));
}

TEST(DescribeMixture, CandidatesHaveTheirOwnNames) {
  const Space& space = find_space("s1");
  Tensor alpha = torch::zeros(SoftmaxRelaxation(space).size());
  alpha[2] = std::log(3.0);  // the first candidate of the second edge
  const json figures = describe_mixture(space, SoftmaxRelaxation(space).mixture(alpha));
  const json& edge = figures["alpha"]["normal"][1];
  EXPECT_NEAR(edge[space.normal[1][0]].get<double>(), 0.75, 1e-6);
  EXPECT_NEAR(edge[space.normal[1][1]].get<double>(), 0.25, 1e-6);
}

TEST(DescribeMixture, SmallProbabilitiesKeepSixDigits) {
  const Space& space = find_space("nasbench201");
  const Mixture mixture{
      .normal = {.edges = std::vector<Tensor>(6, torch::full({5}, 1.23456789e-5))}};
  const json figures = describe_mixture(space, mixture);
  EXPECT_EQ(figures["alpha"]["normal"][5]["none"].get<double>(), 1.23457e-5);
  EXPECT_FALSE(figures["alpha"].contains("reduce"));
}

TEST(DescribeMixture, ProbabilitiesThatAreNotNumbersStayVisible) {
  const Space& space = find_space("nasbench201");
  const Mixture mixture{
      .normal = {.edges = std::vector<Tensor>(6, torch::full({5}, std::nan("")))}};
  const json figures = describe_mixture(space, mixture);
  EXPECT_TRUE(std::isnan(figures["alpha"]["normal"][0]["none"].get<double>()));
}

TEST(DescribeMixture, EdgesHaveTheWeightsOfPcDarts) {
  const Space& space = find_space("darts");
  const EdgeNormalised relaxation(space);
  const json figures = describe_mixture(space, relaxation.mixture(torch::zeros(relaxation.size())));
  ASSERT_EQ(figures["beta"]["normal"].size(), 14);
  EXPECT_EQ(figures["beta"]["normal"][0], 0.5);
  EXPECT_EQ(figures["beta"]["reduce"][13], 0.2);
}

}  // namespace
}  // namespace tetlo
