// SPDX-License-Identifier: Apache-2.0
// Named means that are gathered over an epoch. They are kept as sums and counts, so that they can
// be added up, saved and restored. A sum stays on the device where it arises; only means() and
// save() make the host wait for it.
//
// Checkable: a "main.loss" of 3 over 2 observations and one of 1 over 2 have the mean 1.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tetlo/util/tensor.h"

namespace tetlo {

class Averages {
 public:
  /// Adds `count` observations that sum to `sum`, a scalar in any precision.
  void add(const std::string& name, const Tensor& sum, double count = 1);
  void add(const std::string& name, double sum, double count = 1);
  Averages& operator+=(const Averages& other);

  /// All means as nested JSON: "main.loss" becomes {"main": {"loss": …}}.
  nlohmann::json means() const;
  /// One mean, a scalar on its device.
  Tensor mean(const std::string& name) const;

  nlohmann::json save() const;
  static Averages restore(const nlohmann::json& saved);

 private:
  struct Mean {
    Tensor sum = torch::zeros({}, torch::kFloat64);
    double count = 0;
  };
  std::map<std::string, Mean> means_;
};

}  // namespace tetlo
