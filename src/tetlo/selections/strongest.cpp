// SPDX-License-Identifier: Apache-2.0
// The selection that all methods use by default: after the last epoch, takes the cells made of the
// operations with the largest weights in α [Liu2019, section 2.4].
#include "tetlo/selections/selection.h"

namespace tetlo {
namespace {

std::unique_ptr<Selection> make(const std::any&, const SelectionParts&) {
  return std::make_unique<Selection>();
}

}  // namespace

SelectionEntry strongest_selection() {
  return {member("strongest", "the operations with the largest weights after the last epoch",
                 "[Liu2019, section 2.4]"),
          make};
}

}  // namespace tetlo
