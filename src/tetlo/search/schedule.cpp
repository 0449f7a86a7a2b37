// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/schedule.h"

#include <algorithm>

#include "tetlo/levels/rates.h"

namespace tetlo {

Extent Schedule::extent() const {
  return {.epochs = shape_.phases * (shape_.preparation + options_.epochs) + shape_.tuning,
          .iterations = shape_.iterations};
}

int64_t Schedule::iterations(int64_t job_epoch) const {
  return place({.epoch = job_epoch}).preparation ? shape_.preparation_iterations
                                                 : shape_.iterations;
}

Schedule::Place Schedule::place(const Position& job) const {
  const int64_t cycle = shape_.preparation + options_.epochs;
  const int64_t phase = std::min(job.epoch / cycle, shape_.phases - 1);
  const int64_t before = phase * options_.epochs;  // epochs of the search before this phase
  const int64_t within = job.epoch - phase * cycle;
  if (within < shape_.preparation) {
    return {.phase = phase,
            .search = {.epoch = before},
            .preparation = Position{.epoch = within, .iteration = job.iteration}};
  }
  return {.phase = phase,
          .search = {.epoch = before + within - shape_.preparation, .iteration = job.iteration},
          .preparation = std::nullopt};
}

std::vector<Schedule::Kind> Schedule::kinds() const {
  std::vector<Kind> all;
  Position job;
  for (int64_t phase = 0; phase < shape_.phases; ++phase) {
    Kind preparation{.phase = phase,
                     .prepares = true,
                     .first = job,
                     .count = shape_.preparation * shape_.preparation_iterations};
    job.epoch += shape_.preparation;
    Kind without{.phase = phase}, with_alpha{.phase = phase, .moves_alpha = true};
    const bool is_last = phase + 1 == shape_.phases;
    const int64_t end = job.epoch + options_.epochs + (is_last ? shape_.tuning : 0);
    for (; job.epoch < end; ++job.epoch) {
      for (job.iteration = 0; job.iteration < shape_.iterations; ++job.iteration) {
        Kind& kind = moves_alpha(place(job).search) ? with_alpha : without;
        if (kind.count++ == 0) kind.first = job;
      }
    }
    job.iteration = 0;
    for (const Kind& kind : {preparation, without, with_alpha}) {
      if (kind.count > 0) all.push_back(kind);
    }
  }
  return all;
}

Schedule Schedule::with_iterations(int64_t of_search, int64_t of_preparation) const {
  Shape shape = shape_;
  shape.iterations = of_search;
  if (shape.preparation > 0) shape.preparation_iterations = of_preparation;
  return {options_, shape};
}

int64_t Schedule::preparation_before(const Place& place) const {
  const auto [epoch, iteration] =
      place.preparation.value_or(Position{.epoch = shape_.preparation, .iteration = 0});
  return (place.phase * shape_.preparation + epoch) * shape_.preparation_iterations + iteration;
}

int64_t Schedule::phase(int64_t epoch) const {
  return std::min(epoch / options_.epochs, shape_.phases - 1);
}

std::optional<int64_t> Schedule::tuning(int64_t epoch) const {
  const int64_t before = epoch - shape_.phases * options_.epochs;
  return before >= 0 ? std::make_optional(before) : std::nullopt;
}

PhaseTime Schedule::time(const Position& done) const {
  const int64_t epoch = done.epoch - phase(done.epoch) * options_.epochs;
  return {.epoch = std::min(epoch, options_.epochs),
          .epochs = options_.epochs,
          .iteration = iterations_before(done)};
}

Sgd Schedule::sgd(int64_t epoch) const {
  const int64_t of_phase = time({epoch, 0}).epoch;
  const double falling =
      cosine_rate(options_.learning_rate, options_.learning_rate_min, of_phase, options_.epochs) *
      warmup(of_phase, options_.warmup);
  return {.rate = tuning(epoch) ? options_.learning_rate / 10 : falling,
          .momentum = options_.momentum,
          .weight_decay = options_.weight_decay,
          .nesterov = options_.nesterov};
}

double Schedule::alpha_rate(int64_t epoch) const {
  if (options_.alpha_schedule == AlphaSchedule::kConstant) return options_.alpha_learning_rate;
  const int64_t last = options_.epochs - 1;
  return cosine_rate(options_.alpha_learning_rate, options_.alpha_learning_rate_min,
                     std::min(time({epoch, 0}).epoch, last), options_.epochs);
}

int64_t Schedule::iterations_before(const Position& done) const {
  return done.epoch * shape_.iterations + done.iteration;
}

int64_t Schedule::iteration_in_phase(const Position& done) const {
  return iterations_before(done) - phase(done.epoch) * iterations_of_phase();
}

bool Schedule::moves_alpha(const Position& done) const {
  const int64_t iteration = iteration_in_phase(done);
  return iteration >= options_.arch_from * shape_.iterations &&
         iteration % options_.arch_every == 0;
}

int64_t Schedule::alpha_steps_in_phase(int64_t iterations) const {
  const auto multiples_before = [&](int64_t i) {
    return (i + options_.arch_every - 1) / options_.arch_every;
  };
  const int64_t first = options_.arch_from * shape_.iterations;
  return multiples_before(std::max(iterations, first)) - multiples_before(first);
}

int64_t Schedule::alpha_steps_before(const Position& done) const {
  return phase(done.epoch) * alpha_steps_in_phase(iterations_of_phase()) +
         alpha_steps_in_phase(iteration_in_phase(done));
}

}  // namespace tetlo
