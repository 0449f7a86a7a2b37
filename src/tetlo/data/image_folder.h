// SPDX-License-Identifier: Apache-2.0
// A folder of image files as a data source: listed (image_list.h), surveyed (image_survey.h) and
// divided into images to learn from and images for the test.
//
//   folders        training    architecture is judged on    test
//   train, val     train       a half of train              val
//   train, test    train       a half of train              test
//   all three      train       val                          test
//   none of them   the rest    a half of the rest           test_share of each class, by test_seed
#pragma once

#include "tetlo/data/source.h"

namespace tetlo {

/// Throws Error if files cannot be decoded, unless they are to be skipped, or if a class is left
/// with no images.
DataSource open_image_folder(const std::string& folder, const DataOptions& options);

}  // namespace tetlo
