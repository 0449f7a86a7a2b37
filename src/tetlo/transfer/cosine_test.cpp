// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/cosine.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

const Tensor kEncodings =
    torch::tensor({{1., 0.}, {0., 1.}, {3., 0.}, {1., 1.}, {0., 0.}}, torch::kFloat64);

double cosine(int64_t x, int64_t y) {
  return Cosines(kEncodings)(torch::tensor({x}), torch::tensor({y})).item<double>();
}

TEST(Cosines, DependOnDirectionsWhateverTheLengths) {
  EXPECT_NEAR(cosine(0, 2), 1, 1e-15);
  EXPECT_NEAR(cosine(0, 1), 0, 1e-15);
  EXPECT_NEAR(cosine(0, 3), std::sqrt(0.5), 1e-15);
}

TEST(Cosines, OfAnEncodingOfZerosAreZero) {
  EXPECT_EQ(cosine(4, 3), 0);
  EXPECT_EQ(cosine(4, 4), 0);
}

TEST(Cosines, AreThoseOfThePairsAskedFor) {
  const Tensor encodings = torch::randn({7, 5}, torch::kFloat64);
  const Tensor x = torch::tensor({0, 6, 3, 3}), y = torch::tensor({1, 2, 5, 0});
  const Tensor expected =
      torch::cosine_similarity(encodings.index_select(0, x), encodings.index_select(0, y), 1);
  EXPECT_TRUE(torch::allclose(Cosines(encodings)(x, y), expected, 0, 1e-14));
}

}  // namespace
}  // namespace tetlo
