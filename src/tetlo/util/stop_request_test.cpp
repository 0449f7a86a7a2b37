// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/stop_request.h"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

namespace tetlo {
namespace {

/// What is requested after the signal.
std::string after(int signal) {
  const StopRequests requests;
  EXPECT_EQ(requested_stop(), "");
  EXPECT_NO_THROW(stop_point());
  std::raise(signal);
  EXPECT_THROW(stop_point(), Stopped);
  return requested_stop();
}

TEST(StopRequests, AreMadeBySignals) {
  EXPECT_EQ(after(SIGINT), "interrupted");
  EXPECT_EQ(after(SIGTERM), "interrupted");
  EXPECT_EQ(after(SIGHUP), "interrupted");
  EXPECT_EQ(after(SIGUSR1), "time limit");
}

TEST(StopRequests, AreMadeByTheNearestLimit) {
  const StopRequests whole(Minutes(5));
  const StopRequests part(std::chrono::milliseconds(20));
  EXPECT_EQ(requested_stop(), "");
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  EXPECT_EQ(requested_stop(), "time limit");
}

TEST(StopRequests, OfAPartRemainForTheWhole) {
  const StopRequests whole;
  {
    const StopRequests part;
    std::raise(SIGTERM);
  }
  const StopRequests next_part;
  EXPECT_EQ(requested_stop(), "interrupted");
}

TEST(StopRequests, LeaveAnIgnoredSignalIgnored) {
  std::signal(SIGHUP, SIG_IGN);
  {
    const StopRequests requests;
    std::raise(SIGHUP);
    EXPECT_EQ(requested_stop(), "");
  }
  EXPECT_EQ(std::signal(SIGHUP, SIG_DFL), SIG_IGN);
}

TEST(StopRequests, AreNotedOnlyOnce) {
  const StopRequests requests;
  std::raise(SIGINT);
  EXPECT_EQ(std::signal(SIGTERM, SIG_DFL), SIG_DFL);  // the next one would end the program
}

}  // namespace
}  // namespace tetlo
