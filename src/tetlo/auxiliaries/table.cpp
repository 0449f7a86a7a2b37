// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/table.h"

#include "tetlo/auxiliaries/auxiliary.h"

namespace tetlo {

// Each of these is defined in the file of its name, the residual networks in resnet.cpp.
AuxiliaryEntry tied_auxiliary();
AuxiliaryEntry untied_auxiliary();
AuxiliaryEntry scnn_auxiliary();
AuxiliaryEntry resnet18_auxiliary();
AuxiliaryEntry resnet50_auxiliary();
AuxiliaryEntry resnet101_auxiliary();

const std::vector<AuxiliaryEntry>& auxiliaries() {
  static const std::vector<AuxiliaryEntry> table{tied_auxiliary(),     untied_auxiliary(),
                                                 scnn_auxiliary(),     resnet18_auxiliary(),
                                                 resnet50_auxiliary(), resnet101_auxiliary()};
  return table;
}

AuxiliaryMaker auxiliary_maker(const Choice& choice) {
  const AuxiliaryEntry& entry = find_entry(auxiliaries(), choice.name, "auxiliary");
  return [&entry, options = choice.chosen()](const AuxiliaryParts& parts) {
    return entry.make(options, parts);
  };
}

}  // namespace tetlo
