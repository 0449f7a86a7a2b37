// SPDX-License-Identifier: Apache-2.0
// Stops a run, with the reason "interrupted", after the iteration during which SIGINT or SIGTERM
// arrives, so that a checkpoint can be written. A second signal ends the program at once.
#pragma once

#include "tetlo/loop/run.h"

namespace tetlo {

class Interrupted : public StopRule {
 public:
  /// Catches the two signals as long as it lives. There must not be two objects at a time.
  Interrupted();
  ~Interrupted() override;
  Interrupted(const Interrupted&) = delete;
  Interrupted& operator=(const Interrupted&) = delete;

  using StopRule::reason;
  std::string reason() override;
};

}  // namespace tetlo
