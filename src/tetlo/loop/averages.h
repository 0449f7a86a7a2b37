// SPDX-License-Identifier: Apache-2.0
// Means by name, gathered over an epoch: sums and counts that add up and survive a restart.
//
// Checkable: {"main.loss": 3 over 2} + {"main.loss": 1 over 2} has the mean 1.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace tetlo {

class Averages {
 public:
  /// Adds `count` observations that sum to `sum`.
  void add(const std::string& name, double sum, double count = 1);
  Averages& operator+=(const Averages& other);

  /// The means; "main.loss" becomes {"main": {"loss": …}}.
  nlohmann::json means() const;

  nlohmann::json save() const;
  static Averages restore(const nlohmann::json& saved);

 private:
  struct Mean {
    double sum = 0, count = 0;
  };
  std::map<std::string, Mean> means_;
};

}  // namespace tetlo
