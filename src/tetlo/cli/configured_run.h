// SPDX-License-Identifier: Apache-2.0
// A run as a configuration file and the assignments that it needs beside it: searches and trainings
// that the same list of assignments is for, each of which takes those that have an effect on it.
//
// Checkable: of data.name=cifar-100 and space.name=s1, a search takes both and a training the first;
// of data.name=cifar-10, a search whose file has that takes nothing.
#pragma once

#include <string>
#include <vector>

#include "tetlo/cli/sweep_combinations.h"
#include "tetlo/evaluate/options.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// "section.option" of "section.option=value".
std::string option_of(const std::string& assignment);

struct ConfiguredRun {
  std::string file = {};
  std::vector<std::string> assignments = {};  ///< "section.option=value", sorted

  /// Runs of one kind take equally long: those on CIFAR-10 and CIFAR-100 do.
  std::string kind() const;
};

/// Options as a file and assignments configure them; assignments without effect are ignored.
template <typename Options>
struct Loaded {
  explicit Loaded(const ConfiguredRun& run) : Loaded(run.file, run.assignments) {}
  Loaded(const std::string& file, const std::vector<std::string>& assignments) {
    configuration.load(file, {}, assignments);
  }
  // The configuration refers to the options beside it.
  Loaded(const Loaded&) = delete;
  Loaded& operator=(const Loaded&) = delete;

  Options options;
  Configuration configuration = options.configuration();
};
using LoadedSearch = Loaded<SearchOptions>;
using LoadedTraining = Loaded<EvaluateOptions>;

/// A search and the training of what it finds, whose file is "" if there is none.
struct ConfiguredPair {
  ConfiguredRun search, training;
};

/// What a pair of runs is made of.
struct PairChoices {
  std::string search, training;  ///< configuration files; no training: ""
  std::vector<std::string> assignments =
      {};  ///< for both; of several to one option, the last counts
  std::vector<std::string> for_training = {};  ///< further ones
  std::string imagenet = {};                   ///< the folder of runs that read image files
};

/// Throws Error if an assignment has an effect neither on the search nor on the training.
ConfiguredPair configured(const PairChoices& choices);

/// The options that are assigned to the search and not to the training, which has other values, with
/// these: the name of the search alone would suggest that they agree.
Combination unlike(const ConfiguredRun& training, const ConfiguredRun& search);

}  // namespace tetlo
