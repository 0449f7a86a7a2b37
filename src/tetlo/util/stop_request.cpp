// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/stop_request.h"

#include <csignal>
#include <vector>

namespace tetlo {
namespace {

using Clock = std::chrono::steady_clock;

volatile std::sig_atomic_t interrupted = 0, limited = 0;

/// The limits of all StopRequests, in seconds on the steady clock.
std::vector<double>& limits() {
  static std::vector<double> all;
  return all;
}

double now() { return std::chrono::duration<double>(Clock::now().time_since_epoch()).count(); }

void note_limit(int) { limited = 1; }

void note_interruption(int) {
  interrupted = 1;
  for (const int signal : kStopSignals) {
    if (signal != SIGUSR1) std::signal(signal, SIG_DFL);
  }
}

void handle(int signal, void (*handler)(int)) {
  if (std::signal(signal, handler) == SIG_IGN) std::signal(signal, SIG_IGN);
}

}  // namespace

StopRequests::StopRequests(Minutes limit) {
  if (limits().empty()) {
    interrupted = 0;
    limited = 0;
    for (const int signal : kStopSignals) {
      handle(signal, signal == SIGUSR1 ? note_limit : note_interruption);
    }
  }
  limits().push_back(now() + std::chrono::duration<double>(limit).count());
}

StopRequests::~StopRequests() {
  limits().pop_back();
  if (!limits().empty()) return;
  for (const int signal : kStopSignals) handle(signal, SIG_DFL);
}

std::string requested_stop() {
  if (limits().empty()) return "";
  if (interrupted != 0) return kInterrupted;
  if (limited != 0) return kTimeLimit;
  for (const double limit : limits()) {
    if (now() >= limit) return kTimeLimit;
  }
  return "";
}

bool is_stop_request(const std::string& reason) {
  return reason == kInterrupted || reason == kTimeLimit;
}

void stop_point() {
  const std::string reason = requested_stop();
  if (!reason.empty()) throw Stopped{reason};
}

}  // namespace tetlo
