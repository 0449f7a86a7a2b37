// SPDX-License-Identifier: Apache-2.0
// The timetable of a search: arithmetic on the numbers of epochs and iterations.
//
// A search has one or more phases of search.epochs epochs each. In every phase the learning rate of
// the weights decreases along a cosine, and from epoch arch_from on α is updated in every
// arch_every-th iteration. Tuning may follow: more epochs of the last phase, at a constant tenth of
// the initial rate. [Wang2021, section 4] describes a cosine for tuning, but the authors' code
// never steps it.
//
// Before each phase there may be epochs of preparation, in which a framework trains what it freezes
// for the search. The search itself does not count them: all times are those of a search without
// preparation, and only place() knows of both counts.
//
// Checkable: with 2 phases of 3 epochs of 5 iterations, arch_every 2 and arch_from 1, α is
// updated in iterations 6, 8, 10, 12 and 14 of a phase, 5 times. time({4, 2}) is epoch 1 of
// phase 1, iteration 22.
#pragma once

#include <optional>
#include <vector>

#include "tetlo/levels/descent.h"
#include "tetlo/loop/job.h"
#include "tetlo/methods/phase.h"
#include "tetlo/search/schedule_options.h"

namespace tetlo {

class Schedule {
 public:
  struct Shape {
    int64_t phases = 1;
    int64_t tuning = 0;                  ///< epochs of tuning
    int64_t iterations = 1;              ///< iterations of an epoch
    int64_t preparation = 0;             ///< epochs of preparation before each phase
    int64_t preparation_iterations = 0;  ///< iterations of such an epoch
  };
  /// A position of the job, in the counts of the search and of its preparation.
  struct Place {
    int64_t phase = 0;
    Position search;                      ///< where the search stands
    std::optional<Position> preparation;  ///< of this phase, if it is under way
  };
  /// The iterations of one kind in one phase: those of its preparation, or those of the search,
  /// including tuning, that do or do not update α.
  struct Kind {
    int64_t phase = 0;
    bool prepares = false, moves_alpha = false;
    Position first = {};  ///< the first of them, as a position of the job
    int64_t count = 0;

    bool is_like(const Kind& other) const {
      return phase == other.phase && prepares == other.prepares && moves_alpha == other.moves_alpha;
    }
  };
  Schedule(const ScheduleOptions& options, const Shape& shape) : options_(options), shape_(shape) {}

  /// The epochs of the whole job, and the iterations of each.
  Extent extent() const;
  int64_t iterations(int64_t job_epoch) const;
  Place place(const Position& job) const;
  /// Every kind of which there are iterations.
  std::vector<Kind> kinds() const;
  /// The same schedule for epochs of other numbers of iterations.
  Schedule with_iterations(int64_t of_search, int64_t of_preparation) const;
  /// The number of iterations of preparation, in all phases, before a place.
  int64_t preparation_before(const Place& place) const;
  /// The number of the phase to which an epoch belongs; tuning belongs to the last phase.
  int64_t phase(int64_t epoch) const;
  /// The number of tuning epochs before this epoch; nothing if tuning has not begun.
  std::optional<int64_t> tuning(int64_t epoch) const;
  /// Whether there are such epochs.
  bool tunes() const { return shape_.tuning > 0; }

  PhaseTime time(const Position& done) const;
  /// The time after the last epoch of a phase.
  PhaseTime end() const { return {.epoch = options_.epochs, .epochs = options_.epochs}; }
  Sgd sgd(int64_t epoch) const;
  /// The learning rate of α. During tuning it is that of the last epoch of the phase.
  double alpha_rate(int64_t epoch) const;

  /// About the iteration that follows `done`: how many iterations of the whole search come before
  /// it, whether it updates α, and how often α has been updated before it.
  int64_t iterations_before(const Position& done) const;
  bool moves_alpha(const Position& done) const;
  int64_t alpha_steps_before(const Position& done) const;

 private:
  int64_t iterations_of_phase() const { return options_.epochs * shape_.iterations; }
  /// The number of iterations of the phase before the one that follows `done`.
  int64_t iteration_in_phase(const Position& done) const;
  int64_t alpha_steps_in_phase(int64_t iterations) const;

  ScheduleOptions options_;
  Shape shape_;
};

}  // namespace tetlo
