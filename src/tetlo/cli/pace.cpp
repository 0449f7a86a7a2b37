// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/pace.h"

#include <chrono>
#include <cmath>
#include <functional>

#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

/// The mean seconds of `iterations` iterations of an epoch, from its second one on, because the
/// first one also allocates memory. The end of the epoch is part of the time. The losses are read
/// because a device may still be at work until then.
double seconds_in_epoch(Job& job, int64_t epoch, int64_t iterations,
                        const std::function<void()>& end) {
  job.begin_epoch(epoch);
  Tensor loss = job.iterate({.epoch = epoch});
  loss.item<double>();
  const auto start = std::chrono::steady_clock::now();
  for (int64_t i = 1; i <= iterations; ++i) loss = job.iterate({.epoch = epoch, .iteration = i});
  loss.item<double>();
  end();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() /
         static_cast<double>(iterations);
}

/// The same for a whole epoch with its end.
double seconds_in_epoch(Job& job, int64_t epoch) {
  return seconds_in_epoch(job, epoch, std::max<int64_t>(job.iterations(epoch) - 1, 1),
                          [&] { job.finish_epoch(epoch); });
}

/// So few images that an epoch has about this number of iterations.
int64_t images_for(const ScheduleOptions& schedule, int64_t iterations) {
  const auto batch = static_cast<double>(schedule.batch_size);
  const double trained = batch * static_cast<double>(iterations) / schedule.train_portion;
  return static_cast<int64_t>(std::ceil(std::max(trained, batch / (1 - schedule.train_portion))));
}

}  // namespace

double seconds_an_iteration(const SearchOptions& options, int64_t iterations) {
  set_threads(static_cast<int>(options.run.threads));
  const Sources sources = open_sources(options);
  const Split split = search_split(options, sources.main);
  const int64_t all = split.train->size() + split.validation->size();
  const int64_t cycles = iterations == 1 ? 1 : 2;
  const int64_t wanted = std::max(iterations, cycles * options.search.arch_every);
  SearchOptions few = options;
  few.search.arch_from = 0;
  few.data.limit = std::min(all, images_for(options.search, wanted + 1));
  Search job(few, sources);
  const auto& preparation = job.framework().preparation();
  if (!preparation) return seconds_in_epoch(job, 0);
  // The iterations of a preparation are of another kind, and so is their number in an epoch.
  const int64_t prepares = preparation->epochs;
  const auto prepared = static_cast<double>(prepares * job.iterations(0));
  const auto searched = static_cast<double>(options.search.epochs * job.iterations(prepares));
  const double of_preparation = seconds_in_epoch(job, 0);
  return (prepared * of_preparation + searched * seconds_in_epoch(job, prepares)) /
         (prepared + searched);
}

double seconds_an_iteration(const EvaluateOptions& options, int64_t iterations) {
  set_threads(static_cast<int>(options.run.threads));
  const Genotype genotype = parse_genotype(options.genotype, "network.genotype");
  Training job(genotype, options, open_source(options.data));
  return seconds_in_epoch(job, 0, iterations, [] {});
}

double iterations_left(const Search& job, int64_t done) {
  return static_cast<double>(iterations_before(job, {.epoch = job.extent().epochs}) -
                             iterations_before(job, {.epoch = done}));
}

double iterations_left(const Training& job, int64_t done) {
  const auto& [epochs, iterations] = job.extent();
  return static_cast<double>((epochs - done) * iterations) +
         static_cast<double>(job.tests_after(done) * job.test_batches()) / 3;
}

}  // namespace tetlo
