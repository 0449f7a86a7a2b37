// SPDX-License-Identifier: Apache-2.0
// Reports the progress of a run: on a terminal in one line that is rewritten, with the rate and the
// time left, and in any case by one line of the log for every epoch and, for other programs, in
// progress.json, which is at most a few seconds old:
//
//   {"epochs": 2, "of": 50, "seconds_left": 310.5}    the last only while the run is active
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "tetlo/loop/run.h"
#include "tetlo/util/terminal_line.h"

namespace tetlo {

class Progress : public Observer {
 public:
  /// Turns the figures of an epoch into the text for the log.
  using Describe = std::function<std::string(const nlohmann::json& figures)>;

  /// Writes progress.json to the folder.
  Progress(std::string folder, Describe describe);

  void after_iteration(const Job& job, const Position& done, const Tensor& loss) override;
  void after_epoch(const Job& job, const Position& done, const nlohmann::json& figures) override;
  void at_stop(const Job& job, const Position& done, const std::string& reason) override;

 private:
  double rate() const;
  double seconds_left(const Job& job, const Position& done) const;
  void write_if_due(const Job& job, const Position& done);

  std::string folder_;
  Describe describe_;
  TerminalLine line_;
  int64_t iterations_ = 0;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point written_ = {};
};

struct KnownProgress {
  int64_t epochs = 0;                    ///< that are done
  int64_t of = 0;                        ///< all epochs
  std::optional<double> seconds_left{};  ///< from now on
};

/// What the run in the folder has reported last; nothing if it has not begun to work. Throws Error
/// if the file is damaged.
std::optional<KnownProgress> progress_in(const std::string& folder);

}  // namespace tetlo
