// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/nearest.h"

#include <limits>
#include <tuple>
#include <vector>

namespace tetlo {

Tensor nearest(const Tensor& encodings, const Tensor& queries, int64_t k, int64_t block) {
  const Tensor unit = encodings / encodings.norm(2, 1, /*keepdim=*/true).clamp_min(1e-30);
  std::vector<Tensor> rows;
  for (const Tensor& some : queries.split(block)) {
    Tensor cosines = unit.index_select(0, some).matmul(unit.t());
    cosines.scatter_(1, some.unsqueeze(1), -std::numeric_limits<double>::infinity());
    rows.push_back(std::get<1>(cosines.topk(k, 1)));
  }
  return torch::cat(rows);
}

double precision(const Tensor& neighbours, const Tensor& queries, const Tensor& labels) {
  const Tensor found = labels.index_select(0, neighbours.flatten()).view(neighbours.sizes());
  const Tensor wanted = labels.index_select(0, queries).unsqueeze(1);
  return found.eq(wanted).to(torch::kFloat64).mean().item<double>();
}

}  // namespace tetlo
