// SPDX-License-Identifier: Apache-2.0
// The auxiliary model: who learns from the main model, and how many weights the two share.
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
  const Space& space;   ///< that of the main model's supernet
  SupernetShape shape;  ///< that of the main model's supernet, the cells it uses included
  const Supernet& main;
};

struct Auxiliary {
  std::shared_ptr<const Network> network;
  int64_t tied = 0;  ///< how many weights, the first ones of both networks, are the same numbers
};

struct AuxiliaryEntry : Member {
  /// Error where options and parts do not fit.
  Auxiliary (*make)(const std::any& options, const AuxiliaryParts& parts);
};

/// The table of auxiliary models.
const std::vector<AuxiliaryEntry>& auxiliaries();

using AuxiliaryMaker = std::function<Auxiliary(const AuxiliaryParts& parts)>;

/// Makes the auxiliary model that is chosen, with its options as they are now.
AuxiliaryMaker auxiliary_maker(const Choice& choice);

}  // namespace tetlo
