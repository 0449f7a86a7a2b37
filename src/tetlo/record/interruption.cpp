// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/interruption.h"

#include <csignal>

namespace tetlo {
namespace {

volatile std::sig_atomic_t signal_arrived = 0;

void restore_defaults() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

void note(int) {
  signal_arrived = 1;
  restore_defaults();
}

}  // namespace

Interrupted::Interrupted() {
  signal_arrived = 0;
  std::signal(SIGINT, note);
  std::signal(SIGTERM, note);
}

Interrupted::~Interrupted() { restore_defaults(); }

std::string Interrupted::reason() { return signal_arrived ? "interrupted" : ""; }

}  // namespace tetlo
