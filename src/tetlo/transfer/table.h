// SPDX-License-Identifier: Apache-2.0
// The table of transfers.
#pragma once

#include <any>
#include <memory>
#include <vector>

#include "tetlo/options/member.h"
#include "tetlo/transfer/transfer.h"

namespace tetlo {

struct TransferEntry : Member {
  std::unique_ptr<Transfer> (*make)(const std::any& options);
};

const std::vector<TransferEntry>& transfers();

/// Makes the transfer that is chosen, with its options.
std::unique_ptr<Transfer> make_transfer(const Choice& choice);

}  // namespace tetlo
