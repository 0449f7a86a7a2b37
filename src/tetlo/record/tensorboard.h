// SPDX-License-Identifier: Apache-2.0
// Writes the figures of every epoch to a file of events in the run folder (event_file.h). A run that
// is resumed begins another file; TensorBoard puts them together by their steps, which are epochs.
//
// Such files hold times, and are never read again.
#pragma once

#include "tetlo/loop/run.h"
#include "tetlo/record/event_file.h"

namespace tetlo {

class TensorBoard : public Observer {
 public:
  explicit TensorBoard(const std::string& folder) : file_(folder) {}

  /// Every number has the path to it as its tag, such as "main/valid_accuracy" or
  /// "alpha/normal/3/sep_conv_3x3", and so has every text.
  void after_epoch(const Job& job, const Position& done, const nlohmann::json& figures) override;

 private:
  EventFile file_;
};

}  // namespace tetlo
