// SPDX-License-Identifier: Apache-2.0
// Named means that are gathered over an epoch. They are kept as sums and counts, so that they can
// be added up, saved and restored.
//
// Checkable: a "main.loss" of 3 over 2 observations and one of 1 over 2 have the mean 1.
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

  /// All means as nested JSON: "main.loss" becomes {"main": {"loss": …}}.
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
