// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/split.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "tetlo/util/error.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

std::vector<int64_t> ordered_indices(int64_t size, const SplitOptions& options) {
  if (options.order == SplitOrder::kSeeded) {
    return Random(options.seed, Purpose::kSplit).permutation(size);
  }
  std::vector<int64_t> indices(static_cast<size_t>(size));
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

int64_t number_held_out(int64_t size, const SplitOptions& options) {
  return static_cast<int64_t>(std::floor(options.held_out * static_cast<double>(size)));
}

std::vector<int64_t> first_indices(int64_t size, const SplitOptions& options) {
  const int64_t rest = size - number_held_out(size, options);
  require(options.limit >= 0 && options.limit <= rest,
          "The limit is {} images; it must be from 0 (all) to {}, the number of images.",
          options.limit, rest);
  auto indices = ordered_indices(size, options);
  indices.resize(static_cast<size_t>(options.limit > 0 ? options.limit : rest));
  return indices;
}

}  // namespace

std::shared_ptr<const Dataset> first_images(const std::shared_ptr<const Dataset>& dataset,
                                            const SplitOptions& options) {
  if (options.limit == 0 && options.held_out == 0) return dataset;
  return std::make_shared<Subset>(dataset, first_indices(dataset->size(), options));
}

std::shared_ptr<const Dataset> held_out_images(const std::shared_ptr<const Dataset>& dataset,
                                               const SplitOptions& options) {
  const int64_t number = number_held_out(dataset->size(), options);
  require(number > 0, "The share {} of {} images is held out, which is none of them.",
          options.held_out, dataset->size());
  const auto indices = ordered_indices(dataset->size(), options);
  return std::make_shared<Subset>(dataset,
                                  std::vector<int64_t>(indices.end() - number, indices.end()));
}

Split limited(const Split& given, const SplitOptions& options) {
  const auto first = [&](const std::shared_ptr<const Dataset>& part, double share) {
    SplitOptions own = options;
    const double limit = std::floor(share * static_cast<double>(options.limit));
    if (options.limit > 0) own.limit = std::max<int64_t>(static_cast<int64_t>(limit), 1);
    return first_images(part, own);
  };
  return {.train = first(given.train, options.train_portion),
          .validation = first(given.validation, 1 - options.train_portion)};
}

Split split_dataset(const std::shared_ptr<const Dataset>& dataset, const SplitOptions& options) {
  require(options.train_portion > 0 && options.train_portion < 1,
          "The training portion is {}; it must lie between 0 and 1.", options.train_portion);
  const auto indices = first_indices(dataset->size(), options);
  const auto count = static_cast<double>(indices.size());
  const auto middle =
      indices.begin() + static_cast<int64_t>(std::floor(options.train_portion * count));
  require(middle != indices.begin() && middle != indices.end(),
          "The training portion is {}, which splits {} images into {} and {}; each part must have "
          "at least one.",
          options.train_portion, indices.size(), middle - indices.begin(), indices.end() - middle);
  return {std::make_shared<Subset>(dataset, std::vector<int64_t>(indices.begin(), middle)),
          std::make_shared<Subset>(dataset, std::vector<int64_t>(middle, indices.end()))};
}

}  // namespace tetlo
