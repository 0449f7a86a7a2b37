// SPDX-License-Identifier: Apache-2.0
// Requests to stop long work: by a signal, or because a limit of time is reached.
//
//   SIGINT, SIGTERM, SIGHUP    "interrupted"; the second of them ends the program at once
//   SIGUSR1, the limit         "time limit"
//
// Work that can be continued later asks requested_stop() whenever it can stop. Work within it that
// takes longer than two batches has a stop_point() at least once every two batches, and leaves
// everything as it was before it began if that throws.
#pragma once

#include <chrono>
#include <csignal>
#include <limits>
#include <string>

namespace tetlo {

/// Reasons to stop, as a run's summary has them.
inline constexpr const char* kInterrupted = "interrupted";
inline constexpr const char* kTimeLimit = "time limit";

/// The signals that request it: the first three interrupt, the last is that of a time limit.
inline constexpr int kStopSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1};

using Minutes = std::chrono::duration<double, std::ratio<60>>;

/// While an object of this class exists, requests are noted. Of objects within the lifetime of
/// another one only the limit counts, if it is nearer. A signal that was ignored when the first was
/// made, as nohup does with SIGHUP, stays ignored.
class StopRequests {
 public:
  explicit StopRequests(Minutes limit = Minutes(std::numeric_limits<double>::infinity()));
  ~StopRequests();
  StopRequests(const StopRequests&) = delete;
  StopRequests& operator=(const StopRequests&) = delete;
};

/// kInterrupted or kTimeLimit; "" if there is no request, or nobody to note it.
std::string requested_stop();

/// Whether work that ended for this reason was to be continued.
bool is_stop_request(const std::string& reason);

/// What stop_point() throws.
struct Stopped {
  std::string reason;
};

/// Throws Stopped if there is a request to stop.
void stop_point();

}  // namespace tetlo
