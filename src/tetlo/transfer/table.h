// SPDX-License-Identifier: Apache-2.0
// The table of transfers that a configuration can name.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tetlo/transfer/quadruple.h"

namespace tetlo {

struct TransferEntry {
  std::string name;
  std::string meaning;
  std::string source;
  /// Makes the transfer; `samples` is the number of comparisons that are drawn from a batch.
  std::unique_ptr<Transfer> (*make)(int64_t samples, Reduction reduction);
};

const std::vector<TransferEntry>& transfers();

/// The transfer of that name; throws Error if there is none.
std::unique_ptr<Transfer> make_transfer(const std::string& name, int64_t samples,
                                        Reduction reduction);

}  // namespace tetlo
