// SPDX-License-Identifier: Apache-2.0
// A supernet of the same architecture α with weights of its own, as [Sheth2023, appendix H] writes
// both models.
#include "tetlo/auxiliaries/auxiliary.h"

namespace tetlo {
namespace {

Auxiliary make(const std::any&, const AuxiliaryParts& parts) {
  return {.network = std::make_shared<Supernet>(parts.space, parts.shape)};
}

}  // namespace

AuxiliaryEntry untied_auxiliary() {
  return {member("untied", "a supernet of the same α with weights of its own",
                 "[Sheth2023, appendix H]"),
          make};
}

}  // namespace tetlo
