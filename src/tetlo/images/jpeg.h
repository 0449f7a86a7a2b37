// SPDX-License-Identifier: Apache-2.0
// JPEG files, by libjpeg-turbo: only the rows and columns that are needed, and at 1/2, 1/4 or 1/8
// of the size by leaving out frequencies of the cosine transform.
//
// Grey files are decoded as red = green = blue. Files of four inks (CMYK, YCCK) are taken for
// inverted, as those of Adobe's programs are, and as Pillow takes them; white paper without ink is
// then 255 in each of them.
#pragma once

#include "tetlo/images/decoder.h"

namespace tetlo {

/// Refuses truncated files and files of 12 bits a sample.
extern const ImageFormat kJpeg;

}  // namespace tetlo
