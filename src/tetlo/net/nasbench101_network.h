// SPDX-License-Identifier: Apache-2.0
// The network of a cell of NAS-Bench-101 [Ying2019, section 2]: a stem convolution, three stacks of
// cells with pools of 2 x 2 pixels between them, global average pooling, a linear classifier.
//
// A vertex works on the sum of its parents, of which each gives as many channels as the vertex has
// and the cell's input goes through a 1 x 1 convolution; the output concatenates its parents and
// adds the input, should that be one. Vertices before the output share its channels evenly, the
// first ones taking what is left over; any other has as many as the largest that it feeds.
//
// The supernet is that of NAS-Bench-1Shot1 [Zela2020b]: the stem has C channels and ReLU, and ReLU, a
// 1 x 1 convolution to a node's channels and batch norm come before the pooling.
//
// Checkable: with 128 channels and 9 cells the network of 00005c142e6f48ac74fdcf73e3439874
// (space/nasbench101_cell.h) has 8,555,530 weights.
#pragma once

#include <vector>

#include "tetlo/net/families.h"

namespace tetlo {

/// The channels of each vertex of a pruned cell whose input and output have so many.
std::vector<int64_t> vertex_channels(const Nasbench101Cell& cell, int64_t input, int64_t output);

}  // namespace tetlo
