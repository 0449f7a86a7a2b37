// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/fan_out_tensors.h"

#include "tetlo/kernels/elementwise.h"
#include "tetlo/kernels/groups.h"

namespace tetlo::kernels {

using torch::Tensor;

void BatchSum::add(const Tensor& z, double w, const Buffer& scale) {
  terms_.push_back(z);
  Buffer& factor = scales_.emplace_back(scale.size());
  for (int64_t c = 0; c < scale.size(); ++c) factor[c] = static_cast<float>(w) * scale[c];
}

void BatchSum::add(double w, const Buffer& shift) {
  for (int64_t c = 0; c < shift.size(); ++c) shift_[c] += static_cast<float>(w) * shift[c];
}

Tensor BatchSum::result() const {
  const Geometry& g = geometry_;
  const Tensor out =
      torch::empty({g.images, g.out_height(), g.out_width(), g.out_blocks()}, torch::kFloat32);
  each_image(
      g.images, [&] { return std::vector<Term>(terms_.size()); },
      [&](std::vector<Term>& terms, int64_t n, int64_t) {
        for (size_t t = 0; t < terms.size(); ++t) {
          terms[t] = {.data = terms_[t].data_ptr<float>() + n * g.out_size(),
                      .scale = scales_[t].data()};
        }
        weighted_sum(terms, shift_.data(), g.out_image_size(),
                     out.data_ptr<float>() + n * g.out_size());
      });
  return from_blocks(out, g.out_channels);
}

}  // namespace tetlo::kernels
