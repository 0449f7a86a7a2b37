// SPDX-License-Identifier: Apache-2.0
// What transfers that compare the images of a batch have in common: the drawing of the images, and
// the sum or mean of what the comparisons cost.
//
// Checkable: from a batch of 5 images, two different images can be drawn in 20 ways, and three in
// 60 ways, all of which are equally likely.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tetlo/options/field.h"
#include "tetlo/util/enum_table.h"
#include "tetlo/util/random.h"

namespace tetlo {

/// The way in which the losses of the samples are combined.
enum class Reduction { kSum, kMean };

inline EnumTable<Reduction> table_of(Reduction) {
  return {{Reduction::kSum, "sum", "their sum"}, {Reduction::kMean, "mean", "their mean"}};
}

/// The sum or the mean of losses [S], a scalar.
Tensor reduce(const Tensor& losses, Reduction reduction);

/// The options of a transfer that draws samples; `noun` is their name, such as "quadruples".
std::vector<Field> sample_fields(int64_t& samples, Reduction& reduction, const std::string& noun);

/// The images that are drawn: `samples` times `size` different ones.
struct Draw {
  int64_t size;
  int64_t samples;
};

/// Their indices [size, samples] in a batch of that many images. Throws Error if it is too small.
Tensor draw_different(const Draw& draw, int64_t batch, Random& random);

}  // namespace tetlo
