// SPDX-License-Identifier: Apache-2.0
// Tells how far a run is: on a terminal one line that is rewritten, with rate and time left, and in
// any case a line of the log for every epoch.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "tetlo/loop/run.h"

namespace tetlo {

class Progress : public Observer {
 public:
  /// What the log says of an epoch's figures.
  using Describe = std::function<std::string(const nlohmann::json& figures)>;

  explicit Progress(Describe describe);

  void after_iteration(const Job& job, const Position& done, double loss) override;
  void after_epoch(const Job& job, const Position& done, const nlohmann::json& figures) override;

 private:
  double rate() const;
  std::string left(const Extent& extent, const Position& done) const;

  Describe describe_;
  bool terminal_;
  int64_t iterations_ = 0;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_ = {};
};

/// "8 s", "12 min 05 s" or "3 h 07 min".
std::string duration(double seconds);

}  // namespace tetlo
