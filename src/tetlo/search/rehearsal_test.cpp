// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/rehearsal.h"

#include <gmock/gmock.h>

#include "tetlo/search/test_search.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

Needs needs_of(const std::vector<std::string>& assignments) {
  return rehearse(options_with(assignments), {noise_images()});
}

int64_t of_one_image(const Search& search, size_t model) {
  return search.tally(search.framework().models()[model]).multiply_adds;
}

// Of 48 images, 24 are in each half, which makes 3 batches of 8. A gradient counts three times.
TEST(Rehearsal, CountsTheGradientsOfAnIterationAndTheValidation) {
  const std::vector<std::string> plain = {"framework.name=plain", "hypergradient.name=first_order",
                                          "search.epochs=5"};
  const int64_t one = of_one_image(search_with(plain), 0);
  const auto multiply_adds = [&](std::vector<std::string> more) {
    more.insert(more.begin(), plain.begin(), plain.end());
    return needs_of(more).multiply_adds;
  };
  EXPECT_EQ(multiply_adds({}), 5 * (24 * 6 + 24) * one);
  EXPECT_EQ(multiply_adds({"search.arch_from=4"}), (4 * 24 * 3 + 24 * 6 + 5 * 24) * one);
  // The virtual step, P at its end, and two gradients for the finite difference.
  EXPECT_EQ(multiply_adds({"hypergradient.name=finite_difference"}),
            5 * (24 * (3 + 4 * 3) + 24) * one);
}

// The quickly trained model has 24 + 24 images in an epoch of its preparation, in batches of 8.
TEST(Rehearsal, CountsThePreparationOfASearch) {
  const auto needs = [&](const char* epochs) {
    return needs_of({"framework.name=att", "auxiliary.name=untied", "search.epochs=1", epochs})
        .multiply_adds;
  };
  const Search search = search_with({"framework.name=att", "auxiliary.name=untied"});
  EXPECT_EQ(needs("att.epochs=5") - needs("att.epochs=2"),
            3 * (48 * 3 + 24) * of_one_image(search, 1));
}

TEST(Rehearsal, TakesTheWeightsOfThePhaseThatHasMost) {
  const auto weights = [](const Search& search) {
    return search.framework().stages().front().state.weights.numel();
  };
  EXPECT_EQ(needs_of({"framework.name=plain"}).parameters,
            weights(search_with({"framework.name=plain"})));
  // Later phases have more cells, of which each is larger than what they lose in candidates.
  const std::vector<std::string> phases = {"framework.name=plain", "method.name=p_darts",
                                           "p_darts.added_cells=3", "search.epochs=1"};
  EXPECT_GT(needs_of(phases).parameters, weights(search_with(phases)));
}

std::string refusal(const Needs& needs, int64_t batch, int64_t present, int64_t available) {
  try {
    require_memory(needs, batch, present, available);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Rehearsal, ASearchThatIsTooLargeIsRefusedWithABatchThatFits) {
  const int64_t gibibyte = int64_t{1} << 30;
  const Needs needs{.memory = 10 * gibibyte, .memory_of_image = gibibyte / 10};
  EXPECT_EQ(refusal(needs, 64, gibibyte, 9 * gibibyte), "");
  // 5 GiB too much, or 51 images of a tenth of a gibibyte, rounded down.
  EXPECT_EQ(refusal(needs, 64, gibibyte, 4 * gibibyte),
            "The search needs 9.0 GiB of memory and 4.0 GiB are free; search.batch_size is 64, and "
            "13 would fit.");
  EXPECT_THAT(refusal(needs, 52, gibibyte, 4 * gibibyte), HasSubstr("no batch size"));
}

}  // namespace
}  // namespace tetlo
