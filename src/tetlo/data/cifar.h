// SPDX-License-Identifier: Apache-2.0
// Reader of the binary versions of CIFAR-10 and CIFAR-100 [Krizhevsky2009].
//
// A file is a sequence of records without a header: the label bytes (CIFAR-10: one; CIFAR-100:
// coarse, then fine, of which the fine one is used), then 3,072 pixel bytes: the red, the green and
// the blue plane, each 32 rows of 32. Any whole number of records is accepted, so that a part of
// the data can stand in for all of it.
// A checkable value: pixels / 255 of the 50,000 CIFAR-10 training images have the means .49140,
// .48216, .44653.
#pragma once

#include <memory>
#include <string>

#include "tetlo/data/dataset.h"

namespace tetlo {

/// data_batch_1.bin, data_batch_2.bin, … (all there are, in this order) or test_batch.bin. Throws
/// Error if one is missing, ends within a record, or has a label above 9.
std::shared_ptr<const MemoryDataset> read_cifar10(const std::string& folder, Part part);

/// train.bin or test.bin. Throws Error if it is missing, ends within a record, or has a label
/// above 99.
std::shared_ptr<const MemoryDataset> read_cifar100(const std::string& folder, Part part);

}  // namespace tetlo
