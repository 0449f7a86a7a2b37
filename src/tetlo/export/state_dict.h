// SPDX-License-Identifier: Apache-2.0
// Weights and statistics by name, as PyTorch's modules give and take them in their "state_dict".
//
// The names are those of the layout. For cells of DARTS, colour images and the published stems they
// are those of [Liu2019]'s code, which then loads them. Every batch norm also has a number,
// num_batches_tracked, which PyTorch expects although nothing depends on it here.
//
// Checkable: DARTS_V2 of 36 channels and 20 cells with its auxiliary head has 1,650 entries.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tetlo/net/discrete_network.h"

namespace tetlo {

using StateDict = std::map<std::string, Tensor>;

/// The same as flat vectors, in the order of the layout.
struct FlatState {
  Tensor weights, statistics;
};

StateDict state_dict(const Layout& layout, const FlatState& flat);

/// What has become of a network into which a state was read.
struct LoadedState {
  FlatState flat;
  /// Sentences on the parts that begin anew, or that the network does not have.
  std::vector<std::string> remarks;
};

/// The weights and statistics of a state, read into a network that has initial ones. A classifier
/// keeps its initial weights if the state has none or one of another number of classes, and so does
/// an auxiliary head that the state lacks. One that the network lacks is passed over. `origin`
/// stands for the state in errors. Throws Error if another tensor is missing, has another shape or
/// is left over, or if its numbers are whole or not finite.
LoadedState load_state_dict(const StateDict& state, const Layout& layout, const FlatState& initial,
                            const std::string& origin);

/// The state without the classifiers of the network and of its auxiliary head.
StateDict without_classifiers(StateDict state);

/// Whether [Liu2019]'s code has a network with these names and weights.
bool is_published(const Genotype& genotype, const DiscreteShape& shape);

}  // namespace tetlo
