// SPDX-License-Identifier: Apache-2.0
#include "tetlo/loop/run.h"

#include <gmock/gmock.h>

#include <csignal>
#include <limits>
#include <utility>

#include "tetlo/util/stop_request.h"
#include "tetlo/util/test_synchronisations.h"

namespace tetlo {
namespace {

using testing::ElementsAre;

/// A job that counts its iterations; the loss at iteration i of epoch e is 10 e + i.
class Counting : public Job {
 public:
  Extent extent() const override { return {.epochs = 2, .iterations = iterations_an_epoch}; }
  Tensor iterate(const Position& done) override {
    sum += 1;
    if (done == no_number) return torch::tensor(std::numeric_limits<double>::quiet_NaN());
    return torch::tensor(static_cast<double>(10 * done.epoch + done.iteration));
  }
  nlohmann::json finish_epoch(int64_t epoch) override { return {{"epoch", epoch}, {"sum", sum}}; }
  Divergence divergence() const override { return {}; }
  Snapshot save() const override {
    return {.tensors = {{"weight", torch::tensor(weight)}}, .values = {{"sum", sum}}};
  }
  void restore(const Snapshot& snapshot, const Position&) override { sum = snapshot.values["sum"]; }
  std::string stop_reason() const override { return sum == enough ? "early stop" : ""; }

  int64_t sum = 0, enough = -1;
  int64_t iterations_an_epoch = 3;
  Position no_number{.epoch = -1};  ///< the place of a loss that is not a number
  double weight = 1;
};

class Listening : public Observer {
 public:
  void after_iteration(const Job&, const Position&, const Tensor& loss) override {
    losses.push_back(loss.item<double>());
  }
  void after_epoch(const Job&, const Position& done, const nlohmann::json& figures) override {
    epochs.push_back(done.epoch);
    sums.push_back(figures["sum"].get<int64_t>());
  }
  void at_stop(const Job&, const Position&, const std::string& reason) override { why = reason; }

  std::vector<double> losses;
  std::vector<int64_t> epochs, sums;
  std::string why;
};

class StopAfter : public StopRule {
 public:
  explicit StopAfter(int64_t iterations) : left_(iterations) {}
  using StopRule::reason;
  std::string reason() override { return --left_ == 0 ? "enough" : ""; }

 private:
  int64_t left_;
};

/// Notes the losses that are read.
class Reading : public StopRule {
 public:
  using StopRule::reason;
  std::string reason(double loss) override {
    losses.push_back(loss);
    return "";
  }

  std::vector<double> losses;
};

TEST(Run, ObservesEveryIterationAndEveryEpoch) {
  Counting job;
  Listening listening;
  const Summary summary = run(job, {}, {&listening}, {});
  EXPECT_THAT(listening.losses, ElementsAre(0, 1, 2, 10, 11, 12));
  EXPECT_THAT(listening.epochs, ElementsAre(1, 2));
  EXPECT_EQ(summary.stop_reason, "finished");
  EXPECT_EQ(listening.why, "finished");
}

TEST(Run, StopsAfterTheIterationForWhichARuleHasAReason) {
  Counting job;
  StopAfter rule(2);
  const Summary summary = run(job, {}, {}, {&rule});
  EXPECT_EQ(summary.stop_reason, "enough");
  EXPECT_EQ(summary.done, (Position{.epoch = 0, .iteration = 2}));
}

TEST(Run, GoesOnFromAnyPositionAsIfItHadNeverStopped) {
  for (const int64_t stop : {1, 3, 5, 6}) {
    Counting job, resumed;
    Listening listening;
    StopAfter rule(stop);
    const Summary first = run(job, {}, {&listening}, {&rule});
    resumed.restore(job.save(), first.done);
    run(resumed, first.done, {&listening}, {});
    EXPECT_THAT(listening.sums, ElementsAre(3, 6)) << "stopped at " << stop;
  }
}

TEST(Run, AJobMayEndAfterAnEpochAndStaysEnded) {
  Counting job;
  job.enough = 3;
  Listening listening;
  const Summary summary = run(job, {}, {&listening}, {});
  EXPECT_EQ(summary.stop_reason, "early stop");
  EXPECT_EQ(summary.done, (Position{.epoch = 1, .iteration = 0}));
  EXPECT_THAT(listening.epochs, ElementsAre(1));
  EXPECT_EQ(run(job, summary.done, {&listening}, {}).done, summary.done);
}

TEST(Run, ALossThatIsNotANumberIsDivergence) {
  EXPECT_EQ(Diverged().reason(std::numeric_limits<double>::quiet_NaN()), "diverged");
  EXPECT_EQ(Diverged().reason(std::numeric_limits<double>::infinity()), "diverged");
  EXPECT_EQ(Diverged().reason(1e30), "");
}

TEST(Run, ReadsTheMeanLossAfterFiftyIterationsAndAtTheEndOfAnEpoch) {
  Counting job;
  job.iterations_an_epoch = 60;
  Reading rule;
  run(job, {}, {}, {&rule});
  EXPECT_THAT(rule.losses, ElementsAre(24.5, 54.5, 34.5, 64.5));
}

TEST(Run, WaitsForNoLossInBetween) {
  const auto waits = [](int64_t iterations) {
    Counting job;
    job.iterations_an_epoch = iterations;
    Diverged rule;
    const Synchronisations synchronisations;
    run(job, {}, {}, {&rule});
    return Synchronisations::counted()["aten::item"];
  };
  EXPECT_EQ(waits(kReadEvery), waits(1));
  EXPECT_GT(waits(kReadEvery + 1), waits(1));
}

TEST(Run, ALossThatIsNotANumberStopsTheRunWhenItIsRead) {
  Counting job;
  job.iterations_an_epoch = 60;
  job.no_number = {.epoch = 0, .iteration = 3};
  Diverged rule;
  const Summary summary = run(job, {}, {}, {&rule});
  EXPECT_EQ(summary.stop_reason, "diverged");
  EXPECT_EQ(summary.done, (Position{.epoch = 0, .iteration = 50}));
}

// Otherwise a checkpoint of worthless weights would replace a good one.
TEST(Run, ALossThatIsNotANumberIsReadBeforeAnotherRuleStopsTheRun) {
  Counting job;
  job.no_number = {.epoch = 0, .iteration = 0};
  Diverged diverged;
  StopAfter enough(1);
  EXPECT_EQ(run(job, {}, {}, {&enough, &diverged}).stop_reason, "diverged");
}

TEST(Run, AnEpochThatLeavesNoNumbersIsNotObserved) {
  Counting job;
  job.weight = std::numeric_limits<double>::quiet_NaN();
  Listening listening;
  Diverged rule;
  const Summary summary = run(job, {}, {&listening}, {&rule});
  EXPECT_EQ(summary.stop_reason, "diverged");
  EXPECT_EQ(summary.done, (Position{.epoch = 0, .iteration = 3}));
  EXPECT_TRUE(listening.epochs.empty());
  EXPECT_EQ(listening.why, "diverged");
}

TEST(Run, AFigureThatIsNotANumberIsDivergence) {
  const Counting job;
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Diverged().reason(job, {{"main", {{"valid_loss", infinity}}}}), "diverged");
  EXPECT_EQ(Diverged().reason(job, {{"main", {{"valid_loss", 2.5}}}, {"genotype", "…"}}), "");
}

/// Is asked to stop in the middle of an iteration and of the end of an epoch.
class Interruptible : public Counting {
 public:
  Tensor iterate(const Position& done) override {
    if (done == stopped_in) stop();
    return Counting::iterate(done);
  }
  nlohmann::json finish_epoch(int64_t epoch) override {
    sum += 100;  // what restoring undoes
    if (epoch == stopped_at_end_of) stop();
    sum -= 100;
    return Counting::finish_epoch(epoch);
  }

  Position stopped_in{.epoch = -1};
  int64_t stopped_at_end_of = -1;

 private:
  static void stop() {
    std::raise(SIGUSR1);
    stop_point();
  }
};

/// Runs the job until it stops, then on to its end; returns where it stopped.
Summary stopped(Interruptible& job, Listening& listening) {
  StopRequested rule;
  Summary summary;
  {
    const StopRequests requests;
    summary = run(job, {}, {&listening}, {&rule});
  }
  job.stopped_in = {.epoch = -1};
  job.stopped_at_end_of = -1;
  run(job, summary.done, {&listening}, {});
  return summary;
}

TEST(Run, StopsInTheMiddleOfAnIterationAndDoesItLater) {
  Interruptible job;
  job.stopped_in = {.epoch = 1, .iteration = 1};
  Listening listening;
  const Summary summary = stopped(job, listening);
  EXPECT_EQ(summary.stop_reason, "time limit");
  EXPECT_EQ(summary.done, (Position{.epoch = 1, .iteration = 1}));
  EXPECT_THAT(listening.losses, ElementsAre(0, 1, 2, 10, 11, 12));
  EXPECT_THAT(listening.sums, ElementsAre(3, 6));
}

TEST(Run, StopsInTheMiddleOfTheEndOfAnEpochAndDoesItLater) {
  Interruptible job;
  job.stopped_at_end_of = 0;
  Listening listening;
  const Summary summary = stopped(job, listening);
  EXPECT_EQ(summary.stop_reason, "time limit");
  EXPECT_EQ(summary.done, (Position{.epoch = 0, .iteration = 3}));
  EXPECT_THAT(listening.epochs, ElementsAre(1, 2));
  EXPECT_THAT(listening.sums, ElementsAre(3, 6));
}

}  // namespace
}  // namespace tetlo
