// SPDX-License-Identifier: Apache-2.0
// An image file in memory, of which any part can be decoded. What kind of file it is, its content
// decides, not its name.
//
// Checkable: the whole image, reduced by 2, has half the height and width, rounded up.
#pragma once

#include <memory>
#include <string>

#include "tetlo/images/decoder.h"
#include "tetlo/images/orientation.h"

namespace tetlo {

class EncodedImage {
 public:
  /// `name` stands for the file in errors. Throws Error unless the file begins like a JPEG or a PNG
  /// file that can be decoded.
  EncodedImage(std::shared_ptr<const std::string> file, std::string name);

  /// As the image is to be seen, that is, upright.
  ImageSize size() const { return orientation_.upright(header_.stored); }
  bool grey() const { return header_.grey; }
  const std::string& name() const { return name_; }

  /// A part of the upright image, in red, green and blue, at 1/reduction of its size, where the
  /// reduction is 1, 2, 4 or 8; in full size if the format cannot do that. Throws Error if the file
  /// is damaged.
  Decoded decode(const Box& box, int reduction = 1) const;
  /// The whole upright image, uint8 [H, W, 3].
  Tensor decode() const;

 private:
  std::shared_ptr<const std::string> file_;
  std::string name_;
  const ImageFormat* format_;
  ImageHeader header_;
  Orientation orientation_;
};

/// Reads an image file.
EncodedImage read_image(const std::string& path);

}  // namespace tetlo
