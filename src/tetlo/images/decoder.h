// SPDX-License-Identifier: Apache-2.0
// What every format of image files can do. jpeg.h and png.h have the formats.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "tetlo/images/geometry.h"

namespace tetlo {

/// What an image file says of itself before its pixels are decoded.
struct ImageHeader {
  ImageSize stored;     ///< before it is turned upright
  bool grey = false;    ///< whether it has no colours
  int orientation = 1;  ///< EXIF's value
};

/// A format. `file` is the content of a file, and `name` stands for it in errors, which are of the
/// type Error.
struct ImageFormat {
  /// Whether a file is of this format, whatever its name.
  bool (*recognises)(std::string_view file);
  ImageHeader (*header)(std::string_view file, const std::string& name);
  /// Decodes at least the box of the stored image, at 1/reduction of its size if the format can do
  /// that. The reduction is 1, 2, 4 or 8.
  Decoded (*decode)(std::string_view file, const Box& box, int reduction, const std::string& name);
};

/// Throws Error unless an image is small enough to be decoded in memory.
void check_size(const ImageSize& size, const std::string& name);

}  // namespace tetlo
