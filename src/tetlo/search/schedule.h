// SPDX-License-Identifier: Apache-2.0
// When what happens in a search: pure arithmetic on epochs and iterations.
//
// A search has one or more stages of search.epochs epochs each. In every stage the rate of the
// weights falls along a cosine, and α moves before each arch_every-th weight step from epoch
// arch_from on. Tuning may follow: more epochs of the last stage, whose rate falls anew from a
// tenth of the first [Wang2021, section 4].
//
// Checkable: 2 stages of 3 epochs of 5 iterations, arch_every 2, arch_from 1: α moves at iterations
// 6, 8, 10, 12 and 14 of a stage, 5 times; moment({4, 2}) is epoch 1 of stage 1, iteration 22.
#pragma once

#include "tetlo/levels/descent.h"
#include "tetlo/loop/job.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// How far a stage has come: what the schedules of methods depend on.
struct Moment {
  int64_t epoch = 0, epochs = 1;  ///< of the stage; equal after its end
  int64_t iteration = 0;          ///< of the whole search

  /// What grows from 0 in the first epoch towards 1 after the last.
  double progress() const { return static_cast<double>(epoch) / static_cast<double>(epochs); }
  /// What grows from 0 in the first epoch to 1 in the last.
  double share() const;
};

class Schedule {
 public:
  struct Shape {
    int64_t stages = 1;
    int64_t tuning = 0;      ///< epochs of it
    int64_t iterations = 1;  ///< of an epoch
  };
  Schedule(const ScheduleOptions& options, const Shape& shape) : options_(options), shape_(shape) {}

  Extent extent() const;
  /// 0, 1, …; tuning belongs to the last.
  int64_t stage(int64_t epoch) const;
  /// Whether another stage begins with the epoch that follows this one.
  bool ends_stage(int64_t epoch) const;
  /// How many epochs of tuning come before this epoch; nothing where tuning has not begun.
  std::optional<int64_t> tuning(int64_t epoch) const;

  Moment moment(const Position& done) const;
  /// The moment after the last epoch of a stage.
  Moment end() const { return {.epoch = options_.epochs, .epochs = options_.epochs}; }
  Sgd sgd(int64_t epoch) const;

  /// Iterations of the whole search before the one that follows `done`, whether α moves before it,
  /// and how often it moved till then.
  int64_t iterations_before(const Position& done) const;
  bool moves_alpha(const Position& done) const;
  int64_t alpha_steps_before(const Position& done) const;

 private:
  int64_t iterations_of_stage() const { return options_.epochs * shape_.iterations; }
  /// Of the stage, the same.
  int64_t iteration_in_stage(const Position& done) const;
  int64_t alpha_steps_in_stage(int64_t iterations) const;

  ScheduleOptions options_;
  Shape shape_;
};

}  // namespace tetlo
