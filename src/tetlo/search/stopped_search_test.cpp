// SPDX-License-Identifier: Apache-2.0
// Searches that are stopped again and again, wherever the request falls, and yet find the same.
#include <gtest/gtest.h>

#include "tetlo/loop/run.h"
#include "tetlo/search/test_search.h"
#include "tetlo/util/stop_request.h"

namespace tetlo {
namespace {

class Figures : public Observer {
 public:
  void after_epoch(const Job&, const Position&, const nlohmann::json& figures) override {
    all.push_back(figures);
  }
  nlohmann::json all;
};

nlohmann::json figures_of(const std::vector<std::string>& assignments) {
  Search search = search_with(assignments);
  Figures figures;
  run(search, {}, {&figures}, {});
  return figures.all;
}

/// The same of a search that is stopped many times, each time a little later.
nlohmann::json figures_when_stopped(const std::vector<std::string>& assignments) {
  Figures figures;
  Position done;
  Snapshot snapshot;
  int64_t stops = 0;
  for (std::chrono::duration<double> limit(0.001);; limit *= 1.5, ++stops) {
    Search search = search_with(assignments);
    if (stops > 0) search.restore(snapshot, done);
    const StopRequests requests(limit);
    StopRequested rule;
    const Summary summary = run(search, done, {&figures}, {&rule});
    if (summary.stop_reason == "finished") break;
    done = summary.done;
    snapshot = search.save();
  }
  EXPECT_GE(stops, 5);
  return figures.all;
}

class StoppedSearchSlow : public testing::TestWithParam<const char*> {};

TEST_P(StoppedSearchSlow, FindsTheSameAsOneLeftAlone) {
  const std::vector<std::string> assignments = {"framework.name=plain", "space.name=s2",
                                                "search.epochs=2", "search.train_portion=0.3",
                                                GetParam()};
  const auto left_alone = figures_of(assignments);
  ASSERT_GE(left_alone.size(), 2);
  EXPECT_EQ(figures_when_stopped(assignments), left_alone);
}

INSTANTIATE_TEST_SUITE_P(Anywhere, StoppedSearchSlow,
                         testing::Values("framework.name=tetlo", "search.order=weights_first",
                                         "selection.name=perturbation", "method.name=sdarts_adv",
                                         "selection.name=curvature"));

}  // namespace
}  // namespace tetlo
