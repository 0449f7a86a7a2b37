// SPDX-License-Identifier: Apache-2.0
// Reports the progress of a run: on a terminal in one line that is rewritten, with the rate and the
// time left, and in any case by one line of the log for every epoch.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "tetlo/loop/run.h"
#include "tetlo/util/terminal_line.h"

namespace tetlo {

class Progress : public Observer {
 public:
  /// Turns the figures of an epoch into the text for the log.
  using Describe = std::function<std::string(const nlohmann::json& figures)>;

  explicit Progress(Describe describe);

  void after_iteration(const Job& job, const Position& done, const Tensor& loss) override;
  void after_epoch(const Job& job, const Position& done, const nlohmann::json& figures) override;

 private:
  double rate() const;
  std::string left(const Job& job, const Position& done) const;

  Describe describe_;
  TerminalLine line_;
  int64_t iterations_ = 0;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace tetlo
