// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/table.h"

#include "tetlo/util/table.h"

namespace tetlo {
namespace {

template <typename T>
std::unique_ptr<Transfer> make(int64_t samples, Reduction reduction) {
  return std::make_unique<T>(samples, reduction);
}

}  // namespace

const std::vector<TransferEntry>& transfers() {
  static const std::vector<TransferEntry> table{
      {"quadruple", "which of two pairs of images is more alike", "[Sheth2023, eq. 4]",
       make<QuadrupleTransfer>},
  };
  return table;
}

std::unique_ptr<Transfer> make_transfer(const std::string& name, int64_t samples,
                                        Reduction reduction) {
  return find_entry(transfers(), name, "transfer").make(samples, reduction);
}

}  // namespace tetlo
