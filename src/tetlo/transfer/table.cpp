// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/table.h"

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

template <typename T>
std::unique_ptr<Transfer> make(int64_t samples, Reduction reduction) {
  return std::make_unique<T>(samples, reduction);
}

}  // namespace

const std::vector<TransferEntry>& transfers() {
  static const std::vector<TransferEntry> table{
      {"quadruple", "which of two pairs of images is the more alike", "[Sheth2023, eq. 4]",
       make<QuadrupleTransfer>},
  };
  return table;
}

std::unique_ptr<Transfer> make_transfer(const std::string& name, int64_t samples,
                                        Reduction reduction) {
  for (const auto& entry : transfers()) {
    if (entry.name == name) return entry.make(samples, reduction);
  }
  fail("There is no transfer \"{}\".", name);
}

}  // namespace tetlo
