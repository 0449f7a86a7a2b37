// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/cosine.h"

namespace tetlo {

Cosines::Cosines(const Tensor& encoding) : images_(encoding.size(0)) {
  const double tiny = 1e-12;  // keeps an encoding of zeros from being divided by 0
  const Tensor unit = encoding / encoding.norm(2, 1, /*keepdim=*/true).clamp_min(tiny);
  all_ = unit.mm(unit.t()).flatten();
}

Tensor Cosines::operator()(const Tensor& x, const Tensor& y) const {
  return all_.index_select(0, x * images_ + y);
}

}  // namespace tetlo
