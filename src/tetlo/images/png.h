// SPDX-License-Identifier: Apache-2.0
// PNG files, by libspng: with or without a palette, of up to 16 bits a sample, of which the upper 8
// are taken. An alpha channel is dropped.
#pragma once

#include "tetlo/images/decoder.h"

namespace tetlo {

/// Refuses truncated and damaged files. Reductions have no effect.
extern const ImageFormat kPng;

}  // namespace tetlo
