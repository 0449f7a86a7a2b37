// SPDX-License-Identifier: Apache-2.0
// Reads the IDX format, in which MNIST and Fashion-MNIST are published, from plain or gzip files.
//
// A file has two zero bytes, the byte 0x08 (which says that unsigned bytes follow), the number of
// dimensions, each dimension as a big-endian 32-bit number, and then the bytes, the last dimension
// changing fastest. Labels [N] therefore start with 0x00000801 and grey images [N, H, W] with
// 0x00000803. Colour images [N, C, H, W] with one or three planes, which start with 0x00000804, are
// read as well.
// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", file formats.
//
// Checkable: Fashion-MNIST has 60,000 + 10,000 images of 1x28x28; the first label is 9.
#pragma once

#include <memory>
#include <string>

#include "tetlo/data/dataset.h"

namespace tetlo {

/// The images of one file, uint8 [N, C, H, W]. Throws Error if the file is malformed, too short or
/// too long.
Tensor read_idx_images(const std::string& path);

/// The labels of one file, int64 [N]. Throws Error as read_idx_images() does.
Tensor read_idx_labels(const std::string& path);

/// Reads the images and labels of a folder: {train,t10k}-images-idx3-ubyte (or idx4) and
/// {train,t10k}-labels-idx1-ubyte, each with or without .gz. `classes` 0 means the largest label
/// plus one. Throws Error if a file is missing, the counts differ or a label is out of range.
std::shared_ptr<const MemoryDataset> read_idx(const std::string& folder, Part part,
                                              int64_t classes);

}  // namespace tetlo
