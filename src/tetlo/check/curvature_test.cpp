// SPDX-License-Identifier: Apache-2.0
// The Hessian of a supernet's validation loss with respect to α.
#include <gmock/gmock.h>

#include <cmath>

#include "tetlo/check/small_search.h"
#include "tetlo/levels/hessian.h"
#include "tetlo/util/central_difference.h"

namespace tetlo {
namespace {

class Curvature : public testing::Test {
 protected:
  /// s3 with the first 2 of its 4 nodes: 5 edges of 3 candidates in each cell.
  static Space space() {
    Space space = find_space("s3");
    space.nodes = 2;
    space.normal.resize(5);
    space.reduce.resize(5);
    return space;
  }

  Tensor loss(const Tensor& alpha) const {
    const Problem problem = search.framework->problem(search.inputs);
    return outer(problem, alpha, {problem.levels.front().start.weights});
  }

  SmallSearch search =
      start_small_search({.framework = "plain", .space = space(), .activation = Activation::kSilu});
  Tensor H = hessian([this](const Tensor& alpha) { return loss(alpha); }, search.alpha);
};

TEST_F(Curvature, IsTheCentralDifferenceOfTheGradient) {
  const auto gradient = [&](const Tensor& at) {
    const Tensor alpha = leaf(at);
    return gradients(loss(alpha), {alpha}).front();
  };
  for (int64_t i = 0; i < search.alpha.numel(); ++i) {
    const Tensor e = torch::zeros_like(search.alpha).index_fill_(0, torch::tensor({i}), 1);
    const Tensor row = central_difference(gradient, search.alpha, e, 1e-5);
    EXPECT_LT((row - H[i]).norm().item<double>(), 1e-7 * H.norm().item<double>()) << "row " << i;
  }
}

// Adding a constant to all α of an edge does not change its softmax.
TEST_F(Curvature, RowsSumToZeroOverEachEdge) {
  ASSERT_GT(H.norm().item<double>(), 1e-3);
  const Tensor sums = H.view({H.size(0), 10, 3}).sum(2);
  EXPECT_LT(sums.abs().max().item<double>(), 1e-12 * H.norm().item<double>());
}

TEST_F(Curvature, LargestEigenvalueIsThatOfTheMatrix) {
  const double largest =
      largest_eigenvalue([this](const Tensor& alpha) { return loss(alpha); }, search.alpha);
  EXPECT_NEAR(largest, eigenvalues(H).back(), 1e-4 * std::abs(largest));
}

TEST_F(Curvature, DecayRaisesEveryEigenvalueByItself) {
  const auto before = eigenvalues(H);
  const auto after = eigenvalues(H + 0.25 * torch::eye(H.size(0), torch::kFloat64));
  for (size_t i = 0; i < before.size(); ++i) EXPECT_NEAR(after[i], before[i] + 0.25, 1e-12);
}

}  // namespace
}  // namespace tetlo
