// SPDX-License-Identifier: Apache-2.0
// The network of a cell of NAS-Bench-101 [Ying2019, section 2]: a stem convolution, three stacks of
// cells with pools of 2 x 2 pixels between them, global average pooling, and a linear classifier.
//
// A vertex applies its operation to the sum of its parents. If a parent has more channels than the
// vertex, only the first ones are used; if a parent is the input of the cell, it first passes
// through a 1 x 1 convolution. The output concatenates its parents; if the input is one of them, it
// is added instead, also after a 1 x 1 convolution. The vertices that feed the output share its
// channels evenly, and the first ones get one more each if there is a remainder. Any other vertex
// has as many channels as the largest vertex that it feeds.
//
// The supernet is that of NAS-Bench-1Shot1 [Zela2020b]. Its stem has C channels and ends with ReLU.
// ReLU, a 1 x 1 convolution to the channels of a node, and batch norm precede the pooling.
//
// Checkable: with 128 channels and 9 cells the network of 00005c142e6f48ac74fdcf73e3439874
// (space/nasbench101_cell.h) has 8,555,530 weights.
#pragma once

#include <vector>

#include "tetlo/net/families.h"

namespace tetlo {

/// The channels of each vertex of a pruned cell whose input and output have `input` and `output`
/// channels.
std::vector<int64_t> vertex_channels(const Nasbench101Cell& cell, int64_t input, int64_t output);

}  // namespace tetlo
