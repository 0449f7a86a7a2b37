// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/groups.h"

#include <numeric>

#include "tetlo/kernels/test_oracles.h"
#include "tetlo/util/threads.h"

namespace tetlo::kernels {
namespace {

/// The images of each group, in the order in which they were processed.
std::vector<std::vector<int64_t>> visits(int64_t images, int threads) {
  set_threads(threads);
  std::vector<std::vector<int64_t>> groups(static_cast<size_t>(group_count(images)));
  each_image(
      images, [] { return 0; },
      [&](int, int64_t n, int64_t group) { groups[static_cast<size_t>(group)].push_back(n); });
  set_threads(1);
  return groups;
}

TEST(Groups, TogetherHaveEveryImageOnceAndInOrder) {
  for (int64_t images = 0; images < 70; ++images) {
    std::vector<int64_t> all, together(static_cast<size_t>(images));
    for (const auto& group : visits(images, 1)) all.insert(all.end(), group.begin(), group.end());
    std::iota(together.begin(), together.end(), 0);
    EXPECT_EQ(all, together) << images;
  }
}

TEST(Groups, DoNotDependOnThreads) {
  for (const int64_t images : {1, 2, 15, 16, 17, 50})
    EXPECT_EQ(visits(images, 1), visits(images, 2));
}

TEST(Groups, DifferInSizeByAtMostOne) {
  for (int64_t images = 1; images < 70; ++images) {
    for (const auto& group : visits(images, 1)) {
      EXPECT_GE(group.size(), static_cast<size_t>(images / group_count(images)));
      EXPECT_LE(group.size(), static_cast<size_t>(images / group_count(images) + 1));
    }
  }
}

TEST(GroupSums, AddUpOverGroups) {
  GroupSums sums(/*images=*/20, /*size=*/3);
  each_image(
      20, [] { return 0; },
      [&](int, int64_t n, int64_t group) {
        sums.of(group)[0] += 1;
        sums.of(group)[2] += static_cast<float>(n);
      });
  EXPECT_EQ(sums.total(), (std::vector<double>{20, 0, 190}));
}

}  // namespace
}  // namespace tetlo::kernels
