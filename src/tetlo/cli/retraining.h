// SPDX-License-Identifier: Apache-2.0
// How commands train, in short, what a search has found: as the search's section [retrain] says.
#pragma once

#include <map>
#include <string>

#include "tetlo/evaluate/options.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// Options to train a genotype of the search on all training images, and to test it on the test
/// images. The data set, the seed and the device are those of the search.
EvaluateOptions retraining(const SearchOptions& search, const std::string& genotype);

/// What commands can change about such trainings.
struct Retraining {
  int64_t epochs = 0, channels = 0, cells = 0;  ///< 0: as the search says
  std::string out;  ///< folder of the trainings; "": the folder cells in that of the search
};

/// Trains the cells of several epochs of a search, counted from 1, each distinct cell once, and
/// returns the test error of each genotype in percent. Trainings that earlier calls have begun or
/// finished are continued or kept. Ends the program if a training is interrupted or diverges.
std::map<std::string, double> retrained_errors(const std::string& run,
                                               const std::map<size_t, std::string>& genotypes,
                                               const Retraining& how);

}  // namespace tetlo
