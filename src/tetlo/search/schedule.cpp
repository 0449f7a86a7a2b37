// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/schedule.h"

#include <algorithm>

namespace tetlo {

double Moment::share() const {
  if (epochs == 1) return 1;
  return std::min(1.0, static_cast<double>(epoch) / static_cast<double>(epochs - 1));
}

Extent Schedule::extent() const {
  return {.epochs = shape_.stages * options_.epochs + shape_.tuning,
          .iterations = shape_.iterations};
}

int64_t Schedule::stage(int64_t epoch) const {
  return std::min(epoch / options_.epochs, shape_.stages - 1);
}

bool Schedule::ends_stage(int64_t epoch) const { return stage(epoch + 1) > stage(epoch); }

std::optional<int64_t> Schedule::tuning(int64_t epoch) const {
  const int64_t before = epoch - shape_.stages * options_.epochs;
  return before >= 0 ? std::make_optional(before) : std::nullopt;
}

Moment Schedule::moment(const Position& done) const {
  const int64_t epoch = done.epoch - stage(done.epoch) * options_.epochs;
  return {.epoch = std::min(epoch, options_.epochs),
          .epochs = options_.epochs,
          .iteration = iterations_before(done)};
}

Sgd Schedule::sgd(int64_t epoch) const {
  const auto tuned = tuning(epoch);
  const double first = options_.learning_rate / (tuned ? 10 : 1);
  const double last = std::min(first, options_.learning_rate_min);
  return {.rate = tuned ? cosine_rate(first, last, *tuned, shape_.tuning)
                        : cosine_rate(first, options_.learning_rate_min, moment({epoch, 0}).epoch,
                                      options_.epochs),
          .momentum = options_.momentum,
          .weight_decay = options_.weight_decay};
}

int64_t Schedule::iterations_before(const Position& done) const {
  return done.epoch * shape_.iterations + done.iteration;
}

int64_t Schedule::iteration_in_stage(const Position& done) const {
  return iterations_before(done) - stage(done.epoch) * iterations_of_stage();
}

bool Schedule::moves_alpha(const Position& done) const {
  const int64_t iteration = iteration_in_stage(done);
  return iteration >= options_.arch_from * shape_.iterations &&
         iteration % options_.arch_every == 0;
}

int64_t Schedule::alpha_steps_in_stage(int64_t iterations) const {
  const auto multiples_before = [&](int64_t i) {
    return (i + options_.arch_every - 1) / options_.arch_every;
  };
  const int64_t first = options_.arch_from * shape_.iterations;
  return multiples_before(std::max(iterations, first)) - multiples_before(first);
}

int64_t Schedule::alpha_steps_before(const Position& done) const {
  return stage(done.epoch) * alpha_steps_in_stage(iterations_of_stage()) +
         alpha_steps_in_stage(iteration_in_stage(done));
}

}  // namespace tetlo
