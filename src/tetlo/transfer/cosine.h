// SPDX-License-Identifier: Apache-2.0
// Cosine similarities between the encodings of a batch.
//
//   c(x, y) = ⟨x, y⟩ / (‖x‖ ‖y‖)
//
// Transfers compare many more pairs than a batch has images: 300 samples of 32 images. All N²
// similarities are therefore computed by one matrix product, from which samples are gathered.
//
// Checkable: the encodings (1, 0), (0, 1), (3, 0) and (1, 1) have c(0, 2) = 1, whatever their
// lengths, c(0, 1) = 0 and c(0, 3) = 1/√2.
#pragma once

#include <cstdint>

#include "tetlo/util/tensor.h"

namespace tetlo {

class Cosines {
 public:
  /// Those of encodings [N, D]; differentiable. An encoding of zeros has the similarity 0 to all.
  explicit Cosines(const Tensor& encoding);

  /// c(x, y) [S] for images with the indices x and y [S].
  Tensor operator()(const Tensor& x, const Tensor& y) const;

 private:
  int64_t images_;
  Tensor all_;  // [N²]
};

}  // namespace tetlo
