// SPDX-License-Identifier: Apache-2.0
// Splits the training images into those that train the weights and those on which α is validated.
//
// The images are put in an order. The last floor(held_out N) of all N are held out: neither part
// has them. Of the others, all but the first `limit` are dropped. Of the n remaining images the
// first floor(train_portion n) are for training and the next floor(validation_portion n), or all
// others, for validation. DARTS's code (train_search.py) [Liu2019] splits in file order. Here the
// default is a random order, because files may be sorted by class. A split by class does the same
// with the remaining images of each class, of which each part then has at least one [Xu2020,
// section 4.3].
//
// Checkable: 50,000 images at a portion of 0.5 give 25,000 and 25,000 that have no image in common;
// if a tenth is held out, they give 22,500 and 22,500. By class, 10 % and 2.5 % of 1,300 and 732
// images are 130 and 73 for training, 32 and 18 for validation.
#pragma once

#include <cstdint>
#include <memory>

#include "tetlo/data/dataset.h"
#include "tetlo/util/enum_table.h"

namespace tetlo {

enum class SplitOrder { kSeeded, kFileOrder, kByClass };

inline EnumTable<SplitOrder> table_of(SplitOrder) {
  return {
      {SplitOrder::kSeeded, "seeded", "a random order, determined by the seed"},
      {SplitOrder::kFileOrder, "file-order", "the order of the files"},
      {SplitOrder::kByClass, "by-class", "a random order, in which each class is split by itself"}};
}

struct SplitOptions {
  double train_portion = 0.5;
  double validation_portion = 0;  ///< 0: all images that are not for training
  SplitOrder order = SplitOrder::kSeeded;
  uint64_t seed = 0;
  int64_t limit = 0;    ///< number of images that are used, from the beginning of the order; 0: all
  double held_out = 0;  ///< share of all images, at the end of the order, whatever the limit
};

/// The seed of a split: `chosen` or, if that is -1, the seed of the run.
inline uint64_t split_seed(int64_t chosen, int64_t run) {
  return static_cast<uint64_t>(chosen < 0 ? run : chosen);
}

struct Split {
  std::shared_ptr<const Dataset> train;
  std::shared_ptr<const Dataset> validation;
};

/// The images that are split: the first `limit` of the order that are not held out. If there is no
/// limit and nothing is held out, these are all images in the order of the data set.
std::shared_ptr<const Dataset> first_images(const std::shared_ptr<const Dataset>& dataset,
                                            const SplitOptions& options);

/// The images that are held out.
std::shared_ptr<const Dataset> held_out_images(const std::shared_ptr<const Dataset>& dataset,
                                               const SplitOptions& options);

/// Of two parts that are given, as many images of each as `limit` and `train_portion` say, and of
/// the second its validation_portion. By class, the portions of each. Throws Error if there is a
/// limit as well.
Split limited(const Split& given, const SplitOptions& options);

/// Throws Error if `limit` exceeds the number of images or if a part would be empty.
Split split_dataset(const std::shared_ptr<const Dataset>& dataset, const SplitOptions& options);

}  // namespace tetlo
