// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/data_options.h"

#include "tetlo/util/table.h"

namespace tetlo {

Section DataOptions::section() {
  Section section{
      "data",
      "The images.",
      {{"name", &name, "the data set", "", {}},
       {"folder", &folder,
        "where its files lie; empty: the data set's own folder, in $TETLO_DATA or else ./data", ""},
       {"limit", &limit,
        "how many of the training images are used, the first in the order of the split; 0: all",
        ""},
       {"crop_padding", &crop_padding, "pixels of padding before a random crop; 0: no crop",
        "[Liu2019, appendix A]"},
       {"flip", &flip, "mirror half of the images", "[Liu2019, appendix A]"},
       {"cutout", &cutout, "side in pixels of the square that is blanked; 0: none",
        "[DeVries2017]"}}};
  section.fields.front().choices = names_in(source_table());
  return section;
}

void DataOptions::check() const {
  require(limit >= 0, "data.limit is {}; it must not be negative.", limit);
  const int64_t longest = 64;
  require(crop_padding >= 0 && crop_padding <= longest,
          "data.crop_padding is {}; it must be from 0 to {}.", crop_padding, longest);
  require(cutout >= 0 && cutout <= longest, "data.cutout is {}; it must be from 0 to {}.", cutout,
          longest);
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
