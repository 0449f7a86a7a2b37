// SPDX-License-Identifier: Apache-2.0
// The selection of every method's own paper: after the last epoch, the cells for which α then
// stands, which keep what weighs most [Liu2019, section 2.4].
#include "tetlo/selections/selection.h"

namespace tetlo {
namespace {

std::unique_ptr<Selection> make(const std::any&, const SelectionParts&) {
  return std::make_unique<Selection>();
}

}  // namespace

SelectionEntry strongest_selection() {
  return {member("strongest", "what weighs most after the last epoch", "[Liu2019, section 2.4]"),
          make};
}

}  // namespace tetlo
