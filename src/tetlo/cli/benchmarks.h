// SPDX-License-Identifier: Apache-2.0
// What the benchmarks of the command "benchmark" have in common.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/search/options.h"

namespace tetlo::benchmarks {

struct Flags {
  std::string what, engine = "fused";
  std::string framework, hypergradient;  ///< of an iteration; empty: plain, finite_difference
  int64_t channels = 16, cells = 8, batch = 0, rounds = 5, threads = 0;
  bool json = false;
};

constexpr int64_t kNoiseSeed = 1;

/// A search with these flags and otherwise the defaults.
SearchOptions options_of(const Flags& flags, const std::string& framework);

/// The seconds that each round takes.
using Times = std::vector<double>;

double seconds_of(const std::function<void()>& work);

/// The median, the least and the most.
nlohmann::json spread(const Times& times);

/// Compares the kinds of hypergradients for plain and for tetlo: seconds, bytes of tensors at the
/// peak, and the cosine with the exact hypergradient in float64.
nlohmann::json hypergradients(const Flags& flags);
void print_hypergradients(const nlohmann::json& result);

}  // namespace tetlo::benchmarks
