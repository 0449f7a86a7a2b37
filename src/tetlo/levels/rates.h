// SPDX-License-Identifier: Apache-2.0
// Learning rates as functions of the epoch e = 0, 1, … of E.
//
// Checkable: the linear rate of 10 epochs from 1 with a tail of 5 is 1, 0.8, 0.6, 0.4, 0.2 and then
// 0.2, 0.16, 0.12, 0.08, 0.04.
#pragma once

#include <cstdint>

namespace tetlo {

/// Falls along a cosine from `first` at e = 0 to `last` at e = E [Loshchilov2017, eq. 5].
double cosine_rate(double first, double last, int64_t epoch, int64_t epochs);

/// Falls in equal steps from `first` at e = 0, so that it would be 0 at e = E − tail; in the epochs
/// of the tail, as in the code of [Chen2019] and [Xu2020], from the last of these values to 0 at e
/// = E. If the tail is 0 or no shorter than the whole, the steps are equal to the end.
double linear_rate(double first, int64_t epoch, int64_t epochs, int64_t tail);

/// first · factor^e, as in the code of [Liu2019] for ImageNet.
double exponential_rate(double first, double factor, int64_t epoch);

/// The factor of the rate in the first `epochs` epochs, (e + 1) / epochs; later 1 [Goyal2017,
/// section 2.2, in steps of whole epochs, as in the code of Chen2019 and Xu2020].
double warmup(int64_t epoch, int64_t epochs);

}  // namespace tetlo
