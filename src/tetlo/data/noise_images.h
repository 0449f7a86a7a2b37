// SPDX-License-Identifier: Apache-2.0
// Images of random pixels, as many as ImageNet has [Russakovsky2015]: nothing can be learned from
// them, but what a run on ImageNet costs can be measured without its files.
//
// Checkable: 1,281,167 + 50,000 images in 1,000 classes; the image with one index is always the
// same.
#pragma once

#include <string>

#include "tetlo/data/data_options.h"
#include "tetlo/data/source.h"

namespace tetlo {

/// Images of options.files.image_size pixels a side; there is no folder to read.
DataSource noise_images(const std::string& folder, const DataOptions& options);

}  // namespace tetlo
