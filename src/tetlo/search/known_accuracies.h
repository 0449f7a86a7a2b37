// SPDX-License-Identifier: Apache-2.0
// What is known of the cells that a search finds, where a benchmark has trained them all.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "tetlo/space/genotype.h"
#include "tetlo/space/space.h"

namespace tetlo {

/// How tables call the accuracies on CIFAR-10 after the longest training, in percent.
struct AccuracyColumns {
  const char* validation;
  const char* test;
};
constexpr AccuracyColumns kAccuracyColumns[] = {{"c10_val200", "c10_test200"},
                                                {"validation_108", "test_108"}};

/// What a table says of a cell, by column; Error where it says nothing.
using KnownAccuracies = std::function<std::map<std::string, double>(const Genotype&)>;

/// The table of that space's benchmark in a file. Error where the space has no such benchmark, or
/// the file is no such table.
KnownAccuracies open_known_accuracies(const Space& space, const std::string& file);

}  // namespace tetlo
