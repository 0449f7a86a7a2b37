// SPDX-License-Identifier: Apache-2.0
// Distributes a batch over threads in such a way that the result does not depend on their number.
//
// The images of a batch form at most kGroups groups. A sum over the batch is computed within each
// group first, then over the groups in a fixed order, whichever thread works on which group.
#pragma once

#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

#include "tetlo/kernels/buffer.h"
#include "tetlo/kernels/dual.h"

namespace tetlo::kernels {

constexpr int64_t kGroups = 16;

inline int64_t group_count(int64_t images) { return std::min(images, kGroups); }

/// Calls work(made, image, group) for every image; the images of a group are processed in order by
/// one thread. make() builds the working memory of a thread, which is passed to work() as `made`.
template <typename Make, typename Work>
void each_image(int64_t images, const Make& make, const Work& work) {
  const int64_t groups = group_count(images);
  at::parallel_for(0, groups, /*grain_size=*/1, [&](int64_t first, int64_t last) {
    auto made = make();
    for (int64_t group = first; group < last; ++group) {
      for (int64_t n = group * images / groups; n < (group + 1) * images / groups; ++n) {
        work(made, n, group);
      }
    }
  });
}

/// One vector for each group, and the sum of these vectors.
class GroupSums {
 public:
  GroupSums(int64_t images, int64_t size)
      : groups_(group_count(images)), size_(size), sums_(groups_ * size) {}
  float* of(int64_t group) { return sums_.data() + group * size_; }
  std::vector<double> total() const {
    std::vector<double> total(static_cast<size_t>(size_), 0);
    at::parallel_for(0, size_, /*grain_size=*/4096, [&](int64_t first, int64_t last) {
      for (int64_t group = 0; group < groups_; ++group) {
        const float* sums = sums_.data() + group * size_;
        for (int64_t i = first; i < last; ++i)
          total[static_cast<size_t>(i)] += static_cast<double>(sums[i]);
      }
    });
    return total;
  }

 private:
  int64_t groups_, size_;
  Buffer sums_;
};

/// Numbers with their tangents.
inline std::vector<Dual> paired(const std::vector<double>& values,
                                const std::vector<double>& tangents) {
  std::vector<Dual> pairs;
  for (size_t i = 0; i < values.size(); ++i) pairs.push_back({values[i], tangents[i]});
  return pairs;
}

}  // namespace tetlo::kernels
