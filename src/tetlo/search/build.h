// SPDX-License-Identifier: Apache-2.0
// Makes the parts of a search that its options choose from the tables of the axes.
#pragma once

#include <memory>
#include <optional>

#include "tetlo/frameworks/framework.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// The format of the images, and the device and precision in which the models compute.
struct ModelInput {
  int64_t channels = 3;
  int64_t side = 32;  ///< in pixels
  int64_t classes = 10;
  std::optional<int64_t> auxiliary_classes = std::nullopt;  ///< if that task has its own images
  torch::TensorOptions tensors = {};
};

/// The chosen method, in one phase of a search.
std::unique_ptr<const Method> make_method(const SearchOptions& options, const Phase& phase);

/// The chosen selection for that method; `known` is empty without a table.
std::unique_ptr<Selection> make_selection(const SearchOptions& options, const Method& method,
                                          const KnownAccuracies& known);

/// Whether α takes steps, and whether what is found depends on anything that is trained.
bool learns_alpha(const SearchOptions& options);
bool trains(const SearchOptions& options);

/// The chosen framework, with initial weights. `initial` is the mixture of the initial α.
std::unique_ptr<Framework> make_framework(const SearchOptions& options, const SupernetPlan& plan,
                                          const ModelInput& input, const Mixture& initial);

}  // namespace tetlo
