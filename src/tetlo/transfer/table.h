// SPDX-License-Identifier: Apache-2.0
// The table of transfers.
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
  /// `samples`: how many comparisons are drawn from a batch.
  std::unique_ptr<Transfer> (*make)(int64_t samples, Reduction reduction);
};

const std::vector<TransferEntry>& transfers();

/// The transfer of that name; Error when there is none.
std::unique_ptr<Transfer> make_transfer(const std::string& name, int64_t samples,
                                        Reduction reduction);

}  // namespace tetlo
