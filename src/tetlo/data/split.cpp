// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/split.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "tetlo/util/error.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

using Indices = std::vector<int64_t>;

/// floor(portion n), whatever rounding does to the product.
int64_t share(double portion, int64_t n) {
  const double rounding = 1e-9;
  return static_cast<int64_t>(std::floor(portion * static_cast<double>(n) + rounding));
}

Indices ordered_indices(int64_t size, const SplitOptions& options) {
  if (options.order != SplitOrder::kFileOrder) {
    return Random(options.seed, Purpose::kSplit).permutation(size);
  }
  Indices indices(static_cast<size_t>(size));
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

Indices first_indices(int64_t size, const SplitOptions& options) {
  const int64_t rest = size - share(options.held_out, size);
  require(options.limit >= 0 && options.limit <= rest,
          "The limit is {} images; it must be from 0 (all) to {}, the number of images.",
          options.limit, rest);
  auto indices = ordered_indices(size, options);
  indices.resize(static_cast<size_t>(options.limit > 0 ? options.limit : rest));
  return indices;
}

/// The images in groups that are split each by itself: by class, or all together.
std::vector<Indices> groups_of(const Dataset& dataset, const Indices& indices, SplitOrder order) {
  if (order != SplitOrder::kByClass) return {indices};
  std::map<int64_t, Indices> classes;
  for (const int64_t index : indices) classes[dataset.label(index)].push_back(index);
  std::vector<Indices> groups;
  for (const auto& [label, of_class] : classes) groups.push_back(of_class);
  return groups;
}

/// Appends the images of a group to the parts.
void split_group(const Indices& group, const SplitOptions& options, Indices& train,
                 Indices& validation) {
  const auto n = std::ssize(group);
  const int64_t least = options.order == SplitOrder::kByClass ? 1 : 0;
  const int64_t trained = std::max(share(options.train_portion, n), least);
  const int64_t rest = n - trained;
  const int64_t validated =
      options.validation_portion > 0 ? std::max(share(options.validation_portion, n), least) : rest;
  require(validated <= rest && validated >= least,
          "The number of images of a class is {}; {} for training and {} for validation are more.",
          n, trained, std::max(validated, least));
  train.insert(train.end(), group.begin(), group.begin() + trained);
  validation.insert(validation.end(), group.begin() + trained, group.begin() + trained + validated);
}

}  // namespace

std::shared_ptr<const Dataset> first_images(const std::shared_ptr<const Dataset>& dataset,
                                            const SplitOptions& options) {
  if (options.limit == 0 && options.held_out == 0) return dataset;
  return std::make_shared<Subset>(dataset, first_indices(dataset->size(), options));
}

std::shared_ptr<const Dataset> held_out_images(const std::shared_ptr<const Dataset>& dataset,
                                               const SplitOptions& options) {
  const int64_t number = share(options.held_out, dataset->size());
  require(number > 0, "The share {} of {} images is held out, which is none of them.",
          options.held_out, dataset->size());
  const auto indices = ordered_indices(dataset->size(), options);
  return std::make_shared<Subset>(dataset, Indices(indices.end() - number, indices.end()));
}

Split limited(const Split& given, const SplitOptions& options) {
  const bool by_class = options.order == SplitOrder::kByClass;
  require(
      !by_class || options.limit == 0,
      "The limit is {} images; it must be 0 (all) if given parts are split by class, because the "
      "portions say how many are used.",
      options.limit);
  const auto some = [&](const std::shared_ptr<const Dataset>& part, double portion,
                        double share_of_limit) -> std::shared_ptr<const Dataset> {
    SplitOptions own = options;
    if (options.limit > 0) own.limit = std::max<int64_t>(share(share_of_limit, options.limit), 1);
    if (portion == 1) return first_images(part, own);
    Indices chosen;
    for (const Indices& group : groups_of(*part, first_indices(part->size(), own), own.order)) {
      const int64_t number = std::max<int64_t>(share(portion, std::ssize(group)), 1);
      chosen.insert(chosen.end(), group.begin(), group.begin() + number);
    }
    return std::make_shared<Subset>(part, chosen);
  };
  const double validated = options.validation_portion > 0 ? options.validation_portion : 1;
  return {.train = some(given.train, by_class ? options.train_portion : 1, options.train_portion),
          .validation = some(given.validation, validated, 1 - options.train_portion)};
}

Split split_dataset(const std::shared_ptr<const Dataset>& dataset, const SplitOptions& options) {
  require(options.train_portion > 0 && options.train_portion < 1,
          "The training portion is {}; it must lie between 0 and 1.", options.train_portion);
  require(
      options.train_portion + options.validation_portion <= 1,
      "The portions for training and validation are {} and {}; together they must be at most 1.",
      options.train_portion, options.validation_portion);
  const Indices indices = first_indices(dataset->size(), options);
  Indices train, validation;
  for (const Indices& group : groups_of(*dataset, indices, options.order)) {
    split_group(group, options, train, validation);
  }
  require(!train.empty() && !validation.empty(),
          "The training portion is {}, which splits {} images into {} and {}; each part must have "
          "at least one.",
          options.train_portion, indices.size(), train.size(), validation.size());
  return {std::make_shared<Subset>(dataset, train), std::make_shared<Subset>(dataset, validation)};
}

}  // namespace tetlo
