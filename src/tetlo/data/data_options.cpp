// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/data_options.h"

namespace tetlo {

Section DataOptions::section() {
  return {"data",
          "The images.",
          {{"name", {&name, values_in(source_table())}, "the data set", ""},
           {"folder", &folder,
            "folder of its files; empty: the data set's own folder in $TETLO_DATA or, if unset, in "
            "./data",
            ""},
           {"limit",
            {&limit, {0, 1'000'000'000, "images"}},
            "number of training images that are used, the first in the order of the split; 0: all",
            ""},
           {"crop_padding",
            {&crop_padding, {0, 64, "pixels"}},
            "padding before a random crop; 0: no crop",
            "[Liu2019, appendix A]"},
           {"flip", &flip, "whether half of the images are mirrored", "[Liu2019, appendix A]"},
           {"cutout",
            {&cutout, {0, 64, "pixels"}},
            "side of the square that is blanked; 0: none",
            "[DeVries2017]"}}};
}

Augmentation augmentation_for(const DataOptions& options, const DataSource& source,
                              const Dataset& training) {
  const bool published = !source.normalisation.mean.empty();
  return {.crop_padding = static_cast<int>(options.crop_padding),
          .flip = options.flip,
          .cutout = static_cast<int>(options.cutout),
          .normalisation = published ? source.normalisation : channel_statistics(training)};
}

}  // namespace tetlo
