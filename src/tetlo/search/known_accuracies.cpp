// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/known_accuracies.h"

#include "tetlo/space/nasbench101_table.h"
#include "tetlo/space/nasbench201_table.h"
#include "tetlo/util/error.h"

namespace tetlo {

KnownAccuracies open_known_accuracies(const Space& space, const std::string& file) {
  switch (space.wiring) {
    case Wiring::kAllEdges:
      return [table = Nasbench201Table(file)](const Genotype& cell) { return table.at(cell); };
    case Wiring::kBlocks:
      return
          [table = Nasbench101Table(file)](const Genotype& cell) { return table.at(*cell.blocks); };
    case Wiring::kTwoEdges:
      break;
  }
  fail("search.table is {}; the space {} has no benchmark whose table it could be.", file,
       space.name);
}

}  // namespace tetlo
