// SPDX-License-Identifier: Apache-2.0
// A supernet with the same architecture α but its own weights. [Sheth2023, appendix H] describes
// the two models in this way.
#include "tetlo/auxiliaries/auxiliary.h"

namespace tetlo {
namespace {

Auxiliary make(const std::any&, const AuxiliaryParts& parts) {
  return {.network = std::make_shared<Supernet>(parts.space, parts.shape)};
}

}  // namespace

AuxiliaryEntry untied_auxiliary() {
  return {member("untied", "a supernet with its own weights", "[Sheth2023, appendix H]"), make};
}

}  // namespace tetlo
