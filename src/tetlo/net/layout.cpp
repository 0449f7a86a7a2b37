// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/layout.h"

#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace tetlo {
namespace {

/// Splits `flat` into n parts, by way of √n larger ones. The backward pass of a split is a
/// concatenation; with narrow(), each part would need a gradient of full length. However, each time
/// the gradient of a part arrives, LibTorch goes through all parts of the split, which would take
/// n² steps if there were a single split.
std::vector<Tensor> split(const Tensor& flat, const std::vector<int64_t>& sizes) {
  const auto group = static_cast<size_t>(std::ceil(std::sqrt(sizes.size())));
  std::vector<std::vector<int64_t>> groups;
  std::vector<int64_t> totals;
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (i % group == 0) {
      groups.emplace_back();
      totals.push_back(0);
    }
    groups.back().push_back(sizes[i]);
    totals.back() += sizes[i];
  }
  std::vector<Tensor> parts;
  const std::vector<Tensor> larger = flat.split_with_sizes(totals);
  for (size_t g = 0; g < groups.size(); ++g) {
    const std::vector<Tensor> smaller = larger[g].split_with_sizes(groups[g]);
    parts.insert(parts.end(), smaller.begin(), smaller.end());
  }
  return parts;
}

}  // namespace

Initial Initial::fan_in(int64_t inputs) { return {0, 1 / std::sqrt(static_cast<double>(inputs))}; }

void Layout::claim(const std::string& name) {
  TORCH_CHECK(names_.insert(name).second, "two weights or statistics are called ", name);
}

size_t Layout::weight(const std::string& name, std::vector<int64_t> shape, Initial initial) {
  claim(name);
  const auto size = std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies<>());
  weights_.push_back({.name = name, .shape = std::move(shape)});
  weight_sizes_.push_back(size);
  initials_.push_back(initial);
  weight_count_ += size;
  return weights_.size() - 1;
}

size_t Layout::statistics(const std::string& name, int64_t channels) {
  for (const char* const moment : {"running_mean", "running_var"}) {
    statistics_.push_back({.name = name + "." + moment, .shape = {channels}});
    claim(statistics_.back().name);
  }
  statistic_sizes_.insert(statistic_sizes_.end(), 2, channels);
  statistic_count_ += 2 * channels;
  return statistic_sizes_.size() - 2;
}

Tensor Layout::initial_weights(at::Generator generator, torch::TensorOptions options) const {
  Tensor flat = torch::empty({weight_count_}, options);
  const auto parts = flat.split_with_sizes(weight_sizes_);
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto [centre, radius] = initials_[i];
    if (radius == 0) {
      parts[i].fill_(centre);
    } else {
      parts[i].uniform_(centre - radius, centre + radius, generator);
    }
  }
  return flat;
}

Tensor Layout::initial_statistics(torch::TensorOptions options) const {
  Tensor flat = torch::zeros({statistic_count_}, options);
  const auto parts = statistics(flat);
  for (size_t i = 1; i < parts.size(); i += 2) parts[i].fill_(1);
  return flat;
}

std::vector<Tensor> Layout::weights(const Tensor& flat) const {
  TORCH_CHECK(flat.dim() == 1 && flat.size(0) == weight_count_, "expected ", weight_count_,
              " weights, got ", flat.sizes());
  std::vector<Tensor> parts = split(flat, weight_sizes_);
  for (size_t i = 0; i < parts.size(); ++i) parts[i] = parts[i].view(weights_[i].shape);
  return parts;
}

std::vector<Tensor> Layout::statistics(const Tensor& flat) const {
  TORCH_CHECK(flat.dim() == 1 && flat.size(0) == statistic_count_, "expected ", statistic_count_,
              " statistics, got ", flat.sizes());
  return flat.split_with_sizes(statistic_sizes_);
}

}  // namespace tetlo
