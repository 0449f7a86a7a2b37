// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/table.h"

#include "tetlo/util/table.h"

namespace tetlo {

// Each of these is defined in the file of its name.
TransferEntry quadruple_transfer();
TransferEntry triple_transfer();
TransferEntry pair_transfer();
TransferEntry embedding_transfer();
TransferEntry pseudo_label_transfer();

const std::vector<TransferEntry>& transfers() {
  static const std::vector<TransferEntry> table{quadruple_transfer(), triple_transfer(),
                                                pair_transfer(), embedding_transfer(),
                                                pseudo_label_transfer()};
  return table;
}

std::unique_ptr<Transfer> make_transfer(const Choice& choice) {
  return find_entry(transfers(), choice.name, "transfer").make(choice.chosen());
}

}  // namespace tetlo
