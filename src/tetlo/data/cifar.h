// SPDX-License-Identifier: Apache-2.0
// Reads the binary versions of CIFAR-10 and CIFAR-100 [Krizhevsky2009].
//
// A file is a sequence of records without a header. A record has one label byte for CIFAR-10, and
// two for CIFAR-100 (a coarse and a fine label, of which the fine one is used). Then follow 3,072
// pixel bytes: the red, the green and the blue plane, each with 32 rows of 32 pixels. Any whole
// number of records is accepted, so that a part of the data can stand in for all of it.
//
// Checkable: over the 50,000 training images of CIFAR-10, pixels / 255 have the means .49140,
// .48216 and .44653.
#pragma once

#include <memory>
#include <string>

#include "tetlo/data/dataset.h"

namespace tetlo {

/// Reads data_batch_1.bin, data_batch_2.bin, … (as many as there are, in this order) or
/// test_batch.bin. Throws Error if a file is missing, ends within a record, or has a label above 9.
std::shared_ptr<const MemoryDataset> read_cifar10(const std::string& folder, Part part);

/// Reads train.bin or test.bin. Throws Error if it is missing, ends within a record, or has a label
/// above 99.
std::shared_ptr<const MemoryDataset> read_cifar100(const std::string& folder, Part part);

}  // namespace tetlo
