// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/search_state.h"

#include <gmock/gmock.h>

#include <cmath>
#include <sstream>

#include "tetlo/search/test_search.h"
#include "tetlo/studies/hypergradient_comparison.h"
#include "tetlo/util/central_difference.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

/// A tri-level search with α in every second iteration, at its beginning; `words` are more options.
SearchState small_state(const std::string& words = "") {
  SearchOptions options;
  std::vector<std::string> all = {"space.name=s3",       "network.channels=4",
                                  "network.cells=3",     "search.batch_size=4",
                                  "search.epochs=2",     "search.arch_every=2",
                                  "data.crop_padding=0", "search.alpha_deviation=0.3"};
  std::istringstream more(words);
  for (std::string word; more >> word;) all.push_back(word);
  options.configuration().load("", all);
  const Sources sources{noise_images()};
  Search search(options, sources);
  search.begin_epoch(0);
  Checkpoint beginning;
  beginning.snapshot = search.save();
  return {options, sources, beginning};
}

constexpr auto kFirstOrder = HypergradientKind::kFirstOrder;
constexpr auto kExact = HypergradientKind::kExact;

TEST(SearchState, BothPrecisionsHaveOneProblem) {
  const SearchState state = small_state();
  for (const auto kind : {kFirstOrder, kExact}) {
    const Tensor rounded = state.hypergradient(Precision::kSingle, kind, 0);
    const Tensor precise = state.hypergradient(Precision::kDouble, kind, 0);
    EXPECT_EQ(rounded.scalar_type(), torch::kFloat32);
    EXPECT_EQ(precise.scalar_type(), torch::kFloat64);
    EXPECT_LT(closeness(rounded, precise).relative_error, 1e-3);
    EXPECT_GT(closeness(rounded, precise).relative_error, 0);
  }
}

class ExactProductOf : public testing::TestWithParam<std::string> {};

TEST_P(ExactProductOf, TheKernelsIsThatInFloat64) {
  const SearchState state = small_state(GetParam());
  const Tensor rounded = state.hypergradient(Precision::kSingle, kExact, 0);
  const Tensor precise = state.hypergradient(Precision::kDouble, kExact, 0);
  EXPECT_LT(closeness(rounded, precise).relative_error, 1e-3);
}

INSTANTIATE_TEST_SUITE_P(
    SearchState, ExactProductOf,
    testing::Values("method.name=p_darts space.name=darts p_darts.added_cells=0 "
                    "p_darts.skip_dropout=[0.5,0.5,0.5]",
                    "method.name=pc_darts network.channels=8 pc_darts.partial=2",
                    "method.name=sdarts_rs", "method.name=pr_darts space.name=pr_darts",
                    "method.name=darts_minus", "search.drop_path=0.5",
                    "hypergradient.steps=3 framework.name=plain", "space.name=s4",
                    "space.name=nasbench201", "space.name=nasbench1shot1_1",
                    "search.loss=robust_log", "search.loss=label_smoothing",
                    "auxiliary.architecture=separate"));

TEST(SearchState, TheExactHypergradientIsTheDerivativeOfP) {
  const SearchState state = small_state();
  const Tensor exact = state.hypergradient(Precision::kDouble, kExact, 0);
  const auto P = [&](const Tensor& alpha) { return state.P(alpha); };
  const double slope =
      central_difference(P, state.alpha(Precision::kDouble), exact / exact.norm(), 1e-6);
  EXPECT_NEAR(slope / exact.norm().item<double>(), 1, 1e-4);
}

// The first step of Adam moves every number by its rate, whatever the gradient.
TEST(SearchState, StepsAreAsLongAsThoseOfAdam) {
  const SearchState state = small_state();
  const Tensor gradient = torch::randn_like(state.alpha(Precision::kDouble));
  const auto numbers = static_cast<double>(gradient.numel());
  EXPECT_NEAR(state.step_length(gradient), 3e-4 * std::sqrt(numbers), 1e-6);
}

TEST(HypergradientComparison, TheExactHypergradientIsItsOwnMeasure) {
  const SearchState state = small_state();
  int done = 0;
  const auto result =
      compare_hypergradients(state, {{.precision = Precision::kDouble, .kind = kFirstOrder}, {}},
                             [&](const JudgedEstimate&) { ++done; });
  EXPECT_EQ(done, 2);
  ASSERT_EQ(result.estimates.size(), 2);
  EXPECT_DOUBLE_EQ(result.estimates[1].closeness.cosine, 1);
  EXPECT_EQ(result.estimates[1].closeness.relative_error, 0);
  // No direction promises more than the exact one, whose promise is 2 h times its length.
  const Tensor exact = state.hypergradient(Precision::kDouble, kExact, 0);
  EXPECT_NEAR(result.estimates[1].verdict.promised, 2 * result.h * exact.norm().item<double>(),
              1e-12);
  EXPECT_LT(result.estimates[0].verdict.promised, result.estimates[1].verdict.promised);
}

TEST(HypergradientComparison, HasAllRadiiInBothPrecisions) {
  EXPECT_EQ(all_estimates({0.01, 0.1}).size(), 8);
  EXPECT_EQ(all_estimates({0.01, 0.1})[2].radius, 0.1);
  EXPECT_EQ(all_estimates({0.01, 0.1})[6].radius, 0.1);
  EXPECT_EQ(all_estimates({0.01, 0.1})[6].precision, Precision::kDouble);
}

}  // namespace
}  // namespace tetlo
