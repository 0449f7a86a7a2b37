// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/imbalance.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tetlo/util/random.h"

namespace tetlo {
namespace {

constexpr Purpose kPurpose = purpose("class imbalance");

/// n_i μ^i for every class.
std::vector<int64_t> remaining(std::vector<int64_t> images, double ratio) {
  const double last = std::max(static_cast<double>(images.size()) - 1, 1.0);
  for (size_t i = 0; i < images.size(); ++i) {
    const double kept = std::pow(ratio, -static_cast<double>(i) / last);
    const int64_t rounded = std::llround(static_cast<double>(images[i]) * kept);
    images[i] = std::clamp<int64_t>(rounded, std::min<int64_t>(images[i], 1), images[i]);
  }
  return images;
}

}  // namespace

std::shared_ptr<const Dataset> imbalanced(const std::shared_ptr<const Dataset>& dataset,
                                          const Imbalance& imbalance) {
  auto left = remaining(images_per_class(*dataset, imbalance.classes), imbalance.ratio);
  std::vector<int64_t> kept;
  for (const int64_t i : Random(imbalance.seed, kPurpose).permutation(dataset->size())) {
    int64_t& of_class = left[static_cast<size_t>(dataset->label(i))];
    if (of_class-- > 0) kept.push_back(i);
  }
  std::sort(kept.begin(), kept.end());
  return std::make_shared<Subset>(dataset, kept);
}

}  // namespace tetlo
