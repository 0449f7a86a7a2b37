// SPDX-License-Identifier: Apache-2.0
// The parts of a search that its options choose from the tables of the axes.
#pragma once

#include <memory>

#include "tetlo/frameworks/framework.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// What the images are like, and on which device and in which precision models compute.
struct ModelInput {
  int64_t channels = 3;
  int64_t classes = 10;
  torch::TensorOptions tensors = {};
};

/// The chosen method in a phase of a search.
std::unique_ptr<const Method> make_method(const SearchOptions& options, const Phase& phase);

/// The chosen selection for that method.
std::unique_ptr<Selection> make_selection(const SearchOptions& options, const Method& method);

/// The chosen framework, with fresh weights.
std::unique_ptr<Framework> make_framework(const SearchOptions& options, const SupernetPlan& plan,
                                          const ModelInput& input);

}  // namespace tetlo
