// SPDX-License-Identifier: Apache-2.0
// Division of the training images into those that train weights and those that judge architectures.
//
// The images are put in order, all but the first `limit` are dropped, the first
// floor(train_portion n) train and the rest validate. DARTS's code divides by file order; we take
// a random order unless asked, since files may be sorted. Source: [DARTS], train_search.py.
// A checkable value: 50,000 images at portion 0.5 give 25,000 and 25,000 without an image in
// common.
#pragma once

#include <cstdint>
#include <memory>

#include "tetlo/data/dataset.h"
#include "tetlo/util/enum_table.h"

namespace tetlo {

enum class SplitOrder { kSeeded, kFileOrder };

inline EnumTable<SplitOrder> table_of(SplitOrder) {
  return {{SplitOrder::kSeeded, "seeded", "a random order, which follows from the seed"},
          {SplitOrder::kFileOrder, "file-order", "that of the files"}};
}

struct SplitOptions {
  double train_portion = 0.5;
  SplitOrder order = SplitOrder::kSeeded;
  uint64_t seed = 0;
  int64_t limit = 0;  // images used of the order's beginning; 0: all
};

struct Split {
  std::shared_ptr<const Dataset> train;
  std::shared_ptr<const Dataset> validation;
};

/// The images that a split divides, undivided: the first `limit` of the order, or all as they are.
std::shared_ptr<const Dataset> first_images(const std::shared_ptr<const Dataset>& dataset,
                                            const SplitOptions& options);

/// Throws Error if `limit` exceeds the images there are or a part would be empty.
Split split_dataset(const std::shared_ptr<const Dataset>& dataset, const SplitOptions& options);

}  // namespace tetlo
