// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/labelled_quadruples.h"

#include <cmath>
#include <map>
#include <vector>

#include "tetlo/transfer/quadruple.h"

namespace tetlo {
namespace {

using Indices = std::vector<int64_t>;

/// An index of `indices` other than `not_this`; there must be one.
int64_t other_than(int64_t not_this, const Indices& indices, Random& random) {
  int64_t other = not_this;
  while (other == not_this) other = random.any_of(indices);
  return other;
}

}  // namespace

Tensor labelled_quadruples(const Tensor& labels, int64_t count, Random& random) {
  const auto label = labels.accessor<int64_t, 1>();
  std::map<int64_t, Indices> classes;
  for (int64_t i = 0; i < label.size(0); ++i) classes[label[i]].push_back(i);
  Indices with_classmate;
  for (const auto& [_, members] : classes) {
    if (members.size() > 1)
      with_classmate.insert(with_classmate.end(), members.begin(), members.end());
  }
  const bool possible = !with_classmate.empty() && classes.size() > 1;
  Tensor quadruples = torch::empty({4, possible ? count : 0}, torch::kInt64);
  auto at = quadruples.accessor<int64_t, 2>();
  for (int64_t q = 0; q < quadruples.size(1); ++q) {
    at[0][q] = random.any_of(with_classmate);
    at[1][q] = other_than(at[0][q], classes[label[at[0][q]]], random);
    at[2][q] = random.below(label.size(0));
    do {
      at[3][q] = random.below(label.size(0));
    } while (label[at[3][q]] == label[at[2][q]]);
  }
  return quadruples;
}

Tensor reversed(const Tensor& quadruples, double share, Random& random) {
  const int64_t all = quadruples.size(1);
  auto order = random.permutation(all);
  order.resize(static_cast<size_t>(std::llround(share * static_cast<double>(all))));
  const Tensor chosen = torch::tensor(order, torch::kInt64).to(quadruples.device());
  const Tensor swapped = torch::tensor({2, 3, 0, 1}, quadruples.options());
  return quadruples.index_copy(1, chosen,
                               quadruples.index_select(1, chosen).index_select(0, swapped));
}

double misordered(const Tensor& encoding, const Tensor& quadruples) {
  // There may be far more images than could all be compared with each other, as Cosines does.
  const auto c = [&](int64_t row) {
    return torch::cosine_similarity(encoding.index_select(0, quadruples[row]),
                                    encoding.index_select(0, quadruples[row + 1]), /*dim=*/1);
  };
  return (c(0) <= c(2)).to(torch::kFloat64).mean().item<double>();
}

Tensor ranking_loss(const Tensor& encoding, const Tensor& quadruples) {
  return torch::relu(-relative_similarity(encoding, quadruples)).sum();
}

}  // namespace tetlo
