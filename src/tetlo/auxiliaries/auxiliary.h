// SPDX-License-Identifier: Apache-2.0
// The auxiliary model, which learns from the main model, and the number of weights that they share.
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tetlo/net/supernet.h"
#include "tetlo/options/member.h"

namespace tetlo {

struct AuxiliaryParts {
  const Space& space;   ///< the space of the main model's supernet
  SupernetShape shape;  ///< the main model's, with the number of cells it uses
  const Supernet& main;
};

struct Auxiliary {
  std::shared_ptr<const Network> network;
  int64_t tied = 0;    ///< number of leading weights that both networks share
  bool fixed = false;  ///< whether its architecture does not depend on α
};

struct AuxiliaryEntry : Member {
  /// Throws Error if the options do not fit the parts.
  Auxiliary (*make)(const std::any& options, const AuxiliaryParts& parts);
};

/// The table of auxiliary models.
const std::vector<AuxiliaryEntry>& auxiliaries();

using AuxiliaryMaker = std::function<Auxiliary(const AuxiliaryParts& parts)>;

/// Makes the auxiliary model that is chosen, with its options as they are now.
AuxiliaryMaker auxiliary_maker(const Choice& choice);

}  // namespace tetlo
