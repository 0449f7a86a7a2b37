// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/image_files.h"

#include "tetlo/images/colour.h"
#include "tetlo/images/encoded_image.h"
#include "tetlo/images/resize.h"

namespace tetlo {
namespace {

/// The largest reduction that leaves at least `side` pixels in both directions.
int reduction_for(const Box& box, int64_t side) {
  for (const int reduction : {8, 4, 2}) {
    if (std::min(box.height, box.width) >= reduction * side) return reduction;
  }
  return 1;
}

}  // namespace

Tensor ImageFiles::image(int64_t index, Random* random) const {
  const std::string& path = at(index).path;
  const EncodedImage file(store_->read(path), path);
  const Box box = random != nullptr && view_.random
                      ? random_rectangle(file.size(), *view_.random, *random)
                      : middle(file.size(), view_.middle);
  const Decoded decoded = file.decode(box, reduction_for(box, view_.side));
  const Tensor pixels = resized(decoded, {view_.side, view_.side});
  return planes(view_.grey ? to_grey(pixels) : pixels);
}

}  // namespace tetlo
