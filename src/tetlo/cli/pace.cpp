// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/pace.h"

#include <chrono>
#include <cmath>
#include <functional>

#include "tetlo/evaluate/training.h"
#include "tetlo/search/search.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

constexpr int64_t kIterations = 5;

/// Iterations from the second one on, because the first one also allocates memory.
double seconds_of(Job& job, int64_t iterations, const std::function<void()>& end) {
  job.begin_epoch(0);
  job.iterate({});
  const auto start = std::chrono::steady_clock::now();
  for (int64_t i = 1; i <= iterations; ++i) job.iterate({.iteration = i});
  end();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// So few images that an epoch has about this number of iterations.
int64_t images_for(const ScheduleOptions& schedule, int64_t iterations) {
  const auto batch = static_cast<double>(schedule.batch_size);
  const double trained = batch * static_cast<double>(iterations) / schedule.train_portion;
  return static_cast<int64_t>(std::ceil(std::max(trained, batch / (1 - schedule.train_portion))));
}

}  // namespace

double seconds_an_iteration(const SearchOptions& options) {
  set_threads(static_cast<int>(options.run.threads));
  const Sources sources = open_sources(options);
  const Split split = search_split(options, sources.main);
  const int64_t all = split.train->size() + split.validation->size();
  const int64_t wanted = std::max(kIterations, 2 * options.search.arch_every);
  SearchOptions few = options;
  few.search.arch_from = 0;
  few.data.limit = std::min(all, images_for(options.search, wanted + 1));
  Search job(few, sources);
  const int64_t iterations = std::max<int64_t>(job.extent().iterations - 1, 1);
  return seconds_of(job, iterations, [&] { job.finish_epoch(0); }) /
         static_cast<double>(iterations);
}

double seconds_an_iteration(const EvaluateOptions& options) {
  set_threads(static_cast<int>(options.run.threads));
  const Genotype genotype = parse_genotype(options.genotype, "network.genotype");
  Training job(genotype, options, open_source(options.data.name, options.data.folder));
  return seconds_of(job, kIterations, [] {}) / static_cast<double>(kIterations);
}

}  // namespace tetlo
