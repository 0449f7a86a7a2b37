// SPDX-License-Identifier: Apache-2.0
// The options for the images and their augmentation.
#pragma once

#include <cstdint>
#include <string>

#include "tetlo/data/augmentation.h"
#include "tetlo/data/source.h"
#include "tetlo/options/field.h"

namespace tetlo {

struct DataOptions {
  std::string name = "fashion-mnist";
  std::string folder;
  int64_t limit = 0;
  int64_t crop_padding = 4;
  bool flip = true;
  int64_t cutout = 0;

  Section section();
};

/// The augmentation that the options describe. It normalises with the published statistics of the
/// source or, if there are none, with those of the training images.
Augmentation augmentation_for(const DataOptions& options, const DataSource& source,
                              const Dataset& training);

}  // namespace tetlo
