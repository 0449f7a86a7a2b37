// SPDX-License-Identifier: Apache-2.0
#include "tetlo/loop/averages.h"

#include <algorithm>

namespace tetlo {
namespace {

/// The JSON pointer /main/loss for the name "main.loss".
nlohmann::json::json_pointer path_of(std::string name) {
  std::replace(name.begin(), name.end(), '.', '/');
  return nlohmann::json::json_pointer("/" + name);
}

}  // namespace

void Averages::add(const std::string& name, const Tensor& sum, double count) {
  Mean& mean = means_[name];
  mean.sum = mean.sum + sum.detach().to(torch::kFloat64);
  mean.count += count;
}

void Averages::add(const std::string& name, double sum, double count) {
  add(name, torch::tensor(sum, torch::kFloat64), count);
}

Averages& Averages::operator+=(const Averages& other) {
  for (const auto& [name, mean] : other.means_) add(name, mean.sum, mean.count);
  return *this;
}

nlohmann::json Averages::means() const {
  nlohmann::json result = nlohmann::json::object();
  for (const auto& [name, mean] : means_) {
    result[path_of(name)] = mean.sum.item<double>() / mean.count;
  }
  return result;
}

Tensor Averages::mean(const std::string& name) const {
  const auto& [sum, count] = means_.at(name);
  return sum / count;
}

nlohmann::json Averages::save() const {
  nlohmann::json saved = nlohmann::json::object();
  for (const auto& [name, mean] : means_) {
    saved[name] = {mean.sum.item<double>(), mean.count};
  }
  return saved;
}

Averages Averages::restore(const nlohmann::json& saved) {
  Averages averages;
  for (const auto& [name, pair] : saved.items()) {
    averages.add(name, pair[0].get<double>(), pair[1]);
  }
  return averages;
}

}  // namespace tetlo
