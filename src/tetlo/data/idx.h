// SPDX-License-Identifier: Apache-2.0
// Reader of the IDX format, in which MNIST and Fashion-MNIST are published; plain or gzip files.
//
// A file is: two zero bytes, 0x08 (unsigned bytes follow), the number of dimensions; each dimension
// as a big-endian 32-bit number; the bytes, last dimension fastest. So labels [N] start with
// 0x00000801 and grey images [N, H, W] with 0x00000803. Colour images [N, C, H, W], 0x00000804, are
// read as well; planes, one or three of them.
// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", file formats.
// A checkable value: Fashion-MNIST has 60,000 + 10,000 images of 1x28x28, the first labelled 9.
#pragma once

#include <memory>
#include <string>

#include "tetlo/data/dataset.h"

namespace tetlo {

/// Images of one file, uint8 [N, C, H, W]. Throws Error on a wrong, short or overlong file.
Tensor read_idx_images(const std::string& path);

/// Labels of one file, int64 [N]. Throws Error on a wrong, short or overlong file.
Tensor read_idx_labels(const std::string& path);

/// Images and labels of a folder: {train,t10k}-images-idx3-ubyte (or idx4) and
/// {train,t10k}-labels-idx1-ubyte, each with or without .gz. `classes` 0 means the largest label
/// plus one. Throws Error if a file is missing, the counts differ or a label is out of range.
std::shared_ptr<const MemoryDataset> read_idx(const std::string& folder, Part part,
                                              int64_t classes);

}  // namespace tetlo
