// SPDX-License-Identifier: Apache-2.0
// The options for the images and their augmentation.
#pragma once

#include <cstdint>
#include <string>

#include "tetlo/images/jitter.h"
#include "tetlo/options/catalogue.h"
#include "tetlo/options/field.h"
#include "tetlo/util/enum_table.h"

namespace tetlo {

/// What is seen in training of an image file.
enum class TrainingCrop { kRectangle, kMiddle };

inline EnumTable<TrainingCrop> table_of(TrainingCrop) {
  return {{TrainingCrop::kRectangle, "rectangle", "a random rectangle, resized [Szegedy2015]"},
          {TrainingCrop::kMiddle, "middle", "the middle, as in a test"}};
}

/// What is done about files that cannot be decoded.
enum class Unreadable { kStop, kSkip };

inline EnumTable<Unreadable> table_of(Unreadable) {
  return {{Unreadable::kStop, "stop", "nothing is run"},
          {Unreadable::kSkip, "skip", "they are left out, and listed in the run folder"}};
}

/// Options of data sets that are image files of any size.
struct ImageFileOptions {
  std::string labels;
  int64_t image_size = 32;
  TrainingCrop training_crop = TrainingCrop::kRectangle;
  double least_area = 0.08;
  double test_middle = 0.875;
  double test_share = 0.2;
  int64_t test_seed = 0;
  int64_t memory = 2048;
  Unreadable unreadable = Unreadable::kStop;

  std::vector<Field> fields();
};

struct DataOptions {
  std::string name = "fashion-mnist";
  std::string folder;
  ImageFileOptions files;
  int64_t limit = 0;
  int64_t workers = 1;
  int64_t crop_padding = 4;
  bool flip = true;
  int64_t cutout = 0;
  Jitter jitter;

  Section section();
  /// The defaults that change for image files: a random rectangle is enough.
  static Preset preset();
};

}  // namespace tetlo
