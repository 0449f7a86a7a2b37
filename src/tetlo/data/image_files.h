// SPDX-License-Identifier: Apache-2.0
// A data set of image files of any size, from each of which a square is seen (crop.h). Files are
// read and decoded when an image is asked for, only the part that is seen, and at the lowest of the
// decoder's resolutions that has as many pixels as the square needs.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "tetlo/data/crop.h"
#include "tetlo/data/dataset.h"
#include "tetlo/data/file_store.h"
#include "tetlo/data/image_list.h"

namespace tetlo {

/// How an image file is seen.
struct View {
  int64_t side = 224;                     ///< of the square, in pixels
  bool grey = false;                      ///< one channel instead of red, green and blue
  double middle = 0.875;                  ///< share of the shorter side that is seen in a test
  std::optional<AreaBounds> random = {};  ///< of rectangles in training; none: always the middle
};

class ImageFiles : public Dataset {
 public:
  ImageFiles(std::vector<ListedImage> images, const View& view, std::shared_ptr<FileStore> store)
      : images_(std::move(images)), view_(view), store_(std::move(store)) {}

  int64_t size() const override { return static_cast<int64_t>(images_.size()); }
  int64_t label(int64_t index) const override { return at(index).label; }
  /// Throws Error if the file cannot be read.
  Tensor image(int64_t index, Random* random) const override;

 private:
  const ListedImage& at(int64_t index) const { return images_.at(static_cast<size_t>(index)); }

  std::vector<ListedImage> images_;
  View view_;
  std::shared_ptr<FileStore> store_;
};

}  // namespace tetlo
