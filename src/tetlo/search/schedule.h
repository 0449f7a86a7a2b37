// SPDX-License-Identifier: Apache-2.0
// When what happens in a search: pure arithmetic on epochs and iterations.
//
// A search has one or more phases of search.epochs epochs each. In every phase the rate of the
// weights falls along a cosine, and α moves before each arch_every-th weight step from epoch
// arch_from on. Tuning may follow: more epochs of the last phase, at a tenth of the first rate, which
// then stays as it is; [Wang2021, section 4] speaks of a cosine, but its authors' code never steps it.
//
// Checkable: 2 phases of 3 epochs of 5 iterations, arch_every 2, arch_from 1: α moves at iterations
// 6, 8, 10, 12 and 14 of a phase, 5 times; time({4, 2}) is epoch 1 of phase 1, iteration 22.
#pragma once

#include <optional>

#include "tetlo/levels/descent.h"
#include "tetlo/loop/job.h"
#include "tetlo/methods/phase.h"
#include "tetlo/search/schedule_options.h"

namespace tetlo {

class Schedule {
 public:
  struct Shape {
    int64_t phases = 1;
    int64_t tuning = 0;      ///< epochs of tuning
    int64_t iterations = 1;  ///< iterations of an epoch
  };
  Schedule(const ScheduleOptions& options, const Shape& shape) : options_(options), shape_(shape) {}

  Extent extent() const;
  /// The number of the phase to which an epoch belongs; tuning belongs to the last.
  int64_t phase(int64_t epoch) const;
  /// How many epochs of tuning come before this epoch; nothing where tuning has not begun.
  std::optional<int64_t> tuning(int64_t epoch) const;

  PhaseTime time(const Position& done) const;
  /// The time after an epoch of a phase, at which its supernet is judged: nothing is drawn.
  PhaseTime after(int64_t epoch) const;
  /// The time after the last epoch of a phase.
  PhaseTime end() const { return {.epoch = options_.epochs, .epochs = options_.epochs}; }
  Sgd sgd(int64_t epoch) const;
  /// The rate of α. In tuning it is that of the last epoch of the phase.
  double alpha_rate(int64_t epoch) const;

  /// How many iterations of the whole search come before the one that follows `done`, whether α
  /// moves before it, and how often it has moved by then.
  int64_t iterations_before(const Position& done) const;
  bool moves_alpha(const Position& done) const;
  int64_t alpha_steps_before(const Position& done) const;

 private:
  int64_t iterations_of_phase() const { return options_.epochs * shape_.iterations; }
  /// How many iterations of the phase come before the one that follows `done`.
  int64_t iteration_in_phase(const Position& done) const;
  int64_t alpha_steps_in_phase(int64_t iterations) const;

  ScheduleOptions options_;
  Shape shape_;
};

}  // namespace tetlo
