// SPDX-License-Identifier: Apache-2.0
// How long a search or a training will take on this machine, from its first iterations.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "tetlo/evaluate/training.h"
#include "tetlo/search/search.h"

namespace tetlo {

constexpr int64_t kPaceIterations = 5;

/// Seconds of an iteration on average, with the share that it has in the validation at the end of
/// an epoch and, of a search, in the updates of α. Measures at least this number of iterations,
/// and between one and two cycles of updates of α.
double seconds_an_iteration(const SearchOptions& options, int64_t iterations = kPaceIterations);

/// The same for the training of options.genotype, without its tests.
double seconds_an_iteration(const EvaluateOptions& options, int64_t iterations = kPaceIterations);

/// The iterations of a search after some epochs.
double iterations_left(const Search& job, int64_t done = 0);

/// The same for a training, with its tests, in which a batch takes about a third of the time
/// because nothing is differentiated.
double iterations_left(const Training& job, int64_t done = 0);

/// Adds up the time of runs, of which the first of each kind is measured.
class Measured {
 public:
  explicit Measured(int64_t iterations = kPaceIterations) : iterations_(iterations) {}

  template <typename Options>
  void add(const Options& options, double iterations, const std::string& kind = "") {
    double& pace = pace_[kind];
    if (pace == 0) pace = seconds_an_iteration(options, iterations_);
    seconds_ += pace * iterations;
  }
  double seconds() const { return seconds_; }

 private:
  int64_t iterations_;
  std::map<std::string, double> pace_;
  double seconds_ = 0;
};

}  // namespace tetlo
